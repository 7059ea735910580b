// Is the governance of adaptive models after approval described?
// Each condition's column says how sure it is: certain, or what keeps it open (coarse, not-charted, not-exhaustive,
// not-reported, unclear); of several, the first in the alphabet. Units for which a condition is false are left out.
// Of each condition the parameters hold the terms that count, asked for or narrower, and (_near) with them the terms that
// have one of those below them.
MATCH (r:Review)-[:INCLUDES]->(s:Study)-[:HAS_UNIT|LEFT_OPEN]->(u:EvidenceUnit)
WHERE r.id = 'okafor-bello-2025'

MATCH (u)-[e:ADDRESSES_REGULATION|LEFT_OPEN]->(t:Term)
WHERE t.id IN ['adaptive-model-governance', 'regulatory-topic']
WITH s, u, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['adaptive-model-governance'] THEN 'certain' ELSE 'coarse' END) AS regulatory_topic

MATCH (u)-[e:ADDRESSES_REGULATION|LEFT_OPEN]->(t:Term)
WHERE t.id IN ['post-approval-change', 'regulatory-topic']
WITH s, u, regulatory_topic, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['post-approval-change'] THEN 'certain' ELSE 'coarse' END) AS regulatory_topic_2

MATCH (u)-[e:HAS_TREATMENT|LEFT_OPEN]->(t:Term)
WHERE t.id IN ['topic-described', 'topic-studied', 'topic-treatment']
WITH s, u, regulatory_topic, regulatory_topic_2, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['topic-described', 'topic-studied'] THEN 'certain' ELSE 'coarse' END) AS topic_treatment

RETURN s.id AS study, u.id AS unit, regulatory_topic, regulatory_topic_2, topic_treatment
ORDER BY study, unit;

// Are chemometric methods still in use?
// Each condition's column says how sure it is: certain, or what keeps it open (coarse, not-charted, not-exhaustive,
// not-reported, unclear); of several, the first in the alphabet. Units for which a condition is false are left out.
// Of each condition the parameters hold the terms that count, asked for or narrower, and (_near) with them the terms that
// have one of those below them.
MATCH (r:Review)-[:INCLUDES]->(s:Study)-[:HAS_UNIT|LEFT_OPEN]->(u:EvidenceUnit)
WHERE r.id = 'okafor-bello-2025'

MATCH (u)-[e:USES_METHOD|LEFT_OPEN]->(t:Term)
WHERE t.id IN ['ai-method', 'chemometrics', 'mcr-cls', 'mspc', 'pls-da', 'pls-regression', 'principal-component-analysis', 'principal-component-regression', 'simca-lda', 'spectral-preprocessing']
WITH s, u, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['chemometrics', 'mcr-cls', 'mspc', 'pls-da', 'pls-regression', 'principal-component-analysis', 'principal-component-regression', 'simca-lda', 'spectral-preprocessing'] THEN 'certain' ELSE 'coarse' END) AS ai_method

RETURN s.id AS study, u.id AS unit, ai_method
ORDER BY study, unit;

// Are chemometric methods used beside machine learning, neural networks or explainable AI?
// Each condition's column says how sure it is: certain, or what keeps it open (coarse, not-charted, not-exhaustive,
// not-reported, unclear); of several, the first in the alphabet. Units for which a condition is false are left out.
// Of each condition the parameters hold the terms that count, asked for or narrower, and (_near) with them the terms that
// have one of those below them.
MATCH (r:Review)-[:INCLUDES]->(s:Study)-[:HAS_UNIT|LEFT_OPEN]->(u:EvidenceUnit)
WHERE r.id = 'okafor-bello-2025'

MATCH (u)-[e:USES_METHOD|LEFT_OPEN]->(t:Term)
WHERE t.id IN ['ai-method', 'chemometrics', 'mcr-cls', 'mspc', 'pls-da', 'pls-regression', 'principal-component-analysis', 'principal-component-regression', 'simca-lda', 'spectral-preprocessing']
WITH s, u, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['chemometrics', 'mcr-cls', 'mspc', 'pls-da', 'pls-regression', 'principal-component-analysis', 'principal-component-regression', 'simca-lda', 'spectral-preprocessing'] THEN 'certain' ELSE 'coarse' END) AS ai_method

MATCH (u)-[e:USES_METHOD|LEFT_OPEN]->(t:Term)
WHERE t.id IN ['ai-method', 'autoencoder', 'bayesian-network', 'clustering', 'convolutional-neural-network', 'decision-tree', 'deep-learning', 'ensemble-learning', 'explainable-ai', 'extreme-learning-machine', 'gaussian-process', 'generative-model', 'gradient-boosting', 'graph-neural-network', 'k-nearest-neighbours', 'large-language-model', 'machine-learning', 'multilayer-perceptron', 'neural-network', 'object-detection-segmentation-network', 'physics-informed-network', 'radial-basis-network', 'random-forest', 'recurrent-neural-network', 'support-vector-machine', 'transformer-network']
WITH s, u, ai_method, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['autoencoder', 'bayesian-network', 'clustering', 'convolutional-neural-network', 'decision-tree', 'deep-learning', 'ensemble-learning', 'explainable-ai', 'extreme-learning-machine', 'gaussian-process', 'generative-model', 'gradient-boosting', 'graph-neural-network', 'k-nearest-neighbours', 'large-language-model', 'machine-learning', 'multilayer-perceptron', 'neural-network', 'object-detection-segmentation-network', 'physics-informed-network', 'radial-basis-network', 'random-forest', 'recurrent-neural-network', 'support-vector-machine', 'transformer-network'] THEN 'certain' ELSE 'coarse' END) AS ai_method_2

RETURN s.id AS study, u.id AS unit, ai_method, ai_method_2
ORDER BY study, unit;

// Is there a closed loop with validated model updating in routine production?
// Each condition's column says how sure it is: certain, or what keeps it open (coarse, not-charted, not-exhaustive,
// not-reported, unclear); of several, the first in the alphabet. Units for which a condition is false are left out.
// Of each condition the parameters hold the terms that count, asked for or narrower, and (_near) with them the terms that
// have one of those below them.
MATCH (r:Review)-[:INCLUDES]->(s:Study)-[:HAS_UNIT|LEFT_OPEN]->(u:EvidenceUnit)
WHERE r.id = 'okafor-bello-2025'

MATCH (u)-[e:HAS_FLOW_DIRECTION|LEFT_OPEN]->(t:Term)
WHERE t.id IN ['bidirectional-automatic', 'flow-direction']
WITH s, u, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['bidirectional-automatic'] THEN 'certain' ELSE 'coarse' END) AS flow_direction

MATCH (u)-[e:HAS_IMPLEMENTATION|LEFT_OPEN]->(t:Term)
WHERE t.id IN ['gmp-advisory-use', 'gmp-commercial-deployment', 'gmp-control-or-release-use', 'implementation-status']
WITH s, u, flow_direction, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['gmp-advisory-use', 'gmp-commercial-deployment', 'gmp-control-or-release-use'] THEN 'certain' ELSE 'coarse' END) AS implementation_status

MATCH (u)-[e:HAS_VALIDATION|LEFT_OPEN]->(t:Term)
WHERE t.id IN ['in-process-online-validation', 'prospective-validation', 'routine-monitoring-validation', 'validation-level']
WITH s, u, flow_direction, implementation_status, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['in-process-online-validation', 'prospective-validation', 'routine-monitoring-validation'] THEN 'certain' ELSE 'coarse' END) AS validation_level

MATCH (u)-[e:HAS_UPDATE_STRATEGY|LEFT_OPEN]->(t:Term)
WHERE t.id IN ['calibration-transfer-update', 'continual-learning', 'event-triggered-update', 'just-in-time-modelling', 'model-update-strategy', 'parameter-adaptation', 'scheduled-recalibration']
WITH s, u, flow_direction, implementation_status, validation_level, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['calibration-transfer-update', 'continual-learning', 'event-triggered-update', 'just-in-time-modelling', 'parameter-adaptation', 'scheduled-recalibration'] THEN 'certain' ELSE 'coarse' END) AS model_update_strategy

RETURN s.id AS study, u.id AS unit, flow_direction, implementation_status, model_update_strategy, validation_level
ORDER BY study, unit;

// Is there evidence on cybersecurity, audit trails or data integrity?
// Each condition's column says how sure it is: certain, or what keeps it open (coarse, not-charted, not-exhaustive,
// not-reported, unclear); of several, the first in the alphabet. Units for which a condition is false are left out.
// Of each condition the parameters hold the terms that count, asked for or narrower, and (_near) with them the terms that
// have one of those below them.
MATCH (r:Review)-[:INCLUDES]->(s:Study)-[:HAS_UNIT|LEFT_OPEN]->(u:EvidenceUnit)
WHERE r.id = 'okafor-bello-2025'

MATCH (u)-[e:HAS_TREATMENT|LEFT_OPEN]->(t:Term)
WHERE t.id IN ['topic-described', 'topic-studied', 'topic-treatment']
WITH s, u, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['topic-described', 'topic-studied'] THEN 'certain' ELSE 'coarse' END) AS topic_treatment

MATCH (u)-[e:ADDRESSES_REGULATION|LEFT_OPEN]->(t:Term)
WHERE t.id IN ['cybersecurity', 'data-integrity', 'regulatory-topic', 'traceability-audit-trail']
WITH s, u, topic_treatment, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['cybersecurity', 'data-integrity', 'traceability-audit-trail'] THEN 'certain' ELSE 'coarse' END) AS regulatory_topic

RETURN s.id AS study, u.id AS unit, regulatory_topic, topic_treatment
ORDER BY study, unit;

// Have drift, missing data or calibration transfer been studied in routine use?
// Each condition's column says how sure it is: certain, or what keeps it open (coarse, not-charted, not-exhaustive,
// not-reported, unclear); of several, the first in the alphabet. Units for which a condition is false are left out.
// Of each condition the parameters hold the terms that count, asked for or narrower, and (_near) with them the terms that
// have one of those below them.
MATCH (r:Review)-[:INCLUDES]->(s:Study)-[:HAS_UNIT|LEFT_OPEN]->(u:EvidenceUnit)
WHERE r.id = 'okafor-bello-2025'

MATCH (u)-[e:HAS_TREATMENT|LEFT_OPEN]->(t:Term)
WHERE t.id IN ['topic-studied', 'topic-treatment']
WITH s, u, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['topic-studied'] THEN 'certain' ELSE 'coarse' END) AS topic_treatment

MATCH (u)-[e:HAS_IMPLEMENTATION|LEFT_OPEN]->(t:Term)
WHERE t.id IN ['gmp-advisory-use', 'gmp-commercial-deployment', 'gmp-control-or-release-use', 'implementation-status']
WITH s, u, topic_treatment, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['gmp-advisory-use', 'gmp-commercial-deployment', 'gmp-control-or-release-use'] THEN 'certain' ELSE 'coarse' END) AS implementation_status

MATCH (u)-[e:ADDRESSES_LIFECYCLE|LEFT_OPEN]->(t:Term)
WHERE t.id IN ['calibration-transfer-topic', 'drift', 'lifecycle-topic', 'missing-data']
WITH s, u, topic_treatment, implementation_status, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['calibration-transfer-topic', 'drift', 'missing-data'] THEN 'certain' ELSE 'coarse' END) AS lifecycle_topic

RETURN s.id AS study, u.id AS unit, implementation_status, lifecycle_topic, topic_treatment
ORDER BY study, unit;

// Have cost, return, release time or supply effects been studied?
// Each condition's column says how sure it is: certain, or what keeps it open (coarse, not-charted, not-exhaustive,
// not-reported, unclear); of several, the first in the alphabet. Units for which a condition is false are left out.
// Of each condition the parameters hold the terms that count, asked for or narrower, and (_near) with them the terms that
// have one of those below them.
MATCH (r:Review)-[:INCLUDES]->(s:Study)-[:HAS_UNIT|LEFT_OPEN]->(u:EvidenceUnit)
WHERE r.id = 'okafor-bello-2025'

MATCH (u)-[e:HAS_TREATMENT|LEFT_OPEN]->(t:Term)
WHERE t.id IN ['topic-studied', 'topic-treatment']
WITH s, u, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['topic-studied'] THEN 'certain' ELSE 'coarse' END) AS topic_treatment

MATCH (u)-[e:ADDRESSES_ECONOMICS|LEFT_OPEN]->(t:Term)
WHERE t.id IN ['cost', 'economic-topic', 'release-time', 'return-on-investment', 'supply-resilience', 'yield-or-waste']
WITH s, u, topic_treatment, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['cost', 'economic-topic', 'release-time', 'return-on-investment', 'supply-resilience', 'yield-or-waste'] THEN 'certain' ELSE 'coarse' END) AS economic_topic

RETURN s.id AS study, u.id AS unit, economic_topic, topic_treatment
ORDER BY study, unit;

// Does a digital twin lie on an unbroken path from acquisition to quality record?
// Each condition's column says how sure it is: certain, or what keeps it open (coarse, not-charted, not-exhaustive,
// not-reported, unclear); of several, the first in the alphabet. Units for which a condition is false are left out.
// Of each condition the parameters hold the terms that count, asked for or narrower, and (_near) with them the terms that
// have one of those below them.
MATCH (r:Review)-[:INCLUDES]->(s:Study)-[:HAS_UNIT|LEFT_OPEN]->(u:EvidenceUnit)
WHERE r.id = 'okafor-bello-2025'

