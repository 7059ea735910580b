// Is there a study from outside North America and Europe?
// :params {review: 'okafor-bello-2025', country: ['africa', 'asia', 'latin-america-and-the-caribbean', 'oceania']}
// Each condition's column says how sure it is: certain, or what keeps it open (coarse, not-charted, not-exhaustive,
// not-reported, unclear); of several, the first in the alphabet. Units for which a condition is false are left out.
MATCH (r:Review)-[:INCLUDES]->(s:Study)-[:HAS_UNIT|LEFT_OPEN]->(u:EvidenceUnit)
WHERE r.id = $review

MATCH (s)-[e:CONDUCTED_IN|LEFT_OPEN]->(v:Term)<-[:BROADER*0..8]-(x:Term)-[:BROADER*0..8]->(t:Term)
WHERE t.id IN $country
WITH s, u, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN x.id = v.id THEN 'certain' ELSE 'coarse' END) AS country

RETURN DISTINCT s.id AS study, u.id AS unit, country
ORDER BY study, unit, country
