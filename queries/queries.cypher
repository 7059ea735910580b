// Is there a primary empirical study of AI on PAT data in hot-melt extrusion?
// Each condition's column says how sure it is: certain, or what keeps it open (coarse, not-charted, not-exhaustive,
// not-reported, unclear); of several, the first in the alphabet. Units for which a condition is false are left out.
MATCH (r:Review)-[:INCLUDES]->(s:Study)-[:HAS_UNIT|LEFT_OPEN]->(u:EvidenceUnit)
WHERE r.id = 'okafor-bello-2025'

MATCH (u)-[e:USES_METHOD|LEFT_OPEN]->(v:Term)<-[:BROADER*0..8]-(x:Term)-[:BROADER*0..8]->(t:Term)
WHERE t.id IN ['ai-method']
WITH s, u, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN x.id = v.id THEN 'certain' ELSE 'coarse' END) AS ai_method

MATCH (u)-[e:USES_MODALITY|LEFT_OPEN]->(v:Term)<-[:BROADER*0..8]-(x:Term)-[:BROADER*0..8]->(t:Term)
WHERE t.id IN ['pat-modality']
WITH s, u, ai_method, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN x.id = v.id THEN 'certain' ELSE 'coarse' END) AS pat_modality

MATCH (s)-[e:HAS_PUBLICATION_TYPE|LEFT_OPEN]->(v:Term)<-[:BROADER*0..8]-(x:Term)-[:BROADER*0..8]->(t:Term)
WHERE t.id IN ['primary-empirical-study']
WITH s, u, ai_method, pat_modality, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN x.id = v.id THEN 'certain' ELSE 'coarse' END) AS publication_type

MATCH (u)-[e:ON_OPERATION|LEFT_OPEN]->(v:Term)<-[:BROADER*0..8]-(x:Term)-[:BROADER*0..8]->(t:Term)
WHERE t.id IN ['hot-melt-extrusion']
WITH s, u, ai_method, pat_modality, publication_type, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN x.id = v.id THEN 'certain' ELSE 'coarse' END) AS unit_operation

RETURN DISTINCT s.id AS study, u.id AS unit, ai_method, pat_modality, publication_type, unit_operation
ORDER BY study, unit, ai_method, pat_modality, publication_type, unit_operation;

// Is there an integrated PAT–AI–twin study in any unit operation?
// Each condition's column says how sure it is: certain, or what keeps it open (coarse, not-charted, not-exhaustive,
// not-reported, unclear); of several, the first in the alphabet. Units for which a condition is false are left out.
MATCH (r:Review)-[:INCLUDES]->(s:Study)-[:HAS_UNIT|LEFT_OPEN]->(u:EvidenceUnit)
WHERE r.id = 'okafor-bello-2025'

MATCH (u)-[e:USES_METHOD|LEFT_OPEN]->(v:Term)<-[:BROADER*0..8]-(x:Term)-[:BROADER*0..8]->(t:Term)
WHERE t.id IN ['active-learning', 'data-augmentation', 'data-fusion-method', 'explainable-ai', 'federated-learning', 'fuzzy-or-expert-system', 'hybrid-modelling', 'machine-learning', 'model-predictive-control', 'neural-network', 'optimization-algorithm', 'reinforcement-learning', 'state-estimation', 'time-series-model', 'transfer-learning']
WITH s, u, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN x.id = v.id THEN 'certain' ELSE 'coarse' END) AS ai_method

MATCH (u)-[e:HAS_INTEGRATION|LEFT_OPEN]->(v:Term)<-[:BROADER*0..8]-(x:Term)-[:BROADER*0..8]->(t:Term)
WHERE t.id IN ['coupled-representation']
WITH s, u, ai_method, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN x.id = v.id THEN 'certain' ELSE 'coarse' END) AS integration_level

MATCH (u)-[e:USES_MODALITY|LEFT_OPEN]->(v:Term)<-[:BROADER*0..8]-(x:Term)-[:BROADER*0..8]->(t:Term)
WHERE t.id IN ['acoustic-pat', 'chromatographic-pat', 'imaging-pat', 'mass-spectrometry', 'multimodal-pat', 'particle-sizing-pat', 'rheology-pat', 'spectroscopic-pat', 'xray-diffraction-pat']
WITH s, u, ai_method, integration_level, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN x.id = v.id THEN 'certain' ELSE 'coarse' END) AS pat_modality

RETURN DISTINCT s.id AS study, u.id AS unit, ai_method, integration_level, pat_modality
ORDER BY study, unit, ai_method, integration_level, pat_modality;

// Is there an integrated PAT–AI–twin study in lyophilization?
// Each condition's column says how sure it is: certain, or what keeps it open (coarse, not-charted, not-exhaustive,
// not-reported, unclear); of several, the first in the alphabet. Units for which a condition is false are left out.
MATCH (r:Review)-[:INCLUDES]->(s:Study)-[:HAS_UNIT|LEFT_OPEN]->(u:EvidenceUnit)
WHERE r.id = 'okafor-bello-2025'

MATCH (u)-[e:USES_METHOD|LEFT_OPEN]->(v:Term)<-[:BROADER*0..8]-(x:Term)-[:BROADER*0..8]->(t:Term)
WHERE t.id IN ['active-learning', 'data-augmentation', 'data-fusion-method', 'explainable-ai', 'federated-learning', 'fuzzy-or-expert-system', 'hybrid-modelling', 'machine-learning', 'model-predictive-control', 'neural-network', 'optimization-algorithm', 'reinforcement-learning', 'state-estimation', 'time-series-model', 'transfer-learning']
WITH s, u, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN x.id = v.id THEN 'certain' ELSE 'coarse' END) AS ai_method