MATCH (u)-[e:HAS_DATA_FLOW_STEP|LEFT_OPEN]->(t:Term)
WHERE t.id IN ['control-action-step', 'data-flow-step']
WITH s, u, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['control-action-step'] THEN 'certain' ELSE 'coarse' END) AS data_flow_step

MATCH (u)-[e:HAS_DATA_FLOW_STEP|LEFT_OPEN]->(t:Term)
WHERE t.id IN ['data-flow-step', 'feature-extraction-step']
WITH s, u, data_flow_step, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['feature-extraction-step'] THEN 'certain' ELSE 'coarse' END) AS data_flow_step_2

MATCH (u)-[e:HAS_DATA_FLOW_STEP|LEFT_OPEN]->(t:Term)
WHERE t.id IN ['data-flow-step', 'inference-step']
WITH s, u, data_flow_step, data_flow_step_2, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['inference-step'] THEN 'certain' ELSE 'coarse' END) AS data_flow_step_3

MATCH (u)-[e:HAS_DATA_FLOW_STEP|LEFT_OPEN]->(t:Term)
WHERE t.id IN ['data-flow-step', 'quality-record-step']
WITH s, u, data_flow_step, data_flow_step_2, data_flow_step_3, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['quality-record-step'] THEN 'certain' ELSE 'coarse' END) AS data_flow_step_4

MATCH (u)-[e:HAS_DATA_FLOW_STEP|LEFT_OPEN]->(t:Term)
WHERE t.id IN ['data-flow-step', 'state-update-step']
WITH s, u, data_flow_step, data_flow_step_2, data_flow_step_3, data_flow_step_4, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['state-update-step'] THEN 'certain' ELSE 'coarse' END) AS data_flow_step_5

MATCH (u)-[e:HAS_COMPONENT|LEFT_OPEN]->(t:Term)
WHERE t.id IN ['data-management-component', 'digital-representation-component', 'model-to-actuator-component', 'physical-entity-component', 'sensor-to-model-component', 'service-component', 'simulation-layer-component', 'state-updating-component', 'twin-component', 'ui-component', 'uncertainty-component']
WITH s, u, data_flow_step, data_flow_step_2, data_flow_step_3, data_flow_step_4, data_flow_step_5, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['data-management-component', 'digital-representation-component', 'model-to-actuator-component', 'physical-entity-component', 'sensor-to-model-component', 'service-component', 'simulation-layer-component', 'state-updating-component', 'twin-component', 'ui-component', 'uncertainty-component'] THEN 'certain' ELSE 'coarse' END) AS twin_component

RETURN s.id AS study, u.id AS unit, data_flow_step, data_flow_step_2, data_flow_step_3, data_flow_step_4, data_flow_step_5, twin_component
ORDER BY study, unit;

// For how many of the excluded full texts does the review state the reason?
// Every count of the stage: of one reason, or (reason empty) of all; -1 where none is stated.
MATCH (r:Review)-[:HAS_FLOW_COUNT]->(c:FlowCount)
WHERE r.id = 'okafor-bello-2025' AND c.stage = 'stage-excluded-fulltext'
RETURN coalesce(c.exclusion_reason, '') AS reason, c.status AS status, coalesce(c.count, -1) AS count
ORDER BY reason, status, count;

// Is there a study that uses explainable AI?
// Each condition's column says how sure it is: certain, or what keeps it open (coarse, not-charted, not-exhaustive,
// not-reported, unclear); of several, the first in the alphabet. Units for which a condition is false are left out.
// Of each condition the parameters hold the terms that count, asked for or narrower, and (_near) with them the terms that
// have one of those below them.
MATCH (r:Review)-[:INCLUDES]->(s:Study)-[:HAS_UNIT|LEFT_OPEN]->(u:EvidenceUnit)
WHERE r.id = 'okafor-bello-2025'

MATCH (u)-[e:USES_METHOD|LEFT_OPEN]->(t:Term)
WHERE t.id IN ['ai-method', 'explainable-ai']
WITH s, u, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['explainable-ai'] THEN 'certain' ELSE 'coarse' END) AS ai_method

RETURN s.id AS study, u.id AS unit, ai_method
ORDER BY study, unit;

// Is there a digital twin with explainable AI?
// Each condition's column says how sure it is: certain, or what keeps it open (coarse, not-charted, not-exhaustive,
// not-reported, unclear); of several, the first in the alphabet. Units for which a condition is false are left out.
// Of each condition the parameters hold the terms that count, asked for or narrower, and (_near) with them the terms that
// have one of those below them.
MATCH (r:Review)-[:INCLUDES]->(s:Study)-[:HAS_UNIT|LEFT_OPEN]->(u:EvidenceUnit)
WHERE r.id = 'okafor-bello-2025'

MATCH (u)-[e:USES_METHOD|LEFT_OPEN]->(t:Term)
WHERE t.id IN ['ai-method', 'explainable-ai']
WITH s, u, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['explainable-ai'] THEN 'certain' ELSE 'coarse' END) AS ai_method

MATCH (u)-[e:HAS_COMPONENT|LEFT_OPEN]->(t:Term)
WHERE t.id IN ['data-management-component', 'digital-representation-component', 'model-to-actuator-component', 'physical-entity-component', 'sensor-to-model-component', 'service-component', 'simulation-layer-component', 'state-updating-component', 'twin-component', 'ui-component', 'uncertainty-component']
WITH s, u, ai_method, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['data-management-component', 'digital-representation-component', 'model-to-actuator-component', 'physical-entity-component', 'sensor-to-model-component', 'service-component', 'simulation-layer-component', 'state-updating-component', 'twin-component', 'ui-component', 'uncertainty-component'] THEN 'certain' ELSE 'coarse' END) AS twin_component

RETURN s.id AS study, u.id AS unit, ai_method, twin_component
ORDER BY study, unit;

// Is there a report of routine GMP deployment?
// Each condition's column says how sure it is: certain, or what keeps it open (coarse, not-charted, not-exhaustive,
// not-reported, unclear); of several, the first in the alphabet. Units for which a condition is false are left out.
// Of each condition the parameters hold the terms that count, asked for or narrower, and (_near) with them the terms that
// have one of those below them.
MATCH (r:Review)-[:INCLUDES]->(s:Study)-[:HAS_UNIT|LEFT_OPEN]->(u:EvidenceUnit)
WHERE r.id = 'okafor-bello-2025'

MATCH (u)-[e:HAS_IMPLEMENTATION|LEFT_OPEN]->(t:Term)
WHERE t.id IN ['gmp-advisory-use', 'gmp-commercial-deployment', 'gmp-control-or-release-use', 'implementation-status']
WITH s, u, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['gmp-advisory-use', 'gmp-commercial-deployment', 'gmp-control-or-release-use'] THEN 'certain' ELSE 'coarse' END) AS implementation_status

RETURN s.id AS study, u.id AS unit, implementation_status
ORDER BY study, unit;

// How has the number of studies grown from 2017 to 2025?
// Each condition's column says how sure it is: certain, or what keeps it open (coarse, not-charted, not-exhaustive,
// not-reported, unclear); of several, the first in the alphabet. Units for which a condition is false are left out.
// Of each condition the parameters hold the terms that count, asked for or narrower, and (_near) with them the terms that
// have one of those below them.
MATCH (r:Review)-[:INCLUDES]->(s:Study)-[:HAS_UNIT|LEFT_OPEN]->(u:EvidenceUnit)
WHERE r.id = 'okafor-bello-2025'
  AND (s.year IS NULL OR s.year >= 2017 AND s.year <= 2025)
WITH s, u, CASE WHEN s.year IS NULL THEN 'not-charted' ELSE 'certain' END AS year

RETURN s.id AS study, u.id AS unit, year
ORDER BY study, unit;

// Is there a primary empirical study of AI on PAT data in hot-melt extrusion?
// Each condition's column says how sure it is: certain, or what keeps it open (coarse, not-charted, not-exhaustive,
// not-reported, unclear); of several, the first in the alphabet. Units for which a condition is false are left out.
// Of each condition the parameters hold the terms that count, asked for or narrower, and (_near) with them the terms that
// have one of those below them.
MATCH (r:Review)-[:INCLUDES]->(s:Study)-[:HAS_UNIT|LEFT_OPEN]->(u:EvidenceUnit)
WHERE r.id = 'okafor-bello-2025'

MATCH (s)-[e:HAS_PUBLICATION_TYPE|LEFT_OPEN]->(t:Term)
WHERE t.id IN ['primary-empirical-study', 'publication-type']
WITH s, u, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['primary-empirical-study'] THEN 'certain' ELSE 'coarse' END) AS publication_type

MATCH (u)-[e:ON_OPERATION|LEFT_OPEN]->(t:Term)
WHERE t.id IN ['hot-melt-extrusion', 'solid-dose-processing', 'unit-operation']
WITH s, u, publication_type, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['hot-melt-extrusion'] THEN 'certain' ELSE 'coarse' END) AS unit_operation

MATCH (u)-[e:USES_MODALITY|LEFT_OPEN]->(t:Term)
WHERE t.id IN ['acoustic-pat', 'chemical-imaging', 'chromatographic-pat', 'dielectric-microwave-sensing', 'dynamic-light-scattering', 'fbrm', 'feeder-signal', 'fluorescence-spectroscopy', 'imaging-pat', 'laser-diffraction', 'low-frequency-raman', 'machine-vision', 'mass-spectrometry', 'mir-spectroscopy', 'multimodal-pat', 'nir-spectroscopy', 'nmr-spectroscopy', 'optical-coherence-tomography', 'particle-sizing-pat', 'particle-video-microscopy', 'pat-modality', 'ph-do-conductivity-sensor', 'pressure-force-torque-sensor', 'process-endoscopy', 'raman-spectroscopy', 'residence-time-distribution-data', 'rheology-pat', 'soft-sensor-modality', 'spatial-filter-velocimetry', 'spatially-offset-raman', 'spectroscopic-pat', 'tdlas', 'temperature-humidity-sensor', 'terahertz-spectroscopy', 'thermography', 'transmission-raman', 'univariate-process-sensor', 'uv-vis-spectroscopy', 'vibrational-spectroscopy', 'videometric-mass-flow', 'xray-diffraction-pat', 'xray-tomography']
WITH s, u, publication_type, unit_operation, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['acoustic-pat', 'chemical-imaging', 'chromatographic-pat', 'dielectric-microwave-sensing', 'dynamic-light-scattering', 'fbrm', 'feeder-signal', 'fluorescence-spectroscopy', 'imaging-pat', 'laser-diffraction', 'low-frequency-raman', 'machine-vision', 'mass-spectrometry', 'mir-spectroscopy', 'multimodal-pat', 'nir-spectroscopy', 'nmr-spectroscopy', 'optical-coherence-tomography', 'particle-sizing-pat', 'particle-video-microscopy', 'pat-modality', 'ph-do-conductivity-sensor', 'pressure-force-torque-sensor', 'process-endoscopy', 'raman-spectroscopy', 'residence-time-distribution-data', 'rheology-pat', 'soft-sensor-modality', 'spatial-filter-velocimetry', 'spatially-offset-raman', 'spectroscopic-pat', 'tdlas', 'temperature-humidity-sensor', 'terahertz-spectroscopy', 'thermography', 'transmission-raman', 'univariate-process-sensor', 'uv-vis-spectroscopy', 'vibrational-spectroscopy', 'videometric-mass-flow', 'xray-diffraction-pat', 'xray-tomography'] THEN 'certain' ELSE 'coarse' END) AS pat_modality

MATCH (u)-[e:USES_METHOD|LEFT_OPEN]->(t:Term)
WHERE t.id IN ['active-learning', 'ai-method', 'autoencoder', 'bayesian-network', 'chemometrics', 'classical-statistics', 'clustering', 'convolutional-neural-network', 'data-augmentation', 'data-fusion-method', 'decision-tree', 'deep-learning', 'ensemble-learning', 'explainable-ai', 'extreme-learning-machine', 'federated-learning', 'fuzzy-or-expert-system', 'gaussian-process', 'generative-model', 'gradient-boosting', 'graph-neural-network', 'hybrid-modelling', 'hybrid-parallel', 'hybrid-serial', 'k-nearest-neighbours', 'large-language-model', 'linear-regression', 'logistic-regression', 'machine-learning', 'mcr-cls', 'model-predictive-control', 'mspc', 'multilayer-perceptron', 'neural-network', 'object-detection-segmentation-network', 'optimization-algorithm', 'physics-informed-network', 'pls-da', 'pls-regression', 'principal-component-analysis', 'principal-component-regression', 'radial-basis-network', 'random-forest', 'recurrent-neural-network', 'regularized-regression', 'reinforcement-learning', 'simca-lda', 'spectral-preprocessing', 'state-estimation', 'support-vector-machine', 'time-series-model', 'transfer-learning', 'transformer-network']
WITH s, u, publication_type, unit_operation, pat_modality, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['active-learning', 'ai-method', 'autoencoder', 'bayesian-network', 'chemometrics', 'classical-statistics', 'clustering', 'convolutional-neural-network', 'data-augmentation', 'data-fusion-method', 'decision-tree', 'deep-learning', 'ensemble-learning', 'explainable-ai', 'extreme-learning-machine', 'federated-learning', 'fuzzy-or-expert-system', 'gaussian-process', 'generative-model', 'gradient-boosting', 'graph-neural-network', 'hybrid-modelling', 'hybrid-parallel', 'hybrid-serial', 'k-nearest-neighbours', 'large-language-model', 'linear-regression', 'logistic-regression', 'machine-learning', 'mcr-cls', 'model-predictive-control', 'mspc', 'multilayer-perceptron', 'neural-network', 'object-detection-segmentation-network', 'optimization-algorithm', 'physics-informed-network', 'pls-da', 'pls-regression', 'principal-component-analysis', 'principal-component-regression', 'radial-basis-network', 'random-forest', 'recurrent-neural-network', 'regularized-regression', 'reinforcement-learning', 'simca-lda', 'spectral-preprocessing', 'state-estimation', 'support-vector-machine', 'time-series-model', 'transfer-learning', 'transformer-network'] THEN 'certain' ELSE 'coarse' END) AS ai_method

