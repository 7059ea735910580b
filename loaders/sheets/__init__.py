"""A charting sheet as text cells, records and studies."""
