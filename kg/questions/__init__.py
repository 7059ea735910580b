"""Questions, question files and the catalogue of stored questions."""