RETURN s.id AS study, u.id AS unit, ai_method, pat_modality, publication_type, unit_operation
ORDER BY study, unit;

// Is there an integrated PAT–AI–twin study in any unit operation?
// Each condition's column says how sure it is: certain, or what keeps it open (coarse, not-charted, not-exhaustive,
// not-reported, unclear); of several, the first in the alphabet. Units for which a condition is false are left out.
// Of each condition the parameters hold the terms that count, asked for or narrower, and (_near) with them the terms that
// have one of those below them.
MATCH (r:Review)-[:INCLUDES]->(s:Study)-[:HAS_UNIT|LEFT_OPEN]->(u:EvidenceUnit)
WHERE r.id = 'okafor-bello-2025'

MATCH (u)-[e:HAS_INTEGRATION|LEFT_OPEN]->(t:Term)
WHERE t.id IN ['coupled-representation', 'digital-shadow', 'digital-twin-strict', 'integration-level']
WITH s, u, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['coupled-representation', 'digital-shadow', 'digital-twin-strict'] THEN 'certain' ELSE 'coarse' END) AS integration_level

MATCH (u)-[e:USES_MODALITY|LEFT_OPEN]->(t:Term)
WHERE t.id IN ['acoustic-pat', 'chemical-imaging', 'chromatographic-pat', 'dielectric-microwave-sensing', 'dynamic-light-scattering', 'fbrm', 'fluorescence-spectroscopy', 'imaging-pat', 'laser-diffraction', 'low-frequency-raman', 'machine-vision', 'mass-spectrometry', 'mir-spectroscopy', 'multimodal-pat', 'nir-spectroscopy', 'nmr-spectroscopy', 'optical-coherence-tomography', 'particle-sizing-pat', 'particle-video-microscopy', 'pat-modality', 'process-endoscopy', 'raman-spectroscopy', 'rheology-pat', 'spatial-filter-velocimetry', 'spatially-offset-raman', 'spectroscopic-pat', 'tdlas', 'terahertz-spectroscopy', 'thermography', 'transmission-raman', 'uv-vis-spectroscopy', 'vibrational-spectroscopy', 'videometric-mass-flow', 'xray-diffraction-pat', 'xray-tomography']
WITH s, u, integration_level, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['acoustic-pat', 'chemical-imaging', 'chromatographic-pat', 'dielectric-microwave-sensing', 'dynamic-light-scattering', 'fbrm', 'fluorescence-spectroscopy', 'imaging-pat', 'laser-diffraction', 'low-frequency-raman', 'machine-vision', 'mass-spectrometry', 'mir-spectroscopy', 'multimodal-pat', 'nir-spectroscopy', 'nmr-spectroscopy', 'optical-coherence-tomography', 'particle-sizing-pat', 'particle-video-microscopy', 'process-endoscopy', 'raman-spectroscopy', 'rheology-pat', 'spatial-filter-velocimetry', 'spatially-offset-raman', 'spectroscopic-pat', 'tdlas', 'terahertz-spectroscopy', 'thermography', 'transmission-raman', 'uv-vis-spectroscopy', 'vibrational-spectroscopy', 'videometric-mass-flow', 'xray-diffraction-pat', 'xray-tomography'] THEN 'certain' ELSE 'coarse' END) AS pat_modality

MATCH (u)-[e:USES_METHOD|LEFT_OPEN]->(t:Term)
WHERE t.id IN ['active-learning', 'ai-method', 'autoencoder', 'bayesian-network', 'clustering', 'convolutional-neural-network', 'data-augmentation', 'data-fusion-method', 'decision-tree', 'deep-learning', 'ensemble-learning', 'explainable-ai', 'extreme-learning-machine', 'federated-learning', 'fuzzy-or-expert-system', 'gaussian-process', 'generative-model', 'gradient-boosting', 'graph-neural-network', 'hybrid-modelling', 'hybrid-parallel', 'hybrid-serial', 'k-nearest-neighbours', 'large-language-model', 'machine-learning', 'model-predictive-control', 'multilayer-perceptron', 'neural-network', 'object-detection-segmentation-network', 'optimization-algorithm', 'physics-informed-network', 'radial-basis-network', 'random-forest', 'recurrent-neural-network', 'reinforcement-learning', 'state-estimation', 'support-vector-machine', 'time-series-model', 'transfer-learning', 'transformer-network']
WITH s, u, integration_level, pat_modality, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['active-learning', 'autoencoder', 'bayesian-network', 'clustering', 'convolutional-neural-network', 'data-augmentation', 'data-fusion-method', 'decision-tree', 'deep-learning', 'ensemble-learning', 'explainable-ai', 'extreme-learning-machine', 'federated-learning', 'fuzzy-or-expert-system', 'gaussian-process', 'generative-model', 'gradient-boosting', 'graph-neural-network', 'hybrid-modelling', 'hybrid-parallel', 'hybrid-serial', 'k-nearest-neighbours', 'large-language-model', 'machine-learning', 'model-predictive-control', 'multilayer-perceptron', 'neural-network', 'object-detection-segmentation-network', 'optimization-algorithm', 'physics-informed-network', 'radial-basis-network', 'random-forest', 'recurrent-neural-network', 'reinforcement-learning', 'state-estimation', 'support-vector-machine', 'time-series-model', 'transfer-learning', 'transformer-network'] THEN 'certain' ELSE 'coarse' END) AS ai_method

RETURN s.id AS study, u.id AS unit, ai_method, integration_level, pat_modality
ORDER BY study, unit;

// Is there an integrated PAT–AI–twin study of a complex delivery system?
// Each condition's column says how sure it is: certain, or what keeps it open (coarse, not-charted, not-exhaustive,
// not-reported, unclear); of several, the first in the alphabet. Units for which a condition is false are left out.
// Of each condition the parameters hold the terms that count, asked for or narrower, and (_near) with them the terms that
// have one of those below them.
MATCH (r:Review)-[:INCLUDES]->(s:Study)-[:HAS_UNIT|LEFT_OPEN]->(u:EvidenceUnit)
WHERE r.id = 'okafor-bello-2025'

MATCH (u)-[e:HAS_INTEGRATION|LEFT_OPEN]->(t:Term)
WHERE t.id IN ['coupled-representation', 'digital-shadow', 'digital-twin-strict', 'integration-level']
WITH s, u, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['coupled-representation', 'digital-shadow', 'digital-twin-strict'] THEN 'certain' ELSE 'coarse' END) AS integration_level

MATCH (u)-[e:CONCERNS_PRODUCT|LEFT_OPEN]->(t:Term)
WHERE t.id IN ['complex-delivery-system', 'implant-product', 'inhalation-product', 'liposomal-product', 'nanoparticle-system', 'product-type', 'transdermal-product']
WITH s, u, integration_level, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['complex-delivery-system', 'implant-product', 'inhalation-product', 'liposomal-product', 'nanoparticle-system', 'transdermal-product'] THEN 'certain' ELSE 'coarse' END) AS product_type

MATCH (u)-[e:USES_MODALITY|LEFT_OPEN]->(t:Term)
WHERE t.id IN ['acoustic-pat', 'chemical-imaging', 'chromatographic-pat', 'dielectric-microwave-sensing', 'dynamic-light-scattering', 'fbrm', 'fluorescence-spectroscopy', 'imaging-pat', 'laser-diffraction', 'low-frequency-raman', 'machine-vision', 'mass-spectrometry', 'mir-spectroscopy', 'multimodal-pat', 'nir-spectroscopy', 'nmr-spectroscopy', 'optical-coherence-tomography', 'particle-sizing-pat', 'particle-video-microscopy', 'pat-modality', 'process-endoscopy', 'raman-spectroscopy', 'rheology-pat', 'spatial-filter-velocimetry', 'spatially-offset-raman', 'spectroscopic-pat', 'tdlas', 'terahertz-spectroscopy', 'thermography', 'transmission-raman', 'uv-vis-spectroscopy', 'vibrational-spectroscopy', 'videometric-mass-flow', 'xray-diffraction-pat', 'xray-tomography']
WITH s, u, integration_level, product_type, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['acoustic-pat', 'chemical-imaging', 'chromatographic-pat', 'dielectric-microwave-sensing', 'dynamic-light-scattering', 'fbrm', 'fluorescence-spectroscopy', 'imaging-pat', 'laser-diffraction', 'low-frequency-raman', 'machine-vision', 'mass-spectrometry', 'mir-spectroscopy', 'multimodal-pat', 'nir-spectroscopy', 'nmr-spectroscopy', 'optical-coherence-tomography', 'particle-sizing-pat', 'particle-video-microscopy', 'process-endoscopy', 'raman-spectroscopy', 'rheology-pat', 'spatial-filter-velocimetry', 'spatially-offset-raman', 'spectroscopic-pat', 'tdlas', 'terahertz-spectroscopy', 'thermography', 'transmission-raman', 'uv-vis-spectroscopy', 'vibrational-spectroscopy', 'videometric-mass-flow', 'xray-diffraction-pat', 'xray-tomography'] THEN 'certain' ELSE 'coarse' END) AS pat_modality

MATCH (u)-[e:USES_METHOD|LEFT_OPEN]->(t:Term)
WHERE t.id IN ['active-learning', 'ai-method', 'autoencoder', 'bayesian-network', 'clustering', 'convolutional-neural-network', 'data-augmentation', 'data-fusion-method', 'decision-tree', 'deep-learning', 'ensemble-learning', 'explainable-ai', 'extreme-learning-machine', 'federated-learning', 'fuzzy-or-expert-system', 'gaussian-process', 'generative-model', 'gradient-boosting', 'graph-neural-network', 'hybrid-modelling', 'hybrid-parallel', 'hybrid-serial', 'k-nearest-neighbours', 'large-language-model', 'machine-learning', 'model-predictive-control', 'multilayer-perceptron', 'neural-network', 'object-detection-segmentation-network', 'optimization-algorithm', 'physics-informed-network', 'radial-basis-network', 'random-forest', 'recurrent-neural-network', 'reinforcement-learning', 'state-estimation', 'support-vector-machine', 'time-series-model', 'transfer-learning', 'transformer-network']
WITH s, u, integration_level, product_type, pat_modality, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['active-learning', 'autoencoder', 'bayesian-network', 'clustering', 'convolutional-neural-network', 'data-augmentation', 'data-fusion-method', 'decision-tree', 'deep-learning', 'ensemble-learning', 'explainable-ai', 'extreme-learning-machine', 'federated-learning', 'fuzzy-or-expert-system', 'gaussian-process', 'generative-model', 'gradient-boosting', 'graph-neural-network', 'hybrid-modelling', 'hybrid-parallel', 'hybrid-serial', 'k-nearest-neighbours', 'large-language-model', 'machine-learning', 'model-predictive-control', 'multilayer-perceptron', 'neural-network', 'object-detection-segmentation-network', 'optimization-algorithm', 'physics-informed-network', 'radial-basis-network', 'random-forest', 'recurrent-neural-network', 'reinforcement-learning', 'state-estimation', 'support-vector-machine', 'time-series-model', 'transfer-learning', 'transformer-network'] THEN 'certain' ELSE 'coarse' END) AS ai_method

RETURN s.id AS study, u.id AS unit, ai_method, integration_level, pat_modality, product_type
ORDER BY study, unit;

// Is there an integrated PAT–AI–twin study in lyophilization?
// Each condition's column says how sure it is: certain, or what keeps it open (coarse, not-charted, not-exhaustive,
// not-reported, unclear); of several, the first in the alphabet. Units for which a condition is false are left out.
// Of each condition the parameters hold the terms that count, asked for or narrower, and (_near) with them the terms that
// have one of those below them.
MATCH (r:Review)-[:INCLUDES]->(s:Study)-[:HAS_UNIT|LEFT_OPEN]->(u:EvidenceUnit)
WHERE r.id = 'okafor-bello-2025'

MATCH (u)-[e:ON_OPERATION|LEFT_OPEN]->(t:Term)
WHERE t.id IN ['lyophilization', 'sterile-processing', 'unit-operation']
WITH s, u, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['lyophilization'] THEN 'certain' ELSE 'coarse' END) AS unit_operation

MATCH (u)-[e:HAS_INTEGRATION|LEFT_OPEN]->(t:Term)
WHERE t.id IN ['coupled-representation', 'digital-shadow', 'digital-twin-strict', 'integration-level']
WITH s, u, unit_operation, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['coupled-representation', 'digital-shadow', 'digital-twin-strict'] THEN 'certain' ELSE 'coarse' END) AS integration_level

