"""From charting sheets and corpora to a stored version: read → express → check → store."""
