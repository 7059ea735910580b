"""Neo4j: connection, queries and pushes."""
