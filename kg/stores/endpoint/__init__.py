"""Any SPARQL 1.1 server, by the address of its queries."""
