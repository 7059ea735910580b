// Which quality attributes were predicted, but in no unit with an external test set?
MATCH (:EvidenceUnit)-[:ASSESSES_ATTRIBUTE]->(q:Term)
WHERE NOT EXISTS { MATCH (q)<-[:ASSESSES_ATTRIBUTE]-(:EvidenceUnit)-[:HAS_VALIDATION]->(:Term)-[:BROADER*0..8]->(:Term {id: 'external-test-set'}) }
RETURN DISTINCT q.id AS attribute
