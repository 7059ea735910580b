"""Files generated from the ontology, the questions and the default corpus."""
