"""The SPARQL 1.1 Protocol and its worker processes."""
