// For how many units of each group of unit operations is the PAT modality not known, and why?
MATCH (o:Term)-[:BROADER]->(:Term {id: 'unit-operation'})
MATCH (u:EvidenceUnit)-[:ON_OPERATION]->(:Term)-[:BROADER*0..8]->(o)
OPTIONAL MATCH (a:HeldAssertion {facet: 'pat-modality'})-[:ABOUT]->(u)
WITH o, u, coalesce(a.status, 'not-charted') AS why
WHERE why <> 'coded'
RETURN o.id AS operation, why, count(DISTINCT u) AS units