MATCH (u)-[e:USES_MODALITY|LEFT_OPEN]->(t:Term)
WHERE t.id IN ['acoustic-pat', 'chemical-imaging', 'chromatographic-pat', 'dielectric-microwave-sensing', 'dynamic-light-scattering', 'fbrm', 'fluorescence-spectroscopy', 'imaging-pat', 'laser-diffraction', 'low-frequency-raman', 'machine-vision', 'mass-spectrometry', 'mir-spectroscopy', 'multimodal-pat', 'nir-spectroscopy', 'nmr-spectroscopy', 'optical-coherence-tomography', 'particle-sizing-pat', 'particle-video-microscopy', 'pat-modality', 'process-endoscopy', 'raman-spectroscopy', 'rheology-pat', 'spatial-filter-velocimetry', 'spatially-offset-raman', 'spectroscopic-pat', 'tdlas', 'terahertz-spectroscopy', 'thermography', 'transmission-raman', 'uv-vis-spectroscopy', 'vibrational-spectroscopy', 'videometric-mass-flow', 'xray-diffraction-pat', 'xray-tomography']
WITH s, u, unit_operation, integration_level, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['acoustic-pat', 'chemical-imaging', 'chromatographic-pat', 'dielectric-microwave-sensing', 'dynamic-light-scattering', 'fbrm', 'fluorescence-spectroscopy', 'imaging-pat', 'laser-diffraction', 'low-frequency-raman', 'machine-vision', 'mass-spectrometry', 'mir-spectroscopy', 'multimodal-pat', 'nir-spectroscopy', 'nmr-spectroscopy', 'optical-coherence-tomography', 'particle-sizing-pat', 'particle-video-microscopy', 'process-endoscopy', 'raman-spectroscopy', 'rheology-pat', 'spatial-filter-velocimetry', 'spatially-offset-raman', 'spectroscopic-pat', 'tdlas', 'terahertz-spectroscopy', 'thermography', 'transmission-raman', 'uv-vis-spectroscopy', 'vibrational-spectroscopy', 'videometric-mass-flow', 'xray-diffraction-pat', 'xray-tomography'] THEN 'certain' ELSE 'coarse' END) AS pat_modality

MATCH (u)-[e:USES_METHOD|LEFT_OPEN]->(t:Term)
WHERE t.id IN ['active-learning', 'ai-method', 'autoencoder', 'bayesian-network', 'clustering', 'convolutional-neural-network', 'data-augmentation', 'data-fusion-method', 'decision-tree', 'deep-learning', 'ensemble-learning', 'explainable-ai', 'extreme-learning-machine', 'federated-learning', 'fuzzy-or-expert-system', 'gaussian-process', 'generative-model', 'gradient-boosting', 'graph-neural-network', 'hybrid-modelling', 'hybrid-parallel', 'hybrid-serial', 'k-nearest-neighbours', 'large-language-model', 'machine-learning', 'model-predictive-control', 'multilayer-perceptron', 'neural-network', 'object-detection-segmentation-network', 'optimization-algorithm', 'physics-informed-network', 'radial-basis-network', 'random-forest', 'recurrent-neural-network', 'reinforcement-learning', 'state-estimation', 'support-vector-machine', 'time-series-model', 'transfer-learning', 'transformer-network']
WITH s, u, unit_operation, integration_level, pat_modality, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['active-learning', 'autoencoder', 'bayesian-network', 'clustering', 'convolutional-neural-network', 'data-augmentation', 'data-fusion-method', 'decision-tree', 'deep-learning', 'ensemble-learning', 'explainable-ai', 'extreme-learning-machine', 'federated-learning', 'fuzzy-or-expert-system', 'gaussian-process', 'generative-model', 'gradient-boosting', 'graph-neural-network', 'hybrid-modelling', 'hybrid-parallel', 'hybrid-serial', 'k-nearest-neighbours', 'large-language-model', 'machine-learning', 'model-predictive-control', 'multilayer-perceptron', 'neural-network', 'object-detection-segmentation-network', 'optimization-algorithm', 'physics-informed-network', 'radial-basis-network', 'random-forest', 'recurrent-neural-network', 'reinforcement-learning', 'state-estimation', 'support-vector-machine', 'time-series-model', 'transfer-learning', 'transformer-network'] THEN 'certain' ELSE 'coarse' END) AS ai_method

RETURN s.id AS study, u.id AS unit, ai_method, integration_level, pat_modality, unit_operation
ORDER BY study, unit;

// Is there an integrated PAT–AI–twin study in packaging?
// Each condition's column says how sure it is: certain, or what keeps it open (coarse, not-charted, not-exhaustive,
// not-reported, unclear); of several, the first in the alphabet. Units for which a condition is false are left out.
// Of each condition the parameters hold the terms that count, asked for or narrower, and (_near) with them the terms that
// have one of those below them.
MATCH (r:Review)-[:INCLUDES]->(s:Study)-[:HAS_UNIT|LEFT_OPEN]->(u:EvidenceUnit)
WHERE r.id = 'okafor-bello-2025'

MATCH (u)-[e:HAS_INTEGRATION|LEFT_OPEN]->(t:Term)
WHERE t.id IN ['coupled-representation', 'digital-shadow', 'digital-twin-strict', 'integration-level']
WITH s, u, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['coupled-representation', 'digital-shadow', 'digital-twin-strict'] THEN 'certain' ELSE 'coarse' END) AS integration_level

MATCH (u)-[e:ON_OPERATION|LEFT_OPEN]->(t:Term)
WHERE t.id IN ['packaging-operations', 'primary-packaging', 'secondary-packaging', 'unit-operation']
WITH s, u, integration_level, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['packaging-operations', 'primary-packaging', 'secondary-packaging'] THEN 'certain' ELSE 'coarse' END) AS unit_operation

MATCH (u)-[e:USES_MODALITY|LEFT_OPEN]->(t:Term)
WHERE t.id IN ['acoustic-pat', 'chemical-imaging', 'chromatographic-pat', 'dielectric-microwave-sensing', 'dynamic-light-scattering', 'fbrm', 'fluorescence-spectroscopy', 'imaging-pat', 'laser-diffraction', 'low-frequency-raman', 'machine-vision', 'mass-spectrometry', 'mir-spectroscopy', 'multimodal-pat', 'nir-spectroscopy', 'nmr-spectroscopy', 'optical-coherence-tomography', 'particle-sizing-pat', 'particle-video-microscopy', 'pat-modality', 'process-endoscopy', 'raman-spectroscopy', 'rheology-pat', 'spatial-filter-velocimetry', 'spatially-offset-raman', 'spectroscopic-pat', 'tdlas', 'terahertz-spectroscopy', 'thermography', 'transmission-raman', 'uv-vis-spectroscopy', 'vibrational-spectroscopy', 'videometric-mass-flow', 'xray-diffraction-pat', 'xray-tomography']
WITH s, u, integration_level, unit_operation, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['acoustic-pat', 'chemical-imaging', 'chromatographic-pat', 'dielectric-microwave-sensing', 'dynamic-light-scattering', 'fbrm', 'fluorescence-spectroscopy', 'imaging-pat', 'laser-diffraction', 'low-frequency-raman', 'machine-vision', 'mass-spectrometry', 'mir-spectroscopy', 'multimodal-pat', 'nir-spectroscopy', 'nmr-spectroscopy', 'optical-coherence-tomography', 'particle-sizing-pat', 'particle-video-microscopy', 'process-endoscopy', 'raman-spectroscopy', 'rheology-pat', 'spatial-filter-velocimetry', 'spatially-offset-raman', 'spectroscopic-pat', 'tdlas', 'terahertz-spectroscopy', 'thermography', 'transmission-raman', 'uv-vis-spectroscopy', 'vibrational-spectroscopy', 'videometric-mass-flow', 'xray-diffraction-pat', 'xray-tomography'] THEN 'certain' ELSE 'coarse' END) AS pat_modality

MATCH (u)-[e:USES_METHOD|LEFT_OPEN]->(t:Term)
WHERE t.id IN ['active-learning', 'ai-method', 'autoencoder', 'bayesian-network', 'clustering', 'convolutional-neural-network', 'data-augmentation', 'data-fusion-method', 'decision-tree', 'deep-learning', 'ensemble-learning', 'explainable-ai', 'extreme-learning-machine', 'federated-learning', 'fuzzy-or-expert-system', 'gaussian-process', 'generative-model', 'gradient-boosting', 'graph-neural-network', 'hybrid-modelling', 'hybrid-parallel', 'hybrid-serial', 'k-nearest-neighbours', 'large-language-model', 'machine-learning', 'model-predictive-control', 'multilayer-perceptron', 'neural-network', 'object-detection-segmentation-network', 'optimization-algorithm', 'physics-informed-network', 'radial-basis-network', 'random-forest', 'recurrent-neural-network', 'reinforcement-learning', 'state-estimation', 'support-vector-machine', 'time-series-model', 'transfer-learning', 'transformer-network']
WITH s, u, integration_level, unit_operation, pat_modality, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['active-learning', 'autoencoder', 'bayesian-network', 'clustering', 'convolutional-neural-network', 'data-augmentation', 'data-fusion-method', 'decision-tree', 'deep-learning', 'ensemble-learning', 'explainable-ai', 'extreme-learning-machine', 'federated-learning', 'fuzzy-or-expert-system', 'gaussian-process', 'generative-model', 'gradient-boosting', 'graph-neural-network', 'hybrid-modelling', 'hybrid-parallel', 'hybrid-serial', 'k-nearest-neighbours', 'large-language-model', 'machine-learning', 'model-predictive-control', 'multilayer-perceptron', 'neural-network', 'object-detection-segmentation-network', 'optimization-algorithm', 'physics-informed-network', 'radial-basis-network', 'random-forest', 'recurrent-neural-network', 'reinforcement-learning', 'state-estimation', 'support-vector-machine', 'time-series-model', 'transfer-learning', 'transformer-network'] THEN 'certain' ELSE 'coarse' END) AS ai_method

RETURN s.id AS study, u.id AS unit, ai_method, integration_level, pat_modality, unit_operation
ORDER BY study, unit;

// Is there an integrated PAT–AI–twin study in aseptic or sterile fill-finish?
// Each condition's column says how sure it is: certain, or what keeps it open (coarse, not-charted, not-exhaustive,
// not-reported, unclear); of several, the first in the alphabet. Units for which a condition is false are left out.
// Of each condition the parameters hold the terms that count, asked for or narrower, and (_near) with them the terms that
// have one of those below them.
MATCH (r:Review)-[:INCLUDES]->(s:Study)-[:HAS_UNIT|LEFT_OPEN]->(u:EvidenceUnit)
WHERE r.id = 'okafor-bello-2025'

MATCH (u)-[e:HAS_INTEGRATION|LEFT_OPEN]->(t:Term)
WHERE t.id IN ['coupled-representation', 'digital-shadow', 'digital-twin-strict', 'integration-level']
WITH s, u, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['coupled-representation', 'digital-shadow', 'digital-twin-strict'] THEN 'certain' ELSE 'coarse' END) AS integration_level

MATCH (u)-[e:ON_OPERATION|LEFT_OPEN]->(t:Term)
WHERE t.id IN ['aseptic-filling', 'solution-compounding', 'sterile-filtration', 'sterile-processing', 'terminal-sterilization', 'unit-operation', 'visual-inspection-step']
WITH s, u, integration_level, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['aseptic-filling', 'solution-compounding', 'sterile-filtration', 'terminal-sterilization', 'visual-inspection-step'] THEN 'certain' ELSE 'coarse' END) AS unit_operation

MATCH (u)-[e:USES_MODALITY|LEFT_OPEN]->(t:Term)
WHERE t.id IN ['acoustic-pat', 'chemical-imaging', 'chromatographic-pat', 'dielectric-microwave-sensing', 'dynamic-light-scattering', 'fbrm', 'fluorescence-spectroscopy', 'imaging-pat', 'laser-diffraction', 'low-frequency-raman', 'machine-vision', 'mass-spectrometry', 'mir-spectroscopy', 'multimodal-pat', 'nir-spectroscopy', 'nmr-spectroscopy', 'optical-coherence-tomography', 'particle-sizing-pat', 'particle-video-microscopy', 'pat-modality', 'process-endoscopy', 'raman-spectroscopy', 'rheology-pat', 'spatial-filter-velocimetry', 'spatially-offset-raman', 'spectroscopic-pat', 'tdlas', 'terahertz-spectroscopy', 'thermography', 'transmission-raman', 'uv-vis-spectroscopy', 'vibrational-spectroscopy', 'videometric-mass-flow', 'xray-diffraction-pat', 'xray-tomography']
WITH s, u, integration_level, unit_operation, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['acoustic-pat', 'chemical-imaging', 'chromatographic-pat', 'dielectric-microwave-sensing', 'dynamic-light-scattering', 'fbrm', 'fluorescence-spectroscopy', 'imaging-pat', 'laser-diffraction', 'low-frequency-raman', 'machine-vision', 'mass-spectrometry', 'mir-spectroscopy', 'multimodal-pat', 'nir-spectroscopy', 'nmr-spectroscopy', 'optical-coherence-tomography', 'particle-sizing-pat', 'particle-video-microscopy', 'process-endoscopy', 'raman-spectroscopy', 'rheology-pat', 'spatial-filter-velocimetry', 'spatially-offset-raman', 'spectroscopic-pat', 'tdlas', 'terahertz-spectroscopy', 'thermography', 'transmission-raman', 'uv-vis-spectroscopy', 'vibrational-spectroscopy', 'videometric-mass-flow', 'xray-diffraction-pat', 'xray-tomography'] THEN 'certain' ELSE 'coarse' END) AS pat_modality

