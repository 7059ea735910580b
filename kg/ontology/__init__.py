"""The vocabulary: facets, terms and definitions, read from ``ontology/``."""
