// Which units reach commercial scale, and is any of them prospective, by its validation or by the study's design?
MATCH (s:Study)-[:HAS_UNIT]->(u:EvidenceUnit)-[:HAS_IMPLEMENTATION]->(i:Term)-[:BROADER*0..8]->(scale:Term)
WHERE scale.id IN ['commercial-scale-trial', 'gmp-commercial-deployment']
WITH u, i,
  EXISTS { MATCH (u)-[:HAS_VALIDATION]->(:Term)-[:BROADER*0..8]->(:Term {id: 'prospective-validation'}) } AS by_validation,
  EXISTS { MATCH (s)-[:HAS_DESIGN]->(:Term)-[:BROADER*0..8]->(:Term {id: 'prospective-study'}) } AS by_design
RETURN DISTINCT u.id AS unit, i.id AS status, CASE WHEN by_validation OR by_design THEN 'yes' ELSE 'not stated' END AS prospective