MATCH (u)-[e:HAS_INTEGRATION|LEFT_OPEN]->(v:Term)<-[:BROADER*0..8]-(x:Term)-[:BROADER*0..8]->(t:Term)
WHERE t.id IN ['coupled-representation']
WITH s, u, ai_method, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN x.id = v.id THEN 'certain' ELSE 'coarse' END) AS integration_level

MATCH (u)-[e:USES_MODALITY|LEFT_OPEN]->(v:Term)<-[:BROADER*0..8]-(x:Term)-[:BROADER*0..8]->(t:Term)
WHERE t.id IN ['acoustic-pat', 'chromatographic-pat', 'imaging-pat', 'mass-spectrometry', 'multimodal-pat', 'particle-sizing-pat', 'rheology-pat', 'spectroscopic-pat', 'xray-diffraction-pat']
WITH s, u, ai_method, integration_level, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN x.id = v.id THEN 'certain' ELSE 'coarse' END) AS pat_modality

MATCH (u)-[e:ON_OPERATION|LEFT_OPEN]->(v:Term)<-[:BROADER*0..8]-(x:Term)-[:BROADER*0..8]->(t:Term)
WHERE t.id IN ['lyophilization']
WITH s, u, ai_method, integration_level, pat_modality, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN x.id = v.id THEN 'certain' ELSE 'coarse' END) AS unit_operation

RETURN DISTINCT s.id AS study, u.id AS unit, ai_method, integration_level, pat_modality, unit_operation
ORDER BY study, unit, ai_method, integration_level, pat_modality, unit_operation;

// Is there a study from outside North America and Europe?
// Each condition's column says how sure it is: certain, or what keeps it open (coarse, not-charted, not-exhaustive,
// not-reported, unclear); of several, the first in the alphabet. Units for which a condition is false are left out.
MATCH (r:Review)-[:INCLUDES]->(s:Study)-[:HAS_UNIT|LEFT_OPEN]->(u:EvidenceUnit)
WHERE r.id = 'okafor-bello-2025'

MATCH (s)-[e:CONDUCTED_IN|LEFT_OPEN]->(v:Term)<-[:BROADER*0..8]-(x:Term)-[:BROADER*0..8]->(t:Term)
WHERE t.id IN ['africa', 'asia', 'latin-america-and-the-caribbean', 'oceania']
WITH s, u, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN x.id = v.id THEN 'certain' ELSE 'coarse' END) AS country

RETURN DISTINCT s.id AS study, u.id AS unit, country
ORDER BY study, unit, country;

// Is there a study of deep learning on Raman spectra?
// Each condition's column says how sure it is: certain, or what keeps it open (coarse, not-charted, not-exhaustive,
// not-reported, unclear); of several, the first in the alphabet. Units for which a condition is false are left out.
MATCH (r:Review)-[:INCLUDES]->(s:Study)-[:HAS_UNIT|LEFT_OPEN]->(u:EvidenceUnit)
WHERE r.id = 'okafor-bello-2025'

MATCH (u)-[e:USES_METHOD|LEFT_OPEN]->(v:Term)<-[:BROADER*0..8]-(x:Term)-[:BROADER*0..8]->(t:Term)
WHERE t.id IN ['deep-learning']
WITH s, u, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN x.id = v.id THEN 'certain' ELSE 'coarse' END) AS ai_method

MATCH (u)-[e:USES_MODALITY|LEFT_OPEN]->(v:Term)<-[:BROADER*0..8]-(x:Term)-[:BROADER*0..8]->(t:Term)
WHERE t.id IN ['raman-spectroscopy']
WITH s, u, ai_method, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN x.id = v.id THEN 'certain' ELSE 'coarse' END) AS pat_modality

RETURN DISTINCT s.id AS study, u.id AS unit, ai_method, pat_modality
ORDER BY study, unit, ai_method, pat_modality;

// Is there a digital twin of a biopharmaceutical process?
// Each condition's column says how sure it is: certain, or what keeps it open (coarse, not-charted, not-exhaustive,
// not-reported, unclear); of several, the first in the alphabet. Units for which a condition is false are left out.
MATCH (r:Review)-[:INCLUDES]->(s:Study)-[:HAS_UNIT|LEFT_OPEN]->(u:EvidenceUnit)
WHERE r.id = 'okafor-bello-2025'

MATCH (u)-[e:CONCERNS_PRODUCT|LEFT_OPEN]->(v:Term)<-[:BROADER*0..8]-(x:Term)-[:BROADER*0..8]->(t:Term)
WHERE t.id IN ['biopharmaceutical']
WITH s, u, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN x.id = v.id THEN 'certain' ELSE 'coarse' END) AS product_type

MATCH (u)-[e:HAS_COMPONENT|LEFT_OPEN]->(v:Term)<-[:BROADER*0..8]-(x:Term)-[:BROADER*0..8]->(t:Term)
WHERE t.id IN ['twin-component']
WITH s, u, product_type, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN x.id = v.id THEN 'certain' ELSE 'coarse' END) AS twin_component

RETURN DISTINCT s.id AS study, u.id AS unit, product_type, twin_component
ORDER BY study, unit, product_type, twin_component;
