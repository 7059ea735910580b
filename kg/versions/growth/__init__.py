"""Versions that grow: reviews are added beside those of a stored version, which are neither read nor checked again."""
