// Is there an integrated PAT–AI–twin study in lyophilization?
// Asked of okafor-bello-2025:
//   ai_method: active-learning, data-augmentation, data-fusion-method, explainable-ai, federated-learning, fuzzy-or-expert-system, hybrid-modelling, machine-learning, model-predictive-control, neural-network, optimization-algorithm, reinforcement-learning, state-estimation, time-series-model, transfer-learning
//   integration_level: coupled-representation
//   pat_modality: acoustic-pat, chromatographic-pat, imaging-pat, mass-spectrometry, multimodal-pat, particle-sizing-pat, rheology-pat, spectroscopic-pat, xray-diffraction-pat
//   unit_operation: lyophilization
// Each condition's column says how sure it is: certain, or what keeps it open (coarse, not-charted, not-exhaustive,
// not-reported, unclear); of several, the first in the alphabet. Units for which a condition is false are left out.
MATCH (r:Review)-[:INCLUDES]->(s:Study)-[:HAS_UNIT|LEFT_OPEN]->(u:EvidenceUnit|FurtherUnit)
WHERE r.id IN $reviews

MATCH (u)-[e:ON_OPERATION|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN $unit_operation_near
WITH r, s, u, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN $unit_operation THEN 'certain' ELSE 'coarse' END) AS unit_operation

MATCH (u)-[e:HAS_INTEGRATION|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN $integration_level_near
WITH r, s, u, unit_operation, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN $integration_level THEN 'certain' ELSE 'coarse' END) AS integration_level

MATCH (u)-[e:USES_MODALITY|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN $pat_modality_near
WITH r, s, u, unit_operation, integration_level, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN $pat_modality THEN 'certain' ELSE 'coarse' END) AS pat_modality

MATCH (u)-[e:USES_METHOD|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN $ai_method_near
WITH r, s, u, unit_operation, integration_level, pat_modality, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN $ai_method THEN 'certain' ELSE 'coarse' END) AS ai_method

RETURN r.id AS review, s.id AS study, u.id AS unit, ai_method, integration_level, pat_modality, unit_operation
ORDER BY review, study, unit

// Of each condition the parameters hold the terms that count, asked for or narrower, and (_near) with them the terms that
// have one of those below them.
// :params {reviews: ['okafor-bello-2025'], ai_method: ['active-learning', 'autoencoder', 'bayesian-network', 'clustering', 'convolutional-neural-network', 'data-augmentation', 'data-fusion-method', 'decision-tree', 'deep-learning', 'ensemble-learning', 'explainable-ai', 'extreme-learning-machine', 'federated-learning', 'fuzzy-or-expert-system', 'gaussian-process', 'generative-model', 'gradient-boosting', 'graph-neural-network', 'hybrid-modelling', 'hybrid-parallel', 'hybrid-serial', 'k-nearest-neighbours', 'large-language-model', 'machine-learning', 'model-predictive-control', 'multilayer-perceptron', 'neural-network', 'object-detection-segmentation-network', 'optimization-algorithm', 'physics-informed-network', 'radial-basis-network', 'random-forest', 'recurrent-neural-network', 'reinforcement-learning', 'state-estimation', 'support-vector-machine', 'time-series-model', 'transfer-learning', 'transformer-network'], ai_method_near: ['active-learning', 'ai-method', 'autoencoder', 'bayesian-network', 'clustering', 'convolutional-neural-network', 'data-augmentation', 'data-fusion-method', 'decision-tree', 'deep-learning', 'ensemble-learning', 'explainable-ai', 'extreme-learning-machine', 'federated-learning', 'fuzzy-or-expert-system', 'gaussian-process', 'generative-model', 'gradient-boosting', 'graph-neural-network', 'hybrid-modelling', 'hybrid-parallel', 'hybrid-serial', 'k-nearest-neighbours', 'large-language-model', 'machine-learning', 'model-predictive-control', 'multilayer-perceptron', 'neural-network', 'object-detection-segmentation-network', 'optimization-algorithm', 'physics-informed-network', 'radial-basis-network', 'random-forest', 'recurrent-neural-network', 'reinforcement-learning', 'state-estimation', 'support-vector-machine', 'time-series-model', 'transfer-learning', 'transformer-network'], integration_level: ['coupled-representation', 'digital-shadow', 'digital-twin-strict'], integration_level_near: ['coupled-representation', 'digital-shadow', 'digital-twin-strict', 'integration-level'], pat_modality: ['acoustic-pat', 'chemical-imaging', 'chromatographic-pat', 'dielectric-microwave-sensing', 'dynamic-light-scattering', 'fbrm', 'fluorescence-spectroscopy', 'imaging-pat', 'laser-diffraction', 'low-frequency-raman', 'machine-vision', 'mass-spectrometry', 'mir-spectroscopy', 'multimodal-pat', 'nir-spectroscopy', 'nmr-spectroscopy', 'optical-coherence-tomography', 'particle-sizing-pat', 'particle-video-microscopy', 'process-endoscopy', 'raman-spectroscopy', 'rheology-pat', 'spatial-filter-velocimetry', 'spatially-offset-raman', 'spectroscopic-pat', 'tdlas', 'terahertz-spectroscopy', 'thermography', 'transmission-raman', 'uv-vis-spectroscopy', 'vibrational-spectroscopy', 'videometric-mass-flow', 'xray-diffraction-pat', 'xray-tomography'], pat_modality_near: ['acoustic-pat', 'chemical-imaging', 'chromatographic-pat', 'dielectric-microwave-sensing', 'dynamic-light-scattering', 'fbrm', 'fluorescence-spectroscopy', 'imaging-pat', 'laser-diffraction', 'low-frequency-raman', 'machine-vision', 'mass-spectrometry', 'mir-spectroscopy', 'multimodal-pat', 'nir-spectroscopy', 'nmr-spectroscopy', 'optical-coherence-tomography', 'particle-sizing-pat', 'particle-video-microscopy', 'pat-modality', 'process-endoscopy', 'raman-spectroscopy', 'rheology-pat', 'spatial-filter-velocimetry', 'spatially-offset-raman', 'spectroscopic-pat', 'tdlas', 'terahertz-spectroscopy', 'thermography', 'transmission-raman', 'uv-vis-spectroscopy', 'vibrational-spectroscopy', 'videometric-mass-flow', 'xray-diffraction-pat', 'xray-tomography'], unit_operation: ['lyophilization'], unit_operation_near: ['lyophilization', 'sterile-processing', 'unit-operation']}