MATCH (u)-[e:USES_METHOD|LEFT_OPEN]->(t:Term)
WHERE t.id IN ['active-learning', 'ai-method', 'autoencoder', 'bayesian-network', 'clustering', 'convolutional-neural-network', 'data-augmentation', 'data-fusion-method', 'decision-tree', 'deep-learning', 'ensemble-learning', 'explainable-ai', 'extreme-learning-machine', 'federated-learning', 'fuzzy-or-expert-system', 'gaussian-process', 'generative-model', 'gradient-boosting', 'graph-neural-network', 'hybrid-modelling', 'hybrid-parallel', 'hybrid-serial', 'k-nearest-neighbours', 'large-language-model', 'machine-learning', 'model-predictive-control', 'multilayer-perceptron', 'neural-network', 'object-detection-segmentation-network', 'optimization-algorithm', 'physics-informed-network', 'radial-basis-network', 'random-forest', 'recurrent-neural-network', 'reinforcement-learning', 'state-estimation', 'support-vector-machine', 'time-series-model', 'transfer-learning', 'transformer-network']
WITH s, u, integration_level, unit_operation, pat_modality, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['active-learning', 'autoencoder', 'bayesian-network', 'clustering', 'convolutional-neural-network', 'data-augmentation', 'data-fusion-method', 'decision-tree', 'deep-learning', 'ensemble-learning', 'explainable-ai', 'extreme-learning-machine', 'federated-learning', 'fuzzy-or-expert-system', 'gaussian-process', 'generative-model', 'gradient-boosting', 'graph-neural-network', 'hybrid-modelling', 'hybrid-parallel', 'hybrid-serial', 'k-nearest-neighbours', 'large-language-model', 'machine-learning', 'model-predictive-control', 'multilayer-perceptron', 'neural-network', 'object-detection-segmentation-network', 'optimization-algorithm', 'physics-informed-network', 'radial-basis-network', 'random-forest', 'recurrent-neural-network', 'reinforcement-learning', 'state-estimation', 'support-vector-machine', 'time-series-model', 'transfer-learning', 'transformer-network'] THEN 'certain' ELSE 'coarse' END) AS ai_method

RETURN s.id AS study, u.id AS unit, ai_method, integration_level, pat_modality, unit_operation
ORDER BY study, unit;

// Has it been studied how models are monitored, updated, locked or revalidated after deployment?
// Each condition's column says how sure it is: certain, or what keeps it open (coarse, not-charted, not-exhaustive,
// not-reported, unclear); of several, the first in the alphabet. Units for which a condition is false are left out.
// Of each condition the parameters hold the terms that count, asked for or narrower, and (_near) with them the terms that
// have one of those below them.
MATCH (r:Review)-[:INCLUDES]->(s:Study)-[:HAS_UNIT|LEFT_OPEN]->(u:EvidenceUnit)
WHERE r.id = 'okafor-bello-2025'

MATCH (u)-[e:HAS_TREATMENT|LEFT_OPEN]->(t:Term)
WHERE t.id IN ['topic-studied', 'topic-treatment']
WITH s, u, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['topic-studied'] THEN 'certain' ELSE 'coarse' END) AS topic_treatment

MATCH (u)-[e:ADDRESSES_LIFECYCLE|LEFT_OPEN]->(t:Term)
WHERE t.id IN ['in-use-monitoring', 'in-use-revalidation', 'in-use-updating', 'lifecycle-topic', 'model-locking']
WITH s, u, topic_treatment, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['in-use-monitoring', 'in-use-revalidation', 'in-use-updating', 'model-locking'] THEN 'certain' ELSE 'coarse' END) AS lifecycle_topic

RETURN s.id AS study, u.id AS unit, lifecycle_topic, topic_treatment
ORDER BY study, unit;

// Which evidence domains does the review judge less mature than AI-enhanced PAT?
// Every evidence domain that the review judges, with its signal.
MATCH (r:Review)-[:JUDGES]->(j:MaturityJudgement)
WHERE r.id = 'okafor-bello-2025'
RETURN j.domain AS domain, j.signal AS signal
ORDER BY domain, signal;

// Is integration with manufacturing execution, quality or batch-release systems studied or described?
// Each condition's column says how sure it is: certain, or what keeps it open (coarse, not-charted, not-exhaustive,
// not-reported, unclear); of several, the first in the alphabet. Units for which a condition is false are left out.
// Of each condition the parameters hold the terms that count, asked for or narrower, and (_near) with them the terms that
// have one of those below them.
MATCH (r:Review)-[:INCLUDES]->(s:Study)-[:HAS_UNIT|LEFT_OPEN]->(u:EvidenceUnit)
WHERE r.id = 'okafor-bello-2025'

MATCH (u)-[e:HAS_TREATMENT|LEFT_OPEN]->(t:Term)
WHERE t.id IN ['topic-described', 'topic-studied', 'topic-treatment']
WITH s, u, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['topic-described', 'topic-studied'] THEN 'certain' ELSE 'coarse' END) AS topic_treatment

MATCH (u)-[e:ADDRESSES_INTEROPERABILITY|LEFT_OPEN]->(t:Term)
WHERE t.id IN ['batch-release-integration', 'interoperability-topic', 'mes-integration', 'quality-system-integration']
WITH s, u, topic_treatment, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['batch-release-integration', 'mes-integration', 'quality-system-integration'] THEN 'certain' ELSE 'coarse' END) AS interoperability_topic

RETURN s.id AS study, u.id AS unit, interoperability_topic, topic_treatment
ORDER BY study, unit;

// Is there a study that uses several PAT modalities jointly?
// Each condition's column says how sure it is: certain, or what keeps it open (coarse, not-charted, not-exhaustive,
// not-reported, unclear); of several, the first in the alphabet. Units for which a condition is false are left out.
// Of each condition the parameters hold the terms that count, asked for or narrower, and (_near) with them the terms that
// have one of those below them.
MATCH (r:Review)-[:INCLUDES]->(s:Study)-[:HAS_UNIT|LEFT_OPEN]->(u:EvidenceUnit)
WHERE r.id = 'okafor-bello-2025'

MATCH (u)-[e:USES_MODALITY|LEFT_OPEN]->(t:Term)
WHERE t.id IN ['multimodal-pat', 'pat-modality']
WITH s, u, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['multimodal-pat'] THEN 'certain' ELSE 'coarse' END) AS pat_modality

RETURN s.id AS study, u.id AS unit, pat_modality
ORDER BY study, unit;

// Is there a study with open data, open code or a benchmark set?
// Each condition's column says how sure it is: certain, or what keeps it open (coarse, not-charted, not-exhaustive,
// not-reported, unclear); of several, the first in the alphabet. Units for which a condition is false are left out.
// Of each condition the parameters hold the terms that count, asked for or narrower, and (_near) with them the terms that
// have one of those below them.
MATCH (r:Review)-[:INCLUDES]->(s:Study)-[:HAS_UNIT|LEFT_OPEN]->(u:EvidenceUnit)
WHERE r.id = 'okafor-bello-2025'

MATCH (u)-[e:ADDRESSES_INTEROPERABILITY|LEFT_OPEN]->(t:Term)
WHERE t.id IN ['interoperability-topic', 'open-data-code']
WITH s, u, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['open-data-code'] THEN 'certain' ELSE 'coarse' END) AS interoperability_topic

RETURN s.id AS study, u.id AS unit, interoperability_topic
ORDER BY study, unit;

// Has operator interaction been examined over long campaigns?
// Each condition's column says how sure it is: certain, or what keeps it open (coarse, not-charted, not-exhaustive,
// not-reported, unclear); of several, the first in the alphabet. Units for which a condition is false are left out.
// Of each condition the parameters hold the terms that count, asked for or narrower, and (_near) with them the terms that
// have one of those below them.
MATCH (r:Review)-[:INCLUDES]->(s:Study)-[:HAS_UNIT|LEFT_OPEN]->(u:EvidenceUnit)
WHERE r.id = 'okafor-bello-2025'

MATCH (u)-[e:ADDRESSES_LIFECYCLE|LEFT_OPEN]->(t:Term)
WHERE t.id IN ['lifecycle-topic', 'long-campaign']
WITH s, u, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['long-campaign'] THEN 'certain' ELSE 'coarse' END) AS lifecycle_topic

MATCH (u)-[e:ADDRESSES_WORKFORCE|LEFT_OPEN]->(t:Term)
WHERE t.id IN ['human-machine-interface', 'operator-trust', 'workforce-topic']
WITH s, u, lifecycle_topic, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['human-machine-interface', 'operator-trust'] THEN 'certain' ELSE 'coarse' END) AS workforce_topic

RETURN s.id AS study, u.id AS unit, lifecycle_topic, workforce_topic
ORDER BY study, unit;

// Is there a study from outside North America and Europe?
// Each condition's column says how sure it is: certain, or what keeps it open (coarse, not-charted, not-exhaustive,
// not-reported, unclear); of several, the first in the alphabet. Units for which a condition is false are left out.
// Of each condition the parameters hold the terms that count, asked for or narrower, and (_near) with them the terms that
// have one of those below them.
MATCH (r:Review)-[:INCLUDES]->(s:Study)-[:HAS_UNIT|LEFT_OPEN]->(u:EvidenceUnit)
WHERE r.id = 'okafor-bello-2025'

