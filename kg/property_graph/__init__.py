"""The property graph: its schema, and its projection from RDF."""
