// Which model-update strategies were carried out or only described, in how many units? (The term itself says which.)
MATCH (k:Term)-[:BROADER]->(:Term {id: 'model-update-strategy'})
OPTIONAL MATCH (u:EvidenceUnit)-[:HAS_UPDATE_STRATEGY]->(:Term)-[:BROADER*0..8]->(k)
RETURN k.id AS strategy, count(DISTINCT u) AS units
