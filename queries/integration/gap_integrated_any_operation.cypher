// Is there an integrated PAT–AI–twin study in any unit operation?
// :params {review: 'okafor-bello-2025', ai_method: ['active-learning', 'data-augmentation', 'data-fusion-method', 'explainable-ai', 'federated-learning', 'fuzzy-or-expert-system', 'hybrid-modelling', 'machine-learning', 'model-predictive-control', 'neural-network', 'optimization-algorithm', 'reinforcement-learning', 'state-estimation', 'time-series-model', 'transfer-learning'], integration_level: ['coupled-representation'], pat_modality: ['acoustic-pat', 'chromatographic-pat', 'imaging-pat', 'mass-spectrometry', 'multimodal-pat', 'particle-sizing-pat', 'rheology-pat', 'spectroscopic-pat', 'xray-diffraction-pat']}
// Each condition's column says how sure it is: certain, or what keeps it open (coarse, not-charted, not-exhaustive,
// not-reported, unclear); of several, the first in the alphabet. Units for which a condition is false are left out.
MATCH (r:Review)-[:INCLUDES]->(s:Study)-[:HAS_UNIT|LEFT_OPEN]->(u:EvidenceUnit)
WHERE r.id = $review

MATCH (u)-[e:USES_METHOD|LEFT_OPEN]->(v:Term)<-[:BROADER*0..8]-(x:Term)-[:BROADER*0..8]->(t:Term)
WHERE t.id IN $ai_method
WITH s, u, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN x.id = v.id THEN 'certain' ELSE 'coarse' END) AS ai_method

MATCH (u)-[e:HAS_INTEGRATION|LEFT_OPEN]->(v:Term)<-[:BROADER*0..8]-(x:Term)-[:BROADER*0..8]->(t:Term)
WHERE t.id IN $integration_level
WITH s, u, ai_method, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN x.id = v.id THEN 'certain' ELSE 'coarse' END) AS integration_level

MATCH (u)-[e:USES_MODALITY|LEFT_OPEN]->(v:Term)<-[:BROADER*0..8]-(x:Term)-[:BROADER*0..8]->(t:Term)
WHERE t.id IN $pat_modality
WITH s, u, ai_method, integration_level, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN x.id = v.id THEN 'certain' ELSE 'coarse' END) AS pat_modality

RETURN DISTINCT s.id AS study, u.id AS unit, ai_method, integration_level, pat_modality
ORDER BY study, unit, ai_method, integration_level, pat_modality