MATCH (s)-[e:CONDUCTED_IN|LEFT_OPEN]->(t:Term)
WHERE t.id IN ['afghanistan', 'africa', 'algeria', 'american-samoa', 'americas', 'angola', 'anguilla', 'antigua-and-barbuda', 'argentina', 'armenia', 'aruba', 'asia', 'australia', 'australia-and-new-zealand', 'azerbaijan', 'bahamas', 'bahrain', 'bangladesh', 'barbados', 'belize', 'benin', 'bhutan', 'bolivia-plurinational-state-of', 'bonaire-sint-eustatius-and-saba', 'botswana', 'bouvet-island', 'brazil', 'british-indian-ocean-territory', 'british-virgin-islands', 'brunei-darussalam', 'burkina-faso', 'burundi', 'cabo-verde', 'cambodia', 'cameroon', 'caribbean', 'cayman-islands', 'central-african-republic', 'central-america', 'central-asia', 'chad', 'chile', 'china', 'china-hong-kong-special-administrative-region', 'china-macao-special-administrative-region', 'christmas-island', 'cocos-keeling-islands', 'colombia', 'comoros', 'congo', 'cook-islands', 'costa-rica', 'cote-divoire', 'country', 'cuba', 'curacao', 'cyprus', 'democratic-peoples-republic-of-korea', 'democratic-republic-of-the-congo', 'djibouti', 'dominica', 'dominican-republic', 'eastern-africa', 'eastern-asia', 'ecuador', 'egypt', 'el-salvador', 'equatorial-guinea', 'eritrea', 'eswatini', 'ethiopia', 'falkland-islands-malvinas', 'fiji', 'french-guiana', 'french-polynesia', 'french-southern-territories', 'gabon', 'gambia', 'georgia', 'ghana', 'grenada', 'guadeloupe', 'guam', 'guatemala', 'guinea', 'guinea-bissau', 'guyana', 'haiti', 'heard-island-and-mcdonald-islands', 'honduras', 'india', 'indonesia', 'iran-islamic-republic-of', 'iraq', 'israel', 'jamaica', 'japan', 'jordan', 'kazakhstan', 'kenya', 'kiribati', 'kuwait', 'kyrgyzstan', 'lao-peoples-democratic-republic', 'latin-america-and-the-caribbean', 'lebanon', 'lesotho', 'liberia', 'libya', 'madagascar', 'malawi', 'malaysia', 'maldives', 'mali', 'marshall-islands', 'martinique', 'mauritania', 'mauritius', 'mayotte', 'melanesia', 'mexico', 'micronesia', 'micronesia-federated-states-of', 'middle-africa', 'mongolia', 'montserrat', 'morocco', 'mozambique', 'myanmar', 'namibia', 'nauru', 'nepal', 'new-caledonia', 'new-zealand', 'nicaragua', 'niger', 'nigeria', 'niue', 'norfolk-island', 'northern-africa', 'northern-mariana-islands', 'oceania', 'oman', 'pakistan', 'palau', 'panama', 'papua-new-guinea', 'paraguay', 'peru', 'philippines', 'pitcairn', 'polynesia', 'puerto-rico', 'qatar', 'republic-of-korea', 'reunion', 'rwanda', 'saint-barthelemy', 'saint-helena', 'saint-kitts-and-nevis', 'saint-lucia', 'saint-martin-french-part', 'saint-vincent-and-the-grenadines', 'samoa', 'sao-tome-and-principe', 'saudi-arabia', 'senegal', 'seychelles', 'sierra-leone', 'singapore', 'sint-maarten-dutch-part', 'solomon-islands', 'somalia', 'south-africa', 'south-america', 'south-eastern-asia', 'south-georgia-and-the-south-sandwich-islands', 'south-sudan', 'southern-africa', 'southern-asia', 'sri-lanka', 'state-of-palestine', 'sub-saharan-africa', 'sudan', 'suriname', 'syrian-arab-republic', 'taiwan-province-of-china', 'tajikistan', 'thailand', 'timor-leste', 'togo', 'tokelau', 'tonga', 'trinidad-and-tobago', 'tunisia', 'turkiye', 'turkmenistan', 'turks-and-caicos-islands', 'tuvalu', 'uganda', 'united-arab-emirates', 'united-republic-of-tanzania', 'united-states-minor-outlying-islands', 'united-states-virgin-islands', 'uruguay', 'uzbekistan', 'vanuatu', 'venezuela-bolivarian-republic-of', 'viet-nam', 'wallis-and-futuna-islands', 'western-africa', 'western-asia', 'western-sahara', 'yemen', 'zambia', 'zimbabwe']
WITH s, u, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['afghanistan', 'africa', 'algeria', 'american-samoa', 'angola', 'anguilla', 'antigua-and-barbuda', 'argentina', 'armenia', 'aruba', 'asia', 'australia', 'australia-and-new-zealand', 'azerbaijan', 'bahamas', 'bahrain', 'bangladesh', 'barbados', 'belize', 'benin', 'bhutan', 'bolivia-plurinational-state-of', 'bonaire-sint-eustatius-and-saba', 'botswana', 'bouvet-island', 'brazil', 'british-indian-ocean-territory', 'british-virgin-islands', 'brunei-darussalam', 'burkina-faso', 'burundi', 'cabo-verde', 'cambodia', 'cameroon', 'caribbean', 'cayman-islands', 'central-african-republic', 'central-america', 'central-asia', 'chad', 'chile', 'china', 'china-hong-kong-special-administrative-region', 'china-macao-special-administrative-region', 'christmas-island', 'cocos-keeling-islands', 'colombia', 'comoros', 'congo', 'cook-islands', 'costa-rica', 'cote-divoire', 'cuba', 'curacao', 'cyprus', 'democratic-peoples-republic-of-korea', 'democratic-republic-of-the-congo', 'djibouti', 'dominica', 'dominican-republic', 'eastern-africa', 'eastern-asia', 'ecuador', 'egypt', 'el-salvador', 'equatorial-guinea', 'eritrea', 'eswatini', 'ethiopia', 'falkland-islands-malvinas', 'fiji', 'french-guiana', 'french-polynesia', 'french-southern-territories', 'gabon', 'gambia', 'georgia', 'ghana', 'grenada', 'guadeloupe', 'guam', 'guatemala', 'guinea', 'guinea-bissau', 'guyana', 'haiti', 'heard-island-and-mcdonald-islands', 'honduras', 'india', 'indonesia', 'iran-islamic-republic-of', 'iraq', 'israel', 'jamaica', 'japan', 'jordan', 'kazakhstan', 'kenya', 'kiribati', 'kuwait', 'kyrgyzstan', 'lao-peoples-democratic-republic', 'latin-america-and-the-caribbean', 'lebanon', 'lesotho', 'liberia', 'libya', 'madagascar', 'malawi', 'malaysia', 'maldives', 'mali', 'marshall-islands', 'martinique', 'mauritania', 'mauritius', 'mayotte', 'melanesia', 'mexico', 'micronesia', 'micronesia-federated-states-of', 'middle-africa', 'mongolia', 'montserrat', 'morocco', 'mozambique', 'myanmar', 'namibia', 'nauru', 'nepal', 'new-caledonia', 'new-zealand', 'nicaragua', 'niger', 'nigeria', 'niue', 'norfolk-island', 'northern-africa', 'northern-mariana-islands', 'oceania', 'oman', 'pakistan', 'palau', 'panama', 'papua-new-guinea', 'paraguay', 'peru', 'philippines', 'pitcairn', 'polynesia', 'puerto-rico', 'qatar', 'republic-of-korea', 'reunion', 'rwanda', 'saint-barthelemy', 'saint-helena', 'saint-kitts-and-nevis', 'saint-lucia', 'saint-martin-french-part', 'saint-vincent-and-the-grenadines', 'samoa', 'sao-tome-and-principe', 'saudi-arabia', 'senegal', 'seychelles', 'sierra-leone', 'singapore', 'sint-maarten-dutch-part', 'solomon-islands', 'somalia', 'south-africa', 'south-america', 'south-eastern-asia', 'south-georgia-and-the-south-sandwich-islands', 'south-sudan', 'southern-africa', 'southern-asia', 'sri-lanka', 'state-of-palestine', 'sub-saharan-africa', 'sudan', 'suriname', 'syrian-arab-republic', 'taiwan-province-of-china', 'tajikistan', 'thailand', 'timor-leste', 'togo', 'tokelau', 'tonga', 'trinidad-and-tobago', 'tunisia', 'turkiye', 'turkmenistan', 'turks-and-caicos-islands', 'tuvalu', 'uganda', 'united-arab-emirates', 'united-republic-of-tanzania', 'united-states-minor-outlying-islands', 'united-states-virgin-islands', 'uruguay', 'uzbekistan', 'vanuatu', 'venezuela-bolivarian-republic-of', 'viet-nam', 'wallis-and-futuna-islands', 'western-africa', 'western-asia', 'western-sahara', 'yemen', 'zambia', 'zimbabwe'] THEN 'certain' ELSE 'coarse' END) AS country

RETURN s.id AS study, u.id AS unit, country
ORDER BY study, unit;

// Which share of the studies is proof of concept, and which industrial?
// Each condition's column says how sure it is: certain, or what keeps it open (coarse, not-charted, not-exhaustive,
// not-reported, unclear); of several, the first in the alphabet. Units for which a condition is false are left out.
// Of each condition the parameters hold the terms that count, asked for or narrower, and (_near) with them the terms that
// have one of those below them.
MATCH (r:Review)-[:INCLUDES]->(s:Study)-[:HAS_UNIT|LEFT_OPEN]->(u:EvidenceUnit)
WHERE r.id = 'okafor-bello-2025'

MATCH (s)-[e:HAS_DESIGN|LEFT_OPEN]->(t:Term)
WHERE t.id IN ['proof-of-concept-study', 'study-design']
WITH s, u, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['proof-of-concept-study'] THEN 'certain' ELSE 'coarse' END) AS study_design

RETURN s.id AS study, u.id AS unit, study_design
ORDER BY study, unit;

// Is there a prospective or longitudinal study under commercial GMP?
// Each condition's column says how sure it is: certain, or what keeps it open (coarse, not-charted, not-exhaustive,
// not-reported, unclear); of several, the first in the alphabet. Units for which a condition is false are left out.
// Of each condition the parameters hold the terms that count, asked for or narrower, and (_near) with them the terms that
// have one of those below them.
MATCH (r:Review)-[:INCLUDES]->(s:Study)-[:HAS_UNIT|LEFT_OPEN]->(u:EvidenceUnit)
WHERE r.id = 'okafor-bello-2025'

MATCH (s)-[e:HAS_DESIGN|LEFT_OPEN]->(t:Term)
WHERE t.id IN ['longitudinal-deployment-study', 'prospective-study', 'study-design']
WITH s, u, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['longitudinal-deployment-study', 'prospective-study'] THEN 'certain' ELSE 'coarse' END) AS study_design

MATCH (u)-[e:HAS_IMPLEMENTATION|LEFT_OPEN]->(t:Term)
WHERE t.id IN ['gmp-advisory-use', 'gmp-commercial-deployment', 'gmp-control-or-release-use', 'implementation-status']
WITH s, u, study_design, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['gmp-advisory-use', 'gmp-commercial-deployment', 'gmp-control-or-release-use'] THEN 'certain' ELSE 'coarse' END) AS implementation_status

RETURN s.id AS study, u.id AS unit, implementation_status, study_design
ORDER BY study, unit;

// Is there a published failure or failed model transfer?
// Each condition's column says how sure it is: certain, or what keeps it open (coarse, not-charted, not-exhaustive,
// not-reported, unclear); of several, the first in the alphabet. Units for which a condition is false are left out.
// Of each condition the parameters hold the terms that count, asked for or narrower, and (_near) with them the terms that
// have one of those below them.
MATCH (r:Review)-[:INCLUDES]->(s:Study)-[:HAS_UNIT|LEFT_OPEN]->(u:EvidenceUnit)
WHERE r.id = 'okafor-bello-2025'

MATCH (u)-[e:REPORTS_OUTCOME|LEFT_OPEN]->(t:Term)
WHERE t.id IN ['failed-transfer', 'outcome-failure', 'reported-outcome']
WITH s, u, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['failed-transfer', 'outcome-failure'] THEN 'certain' ELSE 'coarse' END) AS reported_outcome

RETURN s.id AS study, u.id AS unit, reported_outcome
ORDER BY study, unit;

// Which quality attributes has AI on PAT data been applied to?
// Each condition's column says how sure it is: certain, or what keeps it open (coarse, not-charted, not-exhaustive,
// not-reported, unclear); of several, the first in the alphabet. Units for which a condition is false are left out.
// Of each condition the parameters hold the terms that count, asked for or narrower, and (_near) with them the terms that
// have one of those below them.
MATCH (r:Review)-[:INCLUDES]->(s:Study)-[:HAS_UNIT|LEFT_OPEN]->(u:EvidenceUnit)
WHERE r.id = 'okafor-bello-2025'

MATCH (u)-[e:ASSESSES_ATTRIBUTE|LEFT_OPEN]->(t:Term)
WHERE t.id IN ['assay-content', 'bioprocess-attribute', 'blend-potency', 'blend-uniformity', 'bulk-tapped-density', 'cake-appearance', 'coating-attribute', 'coating-mass-gain', 'coating-thickness', 'composition-attribute', 'container-closure-integrity', 'content-uniformity', 'disintegration-time', 'dissolution', 'excipient-content', 'fill-volume', 'friability', 'glycosylation', 'impurity-level', 'metabolite-concentration', 'moisture-content', 'particle-shape', 'particle-size-distribution', 'particulate-attribute', 'porosity', 'potency-bio', 'powder-flowability', 'process-state-variable', 'quality-attribute', 'solid-state-form', 'sterile-product-attribute', 'sterility', 'tablet-attribute', 'tablet-defect', 'tablet-hardness', 'tablet-weight', 'tableting-property', 'titer', 'viable-cell-density', 'viscosity-rheology', 'visible-particles']
WITH s, u, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['assay-content', 'bioprocess-attribute', 'blend-potency', 'blend-uniformity', 'bulk-tapped-density', 'cake-appearance', 'coating-attribute', 'coating-mass-gain', 'coating-thickness', 'composition-attribute', 'container-closure-integrity', 'content-uniformity', 'disintegration-time', 'dissolution', 'excipient-content', 'fill-volume', 'friability', 'glycosylation', 'impurity-level', 'metabolite-concentration', 'moisture-content', 'particle-shape', 'particle-size-distribution', 'particulate-attribute', 'porosity', 'potency-bio', 'powder-flowability', 'process-state-variable', 'quality-attribute', 'solid-state-form', 'sterile-product-attribute', 'sterility', 'tablet-attribute', 'tablet-defect', 'tablet-hardness', 'tablet-weight', 'tableting-property', 'titer', 'viable-cell-density', 'viscosity-rheology', 'visible-particles'] THEN 'certain' ELSE 'coarse' END) AS quality_attribute

MATCH (u)-[e:USES_MODALITY|LEFT_OPEN]->(t:Term)
WHERE t.id IN ['acoustic-pat', 'chemical-imaging', 'chromatographic-pat', 'dielectric-microwave-sensing', 'dynamic-light-scattering', 'fbrm', 'feeder-signal', 'fluorescence-spectroscopy', 'imaging-pat', 'laser-diffraction', 'low-frequency-raman', 'machine-vision', 'mass-spectrometry', 'mir-spectroscopy', 'multimodal-pat', 'nir-spectroscopy', 'nmr-spectroscopy', 'optical-coherence-tomography', 'particle-sizing-pat', 'particle-video-microscopy', 'pat-modality', 'ph-do-conductivity-sensor', 'pressure-force-torque-sensor', 'process-endoscopy', 'raman-spectroscopy', 'residence-time-distribution-data', 'rheology-pat', 'soft-sensor-modality', 'spatial-filter-velocimetry', 'spatially-offset-raman', 'spectroscopic-pat', 'tdlas', 'temperature-humidity-sensor', 'terahertz-spectroscopy', 'thermography', 'transmission-raman', 'univariate-process-sensor', 'uv-vis-spectroscopy', 'vibrational-spectroscopy', 'videometric-mass-flow', 'xray-diffraction-pat', 'xray-tomography']
WITH s, u, quality_attribute, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['acoustic-pat', 'chemical-imaging', 'chromatographic-pat', 'dielectric-microwave-sensing', 'dynamic-light-scattering', 'fbrm', 'feeder-signal', 'fluorescence-spectroscopy', 'imaging-pat', 'laser-diffraction', 'low-frequency-raman', 'machine-vision', 'mass-spectrometry', 'mir-spectroscopy', 'multimodal-pat', 'nir-spectroscopy', 'nmr-spectroscopy', 'optical-coherence-tomography', 'particle-sizing-pat', 'particle-video-microscopy', 'pat-modality', 'ph-do-conductivity-sensor', 'pressure-force-torque-sensor', 'process-endoscopy', 'raman-spectroscopy', 'residence-time-distribution-data', 'rheology-pat', 'soft-sensor-modality', 'spatial-filter-velocimetry', 'spatially-offset-raman', 'spectroscopic-pat', 'tdlas', 'temperature-humidity-sensor', 'terahertz-spectroscopy', 'thermography', 'transmission-raman', 'univariate-process-sensor', 'uv-vis-spectroscopy', 'vibrational-spectroscopy', 'videometric-mass-flow', 'xray-diffraction-pat', 'xray-tomography'] THEN 'certain' ELSE 'coarse' END) AS pat_modality

