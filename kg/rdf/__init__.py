"""IRIs, canonical triples and RDF file formats."""
