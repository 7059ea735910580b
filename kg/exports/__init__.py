"""A stored version as files for collaborators, in Neo4j, or in any SPARQL server."""
