"""Empty and filled charting forms."""
