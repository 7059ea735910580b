"""Input: charting sheets, corpora and RDF, read, checked and stored as a version."""
