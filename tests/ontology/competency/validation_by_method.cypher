// Which kinds of validation has each family of AI methods, in how many studies? (The kinds are no ladder: all are listed.)
MATCH (s:Study)-[:HAS_UNIT]->(u:EvidenceUnit)-[:USES_METHOD]->(:Term)-[:BROADER*0..8]->(f:Term)-[:BROADER]->(:Term {id: 'ai-method'})
MATCH (u)-[:HAS_VALIDATION]->(:Term)-[:BROADER*0..8]->(k:Term)-[:BROADER]->(:Term {id: 'validation-level'})
RETURN f.id AS method, k.id AS validation, count(DISTINCT s) AS studies
