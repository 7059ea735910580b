// Is there a study of deep learning on Raman spectra?
// Asked of okafor-bello-2025:
//   ai_method: deep-learning
//   pat_modality: raman-spectroscopy
// Each condition's column says how sure it is: certain, or what keeps it open (coarse, not-charted, not-exhaustive,
// not-reported, unclear); of several, the first in the alphabet. Units for which a condition is false are left out.
MATCH (r:Review)-[:INCLUDES]->(s:Study)-[:HAS_UNIT|LEFT_OPEN]->(u:EvidenceUnit|FurtherUnit)
WHERE r.id IN $reviews

MATCH (u)-[e:USES_MODALITY|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN $pat_modality_near
WITH r, s, u, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN $pat_modality THEN 'certain' ELSE 'coarse' END) AS pat_modality

MATCH (u)-[e:USES_METHOD|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN $ai_method_near
WITH r, s, u, pat_modality, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN $ai_method THEN 'certain' ELSE 'coarse' END) AS ai_method

RETURN r.id AS review, s.id AS study, u.id AS unit, ai_method, pat_modality
ORDER BY review, study, unit

// Of each condition the parameters hold the terms that count, asked for or narrower, and (_near) with them the terms that
// have one of those below them.
// :params {reviews: ['okafor-bello-2025'], ai_method: ['autoencoder', 'convolutional-neural-network', 'deep-learning', 'generative-model', 'graph-neural-network', 'large-language-model', 'object-detection-segmentation-network', 'physics-informed-network', 'recurrent-neural-network', 'transformer-network'], ai_method_near: ['ai-method', 'autoencoder', 'convolutional-neural-network', 'deep-learning', 'generative-model', 'graph-neural-network', 'large-language-model', 'neural-network', 'object-detection-segmentation-network', 'physics-informed-network', 'recurrent-neural-network', 'transformer-network'], pat_modality: ['low-frequency-raman', 'raman-spectroscopy', 'spatially-offset-raman', 'transmission-raman'], pat_modality_near: ['low-frequency-raman', 'pat-modality', 'raman-spectroscopy', 'spatially-offset-raman', 'spectroscopic-pat', 'transmission-raman', 'vibrational-spectroscopy']}
