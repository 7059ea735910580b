// Is there a primary empirical study of AI on PAT data in hot-melt extrusion?
// Asked of okafor-bello-2025:
//   ai_method: ai-method
//   pat_modality: pat-modality
//   publication_type: primary-empirical-study
//   unit_operation: hot-melt-extrusion
// Each condition's column says how sure it is: certain, or what keeps it open (coarse, not-charted, not-exhaustive,
// not-reported, unclear); of several, the first in the alphabet. Units for which a condition is false are left out.
MATCH (r:Review)-[:INCLUDES]->(s:Study)-[:HAS_UNIT|LEFT_OPEN]->(u:EvidenceUnit|FurtherUnit)
WHERE r.id IN $reviews

MATCH (s)-[e:HAS_PUBLICATION_TYPE|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN $publication_type_near
WITH r, s, u, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN $publication_type THEN 'certain' ELSE 'coarse' END) AS publication_type

MATCH (u)-[e:ON_OPERATION|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN $unit_operation_near
WITH r, s, u, publication_type, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN $unit_operation THEN 'certain' ELSE 'coarse' END) AS unit_operation

MATCH (u)-[e:USES_MODALITY|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN $pat_modality_near
WITH r, s, u, publication_type, unit_operation, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN $pat_modality THEN 'certain' ELSE 'coarse' END) AS pat_modality

MATCH (u)-[e:USES_METHOD|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN $ai_method_near
WITH r, s, u, publication_type, unit_operation, pat_modality, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN $ai_method THEN 'certain' ELSE 'coarse' END) AS ai_method

RETURN r.id AS review, s.id AS study, u.id AS unit, ai_method, pat_modality, publication_type, unit_operation
ORDER BY review, study, unit

// Of each condition the parameters hold the terms that count, asked for or narrower, and (_near) with them the terms that
// have one of those below them.
// :params {reviews: ['okafor-bello-2025'], ai_method: ['active-learning', 'ai-method', 'autoencoder', 'bayesian-network', 'chemometrics', 'classical-statistics', 'clustering', 'convolutional-neural-network', 'data-augmentation', 'data-fusion-method', 'decision-tree', 'deep-learning', 'ensemble-learning', 'explainable-ai', 'extreme-learning-machine', 'federated-learning', 'fuzzy-or-expert-system', 'gaussian-process', 'generative-model', 'gradient-boosting', 'graph-neural-network', 'hybrid-modelling', 'hybrid-parallel', 'hybrid-serial', 'k-nearest-neighbours', 'large-language-model', 'linear-regression', 'logistic-regression', 'machine-learning', 'mcr-cls', 'model-predictive-control', 'mspc', 'multilayer-perceptron', 'neural-network', 'object-detection-segmentation-network', 'optimization-algorithm', 'physics-informed-network', 'pls-da', 'pls-regression', 'principal-component-analysis', 'principal-component-regression', 'radial-basis-network', 'random-forest', 'recurrent-neural-network', 'regularized-regression', 'reinforcement-learning', 'simca-lda', 'spectral-preprocessing', 'state-estimation', 'support-vector-machine', 'time-series-model', 'transfer-learning', 'transformer-network'], ai_method_near: ['active-learning', 'ai-method', 'autoencoder', 'bayesian-network', 'chemometrics', 'classical-statistics', 'clustering', 'convolutional-neural-network', 'data-augmentation', 'data-fusion-method', 'decision-tree', 'deep-learning', 'ensemble-learning', 'explainable-ai', 'extreme-learning-machine', 'federated-learning', 'fuzzy-or-expert-system', 'gaussian-process', 'generative-model', 'gradient-boosting', 'graph-neural-network', 'hybrid-modelling', 'hybrid-parallel', 'hybrid-serial', 'k-nearest-neighbours', 'large-language-model', 'linear-regression', 'logistic-regression', 'machine-learning', 'mcr-cls', 'model-predictive-control', 'mspc', 'multilayer-perceptron', 'neural-network', 'object-detection-segmentation-network', 'optimization-algorithm', 'physics-informed-network', 'pls-da', 'pls-regression', 'principal-component-analysis', 'principal-component-regression', 'radial-basis-network', 'random-forest', 'recurrent-neural-network', 'regularized-regression', 'reinforcement-learning', 'simca-lda', 'spectral-preprocessing', 'state-estimation', 'support-vector-machine', 'time-series-model', 'transfer-learning', 'transformer-network'], pat_modality: ['acoustic-pat', 'chemical-imaging', 'chromatographic-pat', 'dielectric-microwave-sensing', 'dynamic-light-scattering', 'fbrm', 'feeder-signal', 'fluorescence-spectroscopy', 'imaging-pat', 'laser-diffraction', 'low-frequency-raman', 'machine-vision', 'mass-spectrometry', 'mir-spectroscopy', 'multimodal-pat', 'nir-spectroscopy', 'nmr-spectroscopy', 'optical-coherence-tomography', 'particle-sizing-pat', 'particle-video-microscopy', 'pat-modality', 'ph-do-conductivity-sensor', 'pressure-force-torque-sensor', 'process-endoscopy', 'raman-spectroscopy', 'residence-time-distribution-data', 'rheology-pat', 'soft-sensor-modality', 'spatial-filter-velocimetry', 'spatially-offset-raman', 'spectroscopic-pat', 'tdlas', 'temperature-humidity-sensor', 'terahertz-spectroscopy', 'thermography', 'transmission-raman', 'univariate-process-sensor', 'uv-vis-spectroscopy', 'vibrational-spectroscopy', 'videometric-mass-flow', 'xray-diffraction-pat', 'xray-tomography'], pat_modality_near: ['acoustic-pat', 'chemical-imaging', 'chromatographic-pat', 'dielectric-microwave-sensing', 'dynamic-light-scattering', 'fbrm', 'feeder-signal', 'fluorescence-spectroscopy', 'imaging-pat', 'laser-diffraction', 'low-frequency-raman', 'machine-vision', 'mass-spectrometry', 'mir-spectroscopy', 'multimodal-pat', 'nir-spectroscopy', 'nmr-spectroscopy', 'optical-coherence-tomography', 'particle-sizing-pat', 'particle-video-microscopy', 'pat-modality', 'ph-do-conductivity-sensor', 'pressure-force-torque-sensor', 'process-endoscopy', 'raman-spectroscopy', 'residence-time-distribution-data', 'rheology-pat', 'soft-sensor-modality', 'spatial-filter-velocimetry', 'spatially-offset-raman', 'spectroscopic-pat', 'tdlas', 'temperature-humidity-sensor', 'terahertz-spectroscopy', 'thermography', 'transmission-raman', 'univariate-process-sensor', 'uv-vis-spectroscopy', 'vibrational-spectroscopy', 'videometric-mass-flow', 'xray-diffraction-pat', 'xray-tomography'], publication_type: ['primary-empirical-study'], publication_type_near: ['primary-empirical-study', 'publication-type'], unit_operation: ['hot-melt-extrusion'], unit_operation_near: ['hot-melt-extrusion', 'solid-dose-processing', 'unit-operation']}
