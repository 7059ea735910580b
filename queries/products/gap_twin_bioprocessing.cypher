// Is there a digital twin of a biopharmaceutical process?
// :params {review: 'okafor-bello-2025', product_type: ['biopharmaceutical'], twin_component: ['twin-component']}
// Each condition's column says how sure it is: certain, or what keeps it open (coarse, not-charted, not-exhaustive,
// not-reported, unclear); of several, the first in the alphabet. Units for which a condition is false are left out.
MATCH (r:Review)-[:INCLUDES]->(s:Study)-[:HAS_UNIT|LEFT_OPEN]->(u:EvidenceUnit)
WHERE r.id = $review

MATCH (u)-[e:CONCERNS_PRODUCT|LEFT_OPEN]->(v:Term)<-[:BROADER*0..8]-(x:Term)-[:BROADER*0..8]->(t:Term)
WHERE t.id IN $product_type
WITH s, u, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN x.id = v.id THEN 'certain' ELSE 'coarse' END) AS product_type

MATCH (u)-[e:HAS_COMPONENT|LEFT_OPEN]->(v:Term)<-[:BROADER*0..8]-(x:Term)-[:BROADER*0..8]->(t:Term)
WHERE t.id IN $twin_component
WITH s, u, product_type, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN x.id = v.id THEN 'certain' ELSE 'coarse' END) AS twin_component

RETURN DISTINCT s.id AS study, u.id AS unit, product_type, twin_component
ORDER BY study, unit, product_type, twin_component
