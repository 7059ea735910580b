// Is there a study of deep learning on Raman spectra?
// :params {review: 'okafor-bello-2025', ai_method: ['deep-learning'], pat_modality: ['raman-spectroscopy']}
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

RETURN DISTINCT s.id AS study, u.id AS unit, ai_method, pat_modality
ORDER BY study, unit, ai_method, pat_modality
