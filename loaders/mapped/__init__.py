"""Extraction tables that were not made as charting sheets, read by a ``mapping.yaml``."""