MATCH (u)-[e:USES_METHOD|LEFT_OPEN]->(t:Term)
WHERE t.id IN ['active-learning', 'ai-method', 'autoencoder', 'bayesian-network', 'chemometrics', 'classical-statistics', 'clustering', 'convolutional-neural-network', 'data-augmentation', 'data-fusion-method', 'decision-tree', 'deep-learning', 'ensemble-learning', 'explainable-ai', 'extreme-learning-machine', 'federated-learning', 'fuzzy-or-expert-system', 'gaussian-process', 'generative-model', 'gradient-boosting', 'graph-neural-network', 'hybrid-modelling', 'hybrid-parallel', 'hybrid-serial', 'k-nearest-neighbours', 'large-language-model', 'linear-regression', 'logistic-regression', 'machine-learning', 'mcr-cls', 'model-predictive-control', 'mspc', 'multilayer-perceptron', 'neural-network', 'object-detection-segmentation-network', 'optimization-algorithm', 'physics-informed-network', 'pls-da', 'pls-regression', 'principal-component-analysis', 'principal-component-regression', 'radial-basis-network', 'random-forest', 'recurrent-neural-network', 'regularized-regression', 'reinforcement-learning', 'simca-lda', 'spectral-preprocessing', 'state-estimation', 'support-vector-machine', 'time-series-model', 'transfer-learning', 'transformer-network']
WITH s, u, quality_attribute, pat_modality, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['active-learning', 'ai-method', 'autoencoder', 'bayesian-network', 'chemometrics', 'classical-statistics', 'clustering', 'convolutional-neural-network', 'data-augmentation', 'data-fusion-method', 'decision-tree', 'deep-learning', 'ensemble-learning', 'explainable-ai', 'extreme-learning-machine', 'federated-learning', 'fuzzy-or-expert-system', 'gaussian-process', 'generative-model', 'gradient-boosting', 'graph-neural-network', 'hybrid-modelling', 'hybrid-parallel', 'hybrid-serial', 'k-nearest-neighbours', 'large-language-model', 'linear-regression', 'logistic-regression', 'machine-learning', 'mcr-cls', 'model-predictive-control', 'mspc', 'multilayer-perceptron', 'neural-network', 'object-detection-segmentation-network', 'optimization-algorithm', 'physics-informed-network', 'pls-da', 'pls-regression', 'principal-component-analysis', 'principal-component-regression', 'radial-basis-network', 'random-forest', 'recurrent-neural-network', 'regularized-regression', 'reinforcement-learning', 'simca-lda', 'spectral-preprocessing', 'state-estimation', 'support-vector-machine', 'time-series-model', 'transfer-learning', 'transformer-network'] THEN 'certain' ELSE 'coarse' END) AS ai_method

RETURN s.id AS study, u.id AS unit, ai_method, pat_modality, quality_attribute
ORDER BY study, unit;

// Is there a study of deep learning on Raman spectra?
// Each condition's column says how sure it is: certain, or what keeps it open (coarse, not-charted, not-exhaustive,
// not-reported, unclear); of several, the first in the alphabet. Units for which a condition is false are left out.
// Of each condition the parameters hold the terms that count, asked for or narrower, and (_near) with them the terms that
// have one of those below them.
MATCH (r:Review)-[:INCLUDES]->(s:Study)-[:HAS_UNIT|LEFT_OPEN]->(u:EvidenceUnit)
WHERE r.id = 'okafor-bello-2025'

MATCH (u)-[e:USES_MODALITY|LEFT_OPEN]->(t:Term)
WHERE t.id IN ['low-frequency-raman', 'pat-modality', 'raman-spectroscopy', 'spatially-offset-raman', 'spectroscopic-pat', 'transmission-raman', 'vibrational-spectroscopy']
WITH s, u, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['low-frequency-raman', 'raman-spectroscopy', 'spatially-offset-raman', 'transmission-raman'] THEN 'certain' ELSE 'coarse' END) AS pat_modality

MATCH (u)-[e:USES_METHOD|LEFT_OPEN]->(t:Term)
WHERE t.id IN ['ai-method', 'autoencoder', 'convolutional-neural-network', 'deep-learning', 'generative-model', 'graph-neural-network', 'large-language-model', 'neural-network', 'object-detection-segmentation-network', 'physics-informed-network', 'recurrent-neural-network', 'transformer-network']
WITH s, u, pat_modality, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['autoencoder', 'convolutional-neural-network', 'deep-learning', 'generative-model', 'graph-neural-network', 'large-language-model', 'object-detection-segmentation-network', 'physics-informed-network', 'recurrent-neural-network', 'transformer-network'] THEN 'certain' ELSE 'coarse' END) AS ai_method

RETURN s.id AS study, u.id AS unit, ai_method, pat_modality
ORDER BY study, unit;

// Does a real-time PAT stream feed a coupled digital twin?
// Each condition's column says how sure it is: certain, or what keeps it open (coarse, not-charted, not-exhaustive,
// not-reported, unclear); of several, the first in the alphabet. Units for which a condition is false are left out.
// Of each condition the parameters hold the terms that count, asked for or narrower, and (_near) with them the terms that
// have one of those below them.
MATCH (r:Review)-[:INCLUDES]->(s:Study)-[:HAS_UNIT|LEFT_OPEN]->(u:EvidenceUnit)
WHERE r.id = 'okafor-bello-2025'

MATCH (u)-[e:HAS_SYNCHRONIZATION|LEFT_OPEN]->(t:Term)
WHERE t.id IN ['near-real-time-synchronization', 'real-time-synchronization', 'synchronization-mode']
WITH s, u, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['near-real-time-synchronization', 'real-time-synchronization'] THEN 'certain' ELSE 'coarse' END) AS synchronization_mode

MATCH (u)-[e:HAS_INTEGRATION|LEFT_OPEN]->(t:Term)
WHERE t.id IN ['coupled-representation', 'digital-shadow', 'digital-twin-strict', 'integration-level']
WITH s, u, synchronization_mode, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['coupled-representation', 'digital-shadow', 'digital-twin-strict'] THEN 'certain' ELSE 'coarse' END) AS integration_level

MATCH (u)-[e:USES_MODALITY|LEFT_OPEN]->(t:Term)
WHERE t.id IN ['acoustic-pat', 'chemical-imaging', 'chromatographic-pat', 'dielectric-microwave-sensing', 'dynamic-light-scattering', 'fbrm', 'feeder-signal', 'fluorescence-spectroscopy', 'imaging-pat', 'laser-diffraction', 'low-frequency-raman', 'machine-vision', 'mass-spectrometry', 'mir-spectroscopy', 'multimodal-pat', 'nir-spectroscopy', 'nmr-spectroscopy', 'optical-coherence-tomography', 'particle-sizing-pat', 'particle-video-microscopy', 'pat-modality', 'ph-do-conductivity-sensor', 'pressure-force-torque-sensor', 'process-endoscopy', 'raman-spectroscopy', 'residence-time-distribution-data', 'rheology-pat', 'soft-sensor-modality', 'spatial-filter-velocimetry', 'spatially-offset-raman', 'spectroscopic-pat', 'tdlas', 'temperature-humidity-sensor', 'terahertz-spectroscopy', 'thermography', 'transmission-raman', 'univariate-process-sensor', 'uv-vis-spectroscopy', 'vibrational-spectroscopy', 'videometric-mass-flow', 'xray-diffraction-pat', 'xray-tomography']
WITH s, u, synchronization_mode, integration_level, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['acoustic-pat', 'chemical-imaging', 'chromatographic-pat', 'dielectric-microwave-sensing', 'dynamic-light-scattering', 'fbrm', 'feeder-signal', 'fluorescence-spectroscopy', 'imaging-pat', 'laser-diffraction', 'low-frequency-raman', 'machine-vision', 'mass-spectrometry', 'mir-spectroscopy', 'multimodal-pat', 'nir-spectroscopy', 'nmr-spectroscopy', 'optical-coherence-tomography', 'particle-sizing-pat', 'particle-video-microscopy', 'pat-modality', 'ph-do-conductivity-sensor', 'pressure-force-torque-sensor', 'process-endoscopy', 'raman-spectroscopy', 'residence-time-distribution-data', 'rheology-pat', 'soft-sensor-modality', 'spatial-filter-velocimetry', 'spatially-offset-raman', 'spectroscopic-pat', 'tdlas', 'temperature-humidity-sensor', 'terahertz-spectroscopy', 'thermography', 'transmission-raman', 'univariate-process-sensor', 'uv-vis-spectroscopy', 'vibrational-spectroscopy', 'videometric-mass-flow', 'xray-diffraction-pat', 'xray-tomography'] THEN 'certain' ELSE 'coarse' END) AS pat_modality

RETURN s.id AS study, u.id AS unit, integration_level, pat_modality, synchronization_mode
ORDER BY study, unit;

// Is direct interaction with a regulator or an approval pathway described?
// Each condition's column says how sure it is: certain, or what keeps it open (coarse, not-charted, not-exhaustive,
// not-reported, unclear); of several, the first in the alphabet. Units for which a condition is false are left out.
// Of each condition the parameters hold the terms that count, asked for or narrower, and (_near) with them the terms that
// have one of those below them.
MATCH (r:Review)-[:INCLUDES]->(s:Study)-[:HAS_UNIT|LEFT_OPEN]->(u:EvidenceUnit)
WHERE r.id = 'okafor-bello-2025'

MATCH (u)-[e:ADDRESSES_REGULATION|LEFT_OPEN]->(t:Term)
WHERE t.id IN ['regulatory-interaction', 'regulatory-topic']
WITH s, u, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['regulatory-interaction'] THEN 'certain' ELSE 'coarse' END) AS regulatory_topic

MATCH (u)-[e:HAS_TREATMENT|LEFT_OPEN]->(t:Term)
WHERE t.id IN ['topic-described', 'topic-studied', 'topic-treatment']
WITH s, u, regulatory_topic, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['topic-described', 'topic-studied'] THEN 'certain' ELSE 'coarse' END) AS topic_treatment

RETURN s.id AS study, u.id AS unit, regulatory_topic, topic_treatment
ORDER BY study, unit;

// Is there a report of sustained use in commercial release decisions?
// Each condition's column says how sure it is: certain, or what keeps it open (coarse, not-charted, not-exhaustive,
// not-reported, unclear); of several, the first in the alphabet. Units for which a condition is false are left out.
// Of each condition the parameters hold the terms that count, asked for or narrower, and (_near) with them the terms that
// have one of those below them.
MATCH (r:Review)-[:INCLUDES]->(s:Study)-[:HAS_UNIT|LEFT_OPEN]->(u:EvidenceUnit)
WHERE r.id = 'okafor-bello-2025'

MATCH (u)-[e:HAS_AI_ROLE|LEFT_OPEN]->(t:Term)
WHERE t.id IN ['ai-role', 'release-support-role']
WITH s, u, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['release-support-role'] THEN 'certain' ELSE 'coarse' END) AS ai_role

MATCH (u)-[e:HAS_IMPLEMENTATION|LEFT_OPEN]->(t:Term)
WHERE t.id IN ['gmp-commercial-deployment', 'gmp-control-or-release-use', 'implementation-status']
WITH s, u, ai_role, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['gmp-control-or-release-use'] THEN 'certain' ELSE 'coarse' END) AS implementation_status

MATCH (s)-[e:HAS_DESIGN|LEFT_OPEN]->(t:Term)
WHERE t.id IN ['longitudinal-deployment-study', 'study-design']
WITH s, u, ai_role, implementation_status, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['longitudinal-deployment-study'] THEN 'certain' ELSE 'coarse' END) AS study_design

RETURN s.id AS study, u.id AS unit, ai_role, implementation_status, study_design
ORDER BY study, unit;

// Has a model been validated across sites, instruments, products, campaigns or scales?
// Each condition's column says how sure it is: certain, or what keeps it open (coarse, not-charted, not-exhaustive,
// not-reported, unclear); of several, the first in the alphabet. Units for which a condition is false are left out.
// Of each condition the parameters hold the terms that count, asked for or narrower, and (_near) with them the terms that
// have one of those below them.
MATCH (r:Review)-[:INCLUDES]->(s:Study)-[:HAS_UNIT|LEFT_OPEN]->(u:EvidenceUnit)
WHERE r.id = 'okafor-bello-2025'

MATCH (u)-[e:HAS_VALIDATION|LEFT_OPEN]->(t:Term)
WHERE t.id IN ['cross-campaign', 'cross-product', 'cross-scale', 'cross-site', 'external-test-set', 'new-instrument', 'validation-level']
WITH s, u, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['cross-campaign', 'cross-product', 'cross-scale', 'cross-site', 'new-instrument'] THEN 'certain' ELSE 'coarse' END) AS validation_level

RETURN s.id AS study, u.id AS unit, validation_level
ORDER BY study, unit;

// Is there a digital twin of a batch process?
// Each condition's column says how sure it is: certain, or what keeps it open (coarse, not-charted, not-exhaustive,
// not-reported, unclear); of several, the first in the alphabet. Units for which a condition is false are left out.
// Of each condition the parameters hold the terms that count, asked for or narrower, and (_near) with them the terms that
// have one of those below them.
MATCH (r:Review)-[:INCLUDES]->(s:Study)-[:HAS_UNIT|LEFT_OPEN]->(u:EvidenceUnit)
WHERE r.id = 'okafor-bello-2025'

MATCH (u)-[e:IN_MODE|LEFT_OPEN]->(t:Term)
WHERE t.id IN ['batch-manufacturing', 'manufacturing-mode']
WITH s, u, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['batch-manufacturing'] THEN 'certain' ELSE 'coarse' END) AS manufacturing_mode

