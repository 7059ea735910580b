// Which units claim a twin, but are charted as a digital model or not on how data move? With the status of that.
MATCH (u:EvidenceUnit)-[:HAS_TWIN_LABEL]->(:Term {id: 'labelled-digital-twin'})
WHERE NOT EXISTS { MATCH (u)-[:HAS_INTEGRATION]->(:Term)-[:BROADER*0..8]->(:Term {id: 'coupled-representation'}) }
OPTIONAL MATCH (a:HeldAssertion {facet: 'integration-level'})-[:ABOUT]->(u)
OPTIONAL MATCH (a)-[:VALUE]->(level:Term)
RETURN DISTINCT u.id AS unit, a.status AS status, level.id AS level
