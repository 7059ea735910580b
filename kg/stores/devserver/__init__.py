"""A local Neo4j server for ``make neo4j`` and the tests."""
