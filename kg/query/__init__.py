"""Questions compiled to Cypher and SPARQL."""