MATCH (u)-[e:HAS_COMPONENT|LEFT_OPEN]->(t:Term)
WHERE t.id IN ['data-management-component', 'digital-representation-component', 'model-to-actuator-component', 'physical-entity-component', 'sensor-to-model-component', 'service-component', 'simulation-layer-component', 'state-updating-component', 'twin-component', 'ui-component', 'uncertainty-component']
WITH s, u, manufacturing_mode, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['data-management-component', 'digital-representation-component', 'model-to-actuator-component', 'physical-entity-component', 'sensor-to-model-component', 'service-component', 'simulation-layer-component', 'state-updating-component', 'twin-component', 'ui-component', 'uncertainty-component'] THEN 'certain' ELSE 'coarse' END) AS twin_component

RETURN s.id AS study, u.id AS unit, manufacturing_mode, twin_component
ORDER BY study, unit;

// Is there a digital twin of a biopharmaceutical process?
// Each condition's column says how sure it is: certain, or what keeps it open (coarse, not-charted, not-exhaustive,
// not-reported, unclear); of several, the first in the alphabet. Units for which a condition is false are left out.
// Of each condition the parameters hold the terms that count, asked for or narrower, and (_near) with them the terms that
// have one of those below them.
MATCH (r:Review)-[:INCLUDES]->(s:Study)-[:HAS_UNIT|LEFT_OPEN]->(u:EvidenceUnit)
WHERE r.id = 'okafor-bello-2025'

MATCH (u)-[e:CONCERNS_PRODUCT|LEFT_OPEN]->(t:Term)
WHERE t.id IN ['biopharmaceutical', 'cell-or-gene-therapy', 'monoclonal-antibody', 'product-type', 'vaccine']
WITH s, u, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['biopharmaceutical', 'cell-or-gene-therapy', 'monoclonal-antibody', 'vaccine'] THEN 'certain' ELSE 'coarse' END) AS product_type

MATCH (u)-[e:HAS_COMPONENT|LEFT_OPEN]->(t:Term)
WHERE t.id IN ['data-management-component', 'digital-representation-component', 'model-to-actuator-component', 'physical-entity-component', 'sensor-to-model-component', 'service-component', 'simulation-layer-component', 'state-updating-component', 'twin-component', 'ui-component', 'uncertainty-component']
WITH s, u, product_type, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['data-management-component', 'digital-representation-component', 'model-to-actuator-component', 'physical-entity-component', 'sensor-to-model-component', 'service-component', 'simulation-layer-component', 'state-updating-component', 'twin-component', 'ui-component', 'uncertainty-component'] THEN 'certain' ELSE 'coarse' END) AS twin_component

RETURN s.id AS study, u.id AS unit, product_type, twin_component
ORDER BY study, unit;

// Is there a digital twin of coating or pellet layering?
// Each condition's column says how sure it is: certain, or what keeps it open (coarse, not-charted, not-exhaustive,
// not-reported, unclear); of several, the first in the alphabet. Units for which a condition is false are left out.
// Of each condition the parameters hold the terms that count, asked for or narrower, and (_near) with them the terms that
// have one of those below them.
MATCH (r:Review)-[:INCLUDES]->(s:Study)-[:HAS_UNIT|LEFT_OPEN]->(u:EvidenceUnit)
WHERE r.id = 'okafor-bello-2025'

MATCH (u)-[e:ON_OPERATION|LEFT_OPEN]->(t:Term)
WHERE t.id IN ['coating', 'pellet-layering', 'solid-dose-processing', 'unit-operation']
WITH s, u, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['coating', 'pellet-layering'] THEN 'certain' ELSE 'coarse' END) AS unit_operation

MATCH (u)-[e:HAS_COMPONENT|LEFT_OPEN]->(t:Term)
WHERE t.id IN ['data-management-component', 'digital-representation-component', 'model-to-actuator-component', 'physical-entity-component', 'sensor-to-model-component', 'service-component', 'simulation-layer-component', 'state-updating-component', 'twin-component', 'ui-component', 'uncertainty-component']
WITH s, u, unit_operation, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['data-management-component', 'digital-representation-component', 'model-to-actuator-component', 'physical-entity-component', 'sensor-to-model-component', 'service-component', 'simulation-layer-component', 'state-updating-component', 'twin-component', 'ui-component', 'uncertainty-component'] THEN 'certain' ELSE 'coarse' END) AS twin_component

RETURN s.id AS study, u.id AS unit, twin_component, unit_operation
ORDER BY study, unit;

// Is there a twin in substance that its authors call something else?
// Each condition's column says how sure it is: certain, or what keeps it open (coarse, not-charted, not-exhaustive,
// not-reported, unclear); of several, the first in the alphabet. Units for which a condition is false are left out.
// Of each condition the parameters hold the terms that count, asked for or narrower, and (_near) with them the terms that
// have one of those below them.
MATCH (r:Review)-[:INCLUDES]->(s:Study)-[:HAS_UNIT|LEFT_OPEN]->(u:EvidenceUnit)
WHERE r.id = 'okafor-bello-2025'

MATCH (u)-[e:HAS_COMPONENT|LEFT_OPEN]->(t:Term)
WHERE t.id IN ['digital-representation-component', 'twin-component']
WITH s, u, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['digital-representation-component'] THEN 'certain' ELSE 'coarse' END) AS twin_component

MATCH (u)-[e:HAS_COMPONENT|LEFT_OPEN]->(t:Term)
WHERE t.id IN ['sensor-to-model-component', 'twin-component']
WITH s, u, twin_component, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['sensor-to-model-component'] THEN 'certain' ELSE 'coarse' END) AS twin_component_2

MATCH (u)-[e:HAS_COMPONENT|LEFT_OPEN]->(t:Term)
WHERE t.id IN ['simulation-layer-component', 'twin-component']
WITH s, u, twin_component, twin_component_2, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['simulation-layer-component'] THEN 'certain' ELSE 'coarse' END) AS twin_component_3

MATCH (u)-[e:HAS_COMPONENT|LEFT_OPEN]->(t:Term)
WHERE t.id IN ['state-updating-component', 'twin-component']
WITH s, u, twin_component, twin_component_2, twin_component_3, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['state-updating-component'] THEN 'certain' ELSE 'coarse' END) AS twin_component_4

MATCH (u)-[e:HAS_TWIN_LABEL|LEFT_OPEN]->(t:Term)
WHERE t.id IN ['labelled-otherwise', 'twin-label']
WITH s, u, twin_component, twin_component_2, twin_component_3, twin_component_4, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['labelled-otherwise'] THEN 'certain' ELSE 'coarse' END) AS twin_label

RETURN s.id AS study, u.id AS unit, twin_component, twin_component_2, twin_component_3, twin_component_4, twin_label
ORDER BY study, unit;

// Does a digital twin come with a metric of its quality?
// Each condition's column says how sure it is: certain, or what keeps it open (coarse, not-charted, not-exhaustive,
// not-reported, unclear); of several, the first in the alphabet. Units for which a condition is false are left out.
// Of each condition the parameters hold the terms that count, asked for or narrower, and (_near) with them the terms that
// have one of those below them.
MATCH (r:Review)-[:INCLUDES]->(s:Study)-[:HAS_UNIT|LEFT_OPEN]->(u:EvidenceUnit)
WHERE r.id = 'okafor-bello-2025'

MATCH (u)-[e:REPORTS_TWIN_METRIC|LEFT_OPEN]->(t:Term)
WHERE t.id IN ['decision-threshold', 'robustness', 'synchronization-frequency', 'synchronization-latency', 'twin-fidelity', 'twin-metric', 'uncertainty-propagation']
WITH s, u, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['decision-threshold', 'robustness', 'synchronization-frequency', 'synchronization-latency', 'twin-fidelity', 'twin-metric', 'uncertainty-propagation'] THEN 'certain' ELSE 'coarse' END) AS twin_metric

MATCH (u)-[e:HAS_COMPONENT|LEFT_OPEN]->(t:Term)
WHERE t.id IN ['data-management-component', 'digital-representation-component', 'model-to-actuator-component', 'physical-entity-component', 'sensor-to-model-component', 'service-component', 'simulation-layer-component', 'state-updating-component', 'twin-component', 'ui-component', 'uncertainty-component']
WITH s, u, twin_metric, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['data-management-component', 'digital-representation-component', 'model-to-actuator-component', 'physical-entity-component', 'sensor-to-model-component', 'service-component', 'simulation-layer-component', 'state-updating-component', 'twin-component', 'ui-component', 'uncertainty-component'] THEN 'certain' ELSE 'coarse' END) AS twin_component

RETURN s.id AS study, u.id AS unit, twin_component, twin_metric
ORDER BY study, unit;

// Is there a digital twin of milling or drying?
// Each condition's column says how sure it is: certain, or what keeps it open (coarse, not-charted, not-exhaustive,
// not-reported, unclear); of several, the first in the alphabet. Units for which a condition is false are left out.
// Of each condition the parameters hold the terms that count, asked for or narrower, and (_near) with them the terms that
// have one of those below them.
MATCH (r:Review)-[:INCLUDES]->(s:Study)-[:HAS_UNIT|LEFT_OPEN]->(u:EvidenceUnit)
WHERE r.id = 'okafor-bello-2025'

MATCH (u)-[e:ON_OPERATION|LEFT_OPEN]->(t:Term)
WHERE t.id IN ['drying', 'fluid-bed-drying', 'milling', 'solid-dose-processing', 'spray-drying', 'unit-operation']
WITH s, u, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['drying', 'fluid-bed-drying', 'milling', 'spray-drying'] THEN 'certain' ELSE 'coarse' END) AS unit_operation

MATCH (u)-[e:HAS_COMPONENT|LEFT_OPEN]->(t:Term)
WHERE t.id IN ['data-management-component', 'digital-representation-component', 'model-to-actuator-component', 'physical-entity-component', 'sensor-to-model-component', 'service-component', 'simulation-layer-component', 'state-updating-component', 'twin-component', 'ui-component', 'uncertainty-component']
WITH s, u, unit_operation, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['data-management-component', 'digital-representation-component', 'model-to-actuator-component', 'physical-entity-component', 'sensor-to-model-component', 'service-component', 'simulation-layer-component', 'state-updating-component', 'twin-component', 'ui-component', 'uncertainty-component'] THEN 'certain' ELSE 'coarse' END) AS twin_component

RETURN s.id AS study, u.id AS unit, twin_component, unit_operation
ORDER BY study, unit;

// Is there a digital twin of tableting?
// Each condition's column says how sure it is: certain, or what keeps it open (coarse, not-charted, not-exhaustive,
// not-reported, unclear); of several, the first in the alphabet. Units for which a condition is false are left out.
// Of each condition the parameters hold the terms that count, asked for or narrower, and (_near) with them the terms that
// have one of those below them.
MATCH (r:Review)-[:INCLUDES]->(s:Study)-[:HAS_UNIT|LEFT_OPEN]->(u:EvidenceUnit)
WHERE r.id = 'okafor-bello-2025'

MATCH (u)-[e:ON_OPERATION|LEFT_OPEN]->(t:Term)
WHERE t.id IN ['solid-dose-processing', 'tablet-press-feed-frame', 'tableting', 'unit-operation']
WITH s, u, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['tablet-press-feed-frame', 'tableting'] THEN 'certain' ELSE 'coarse' END) AS unit_operation

MATCH (u)-[e:HAS_COMPONENT|LEFT_OPEN]->(t:Term)
WHERE t.id IN ['data-management-component', 'digital-representation-component', 'model-to-actuator-component', 'physical-entity-component', 'sensor-to-model-component', 'service-component', 'simulation-layer-component', 'state-updating-component', 'twin-component', 'ui-component', 'uncertainty-component']
WITH s, u, unit_operation, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['data-management-component', 'digital-representation-component', 'model-to-actuator-component', 'physical-entity-component', 'sensor-to-model-component', 'service-component', 'simulation-layer-component', 'state-updating-component', 'twin-component', 'ui-component', 'uncertainty-component'] THEN 'certain' ELSE 'coarse' END) AS twin_component

RETURN s.id AS study, u.id AS unit, twin_component, unit_operation
ORDER BY study, unit;

// Have workforce, training or change management been studied?
// Each condition's column says how sure it is: certain, or what keeps it open (coarse, not-charted, not-exhaustive,
// not-reported, unclear); of several, the first in the alphabet. Units for which a condition is false are left out.
// Of each condition the parameters hold the terms that count, asked for or narrower, and (_near) with them the terms that
// have one of those below them.
MATCH (r:Review)-[:INCLUDES]->(s:Study)-[:HAS_UNIT|LEFT_OPEN]->(u:EvidenceUnit)
WHERE r.id = 'okafor-bello-2025'

MATCH (u)-[e:HAS_TREATMENT|LEFT_OPEN]->(t:Term)
WHERE t.id IN ['topic-studied', 'topic-treatment']
WITH s, u, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['topic-studied'] THEN 'certain' ELSE 'coarse' END) AS topic_treatment

MATCH (u)-[e:ADDRESSES_WORKFORCE|LEFT_OPEN]->(t:Term)
WHERE t.id IN ['change-management', 'cross-functional-team', 'human-machine-interface', 'operator-trust', 'roles-accountability', 'training-skills', 'workforce-topic']
WITH s, u, topic_treatment, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['change-management', 'cross-functional-team', 'human-machine-interface', 'operator-trust', 'roles-accountability', 'training-skills', 'workforce-topic'] THEN 'certain' ELSE 'coarse' END) AS workforce_topic

RETURN s.id AS study, u.id AS unit, topic_treatment, workforce_topic
ORDER BY study, unit;
