// Is there a primary empirical study of AI on PAT data in hot-melt extrusion?
// :params {review: 'okafor-bello-2025', ai_method: ['ai-method'], pat_modality: ['pat-modality'], publication_type: ['primary-empirical-study'], unit_operation: ['hot-melt-extrusion']}
// Each condition's column says how sure it is: certain, or what keeps it open (coarse, not-charted, not-exhaustive,
// not-reported, unclear); of several, the first in the alphabet. Units for which a condition is false are left out.
MATCH (r:Review)-[:INCLUDES]->(s:Study)-[:HAS_UNIT|LEFT_OPEN]->(u:EvidenceUnit)
WHERE r.id = $review

MATCH (u)-[e:USES_METHOD|LEFT_OPEN]->(v:Term)<-[:BROADER*0..8]-(x:Term)-[:BROADER*0..8]->(t:Term)
WHERE t.id IN $ai_method
WITH s, u, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN x.id = v.id THEN 'certain' ELSE 'coarse' END) AS ai_method

MATCH (u)-[e:USES_MODALITY|LEFT_OPEN]->(v:Term)<-[:BROADER*0..8]-(x:Term)-[:BROADER*0..8]->(t:Term)
WHERE t.id IN $pat_modality
WITH s, u, ai_method, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN x.id = v.id THEN 'certain' ELSE 'coarse' END) AS pat_modality

MATCH (s)-[e:HAS_PUBLICATION_TYPE|LEFT_OPEN]->(v:Term)<-[:BROADER*0..8]-(x:Term)-[:BROADER*0..8]->(t:Term)
WHERE t.id IN $publication_type
WITH s, u, ai_method, pat_modality, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN x.id = v.id THEN 'certain' ELSE 'coarse' END) AS publication_type

MATCH (u)-[e:ON_OPERATION|LEFT_OPEN]->(v:Term)<-[:BROADER*0..8]-(x:Term)-[:BROADER*0..8]->(t:Term)
WHERE t.id IN $unit_operation
WITH s, u, ai_method, pat_modality, publication_type, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN x.id = v.id THEN 'certain' ELSE 'coarse' END) AS unit_operation

RETURN DISTINCT s.id AS study, u.id AS unit, ai_method, pat_modality, publication_type, unit_operation
ORDER BY study, unit, ai_method, pat_modality, publication_type, unit_operation
