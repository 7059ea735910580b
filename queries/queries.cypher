// Is the governance of adaptive models after approval described?
// Asked of okafor-bello-2025:
//   regulatory_topic: adaptive-model-governance
//   regulatory_topic_2: post-approval-change
//   topic_treatment: topic-described, topic-studied
// Each condition's column says how sure it is: certain, or what keeps it open (coarse, not-charted, not-exhaustive,
// not-reported, unclear); of several, the first in the alphabet. Units for which a condition is false are left out.
MATCH (r:Review)-[:INCLUDES]->(s:Study)-[:HAS_UNIT|LEFT_OPEN]->(u:EvidenceUnit|FurtherUnit)
WHERE r.id IN ['okafor-bello-2025']

MATCH (u)-[e:ADDRESSES_REGULATION|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN ['adaptive-model-governance', 'regulatory-topic']
WITH r, s, u, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['adaptive-model-governance'] THEN 'certain' ELSE 'coarse' END) AS regulatory_topic

MATCH (u)-[e:ADDRESSES_REGULATION|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN ['post-approval-change', 'regulatory-topic']
WITH r, s, u, regulatory_topic, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['post-approval-change'] THEN 'certain' ELSE 'coarse' END) AS regulatory_topic_2

MATCH (u)-[e:HAS_TREATMENT|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN ['topic-described', 'topic-studied', 'topic-treatment']
WITH r, s, u, regulatory_topic, regulatory_topic_2, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['topic-described', 'topic-studied'] THEN 'certain' ELSE 'coarse' END) AS topic_treatment

RETURN r.id AS review, s.id AS study, u.id AS unit, regulatory_topic, regulatory_topic_2, topic_treatment
ORDER BY review, study, unit;

// Are chemometric methods still in use?
// Asked of okafor-bello-2025:
//   ai_method: chemometrics
// Each condition's column says how sure it is: certain, or what keeps it open (coarse, not-charted, not-exhaustive,
// not-reported, unclear); of several, the first in the alphabet. Units for which a condition is false are left out.
MATCH (r:Review)-[:INCLUDES]->(s:Study)-[:HAS_UNIT|LEFT_OPEN]->(u:EvidenceUnit|FurtherUnit)
WHERE r.id IN ['okafor-bello-2025']

MATCH (u)-[e:USES_METHOD|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN ['ai-method', 'chemometrics', 'mcr-cls', 'mspc', 'pls-da', 'pls-regression', 'principal-component-analysis', 'principal-component-regression', 'simca-lda', 'spectral-preprocessing']
WITH r, s, u, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['chemometrics', 'mcr-cls', 'mspc', 'pls-da', 'pls-regression', 'principal-component-analysis', 'principal-component-regression', 'simca-lda', 'spectral-preprocessing'] THEN 'certain' ELSE 'coarse' END) AS ai_method

RETURN r.id AS review, s.id AS study, u.id AS unit, ai_method
ORDER BY review, study, unit;

// Are chemometric methods used beside machine learning, neural networks or explainable AI?
// Asked of okafor-bello-2025:
//   ai_method: chemometrics
//   ai_method_2: deep-learning, explainable-ai, machine-learning, neural-network
// Each condition's column says how sure it is: certain, or what keeps it open (coarse, not-charted, not-exhaustive,
// not-reported, unclear); of several, the first in the alphabet. Units for which a condition is false are left out.
MATCH (r:Review)-[:INCLUDES]->(s:Study)-[:HAS_UNIT|LEFT_OPEN]->(u:EvidenceUnit|FurtherUnit)
WHERE r.id IN ['okafor-bello-2025']

MATCH (u)-[e:USES_METHOD|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN ['ai-method', 'chemometrics', 'mcr-cls', 'mspc', 'pls-da', 'pls-regression', 'principal-component-analysis', 'principal-component-regression', 'simca-lda', 'spectral-preprocessing']
WITH r, s, u, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['chemometrics', 'mcr-cls', 'mspc', 'pls-da', 'pls-regression', 'principal-component-analysis', 'principal-component-regression', 'simca-lda', 'spectral-preprocessing'] THEN 'certain' ELSE 'coarse' END) AS ai_method

MATCH (u)-[e:USES_METHOD|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN ['ai-method', 'autoencoder', 'bayesian-network', 'clustering', 'convolutional-neural-network', 'decision-tree', 'deep-learning', 'ensemble-learning', 'explainable-ai', 'extreme-learning-machine', 'gaussian-process', 'generative-model', 'gradient-boosting', 'graph-neural-network', 'k-nearest-neighbours', 'large-language-model', 'machine-learning', 'multilayer-perceptron', 'neural-network', 'object-detection-segmentation-network', 'physics-informed-network', 'radial-basis-network', 'random-forest', 'recurrent-neural-network', 'support-vector-machine', 'transformer-network']
WITH r, s, u, ai_method, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['autoencoder', 'bayesian-network', 'clustering', 'convolutional-neural-network', 'decision-tree', 'deep-learning', 'ensemble-learning', 'explainable-ai', 'extreme-learning-machine', 'gaussian-process', 'generative-model', 'gradient-boosting', 'graph-neural-network', 'k-nearest-neighbours', 'large-language-model', 'machine-learning', 'multilayer-perceptron', 'neural-network', 'object-detection-segmentation-network', 'physics-informed-network', 'radial-basis-network', 'random-forest', 'recurrent-neural-network', 'support-vector-machine', 'transformer-network'] THEN 'certain' ELSE 'coarse' END) AS ai_method_2

RETURN r.id AS review, s.id AS study, u.id AS unit, ai_method, ai_method_2
ORDER BY review, study, unit;

// Is there a closed loop with validated model updating in routine production?
// Asked of okafor-bello-2025:
//   flow_direction: bidirectional-automatic
//   implementation_status: gmp-commercial-deployment
//   model_update_strategy: calibration-transfer-update, continual-learning, event-triggered-update, just-in-time-modelling, parameter-adaptation, scheduled-recalibration
//   validation_level: prospective-validation
// Each condition's column says how sure it is: certain, or what keeps it open (coarse, not-charted, not-exhaustive,
// not-reported, unclear); of several, the first in the alphabet. Units for which a condition is false are left out.
MATCH (r:Review)-[:INCLUDES]->(s:Study)-[:HAS_UNIT|LEFT_OPEN]->(u:EvidenceUnit|FurtherUnit)
WHERE r.id IN ['okafor-bello-2025']

MATCH (u)-[e:HAS_FLOW_DIRECTION|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN ['bidirectional-automatic', 'flow-direction']
WITH r, s, u, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['bidirectional-automatic'] THEN 'certain' ELSE 'coarse' END) AS flow_direction

MATCH (u)-[e:HAS_IMPLEMENTATION|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN ['gmp-advisory-use', 'gmp-commercial-deployment', 'gmp-control-or-release-use', 'implementation-status']
WITH r, s, u, flow_direction, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['gmp-advisory-use', 'gmp-commercial-deployment', 'gmp-control-or-release-use'] THEN 'certain' ELSE 'coarse' END) AS implementation_status

MATCH (u)-[e:HAS_VALIDATION|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN ['in-process-online-validation', 'prospective-validation', 'routine-monitoring-validation', 'validation-level']
WITH r, s, u, flow_direction, implementation_status, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['in-process-online-validation', 'prospective-validation', 'routine-monitoring-validation'] THEN 'certain' ELSE 'coarse' END) AS validation_level

MATCH (u)-[e:HAS_UPDATE_STRATEGY|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN ['calibration-transfer-update', 'continual-learning', 'event-triggered-update', 'just-in-time-modelling', 'model-update-strategy', 'parameter-adaptation', 'scheduled-recalibration']
WITH r, s, u, flow_direction, implementation_status, validation_level, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['calibration-transfer-update', 'continual-learning', 'event-triggered-update', 'just-in-time-modelling', 'parameter-adaptation', 'scheduled-recalibration'] THEN 'certain' ELSE 'coarse' END) AS model_update_strategy

RETURN r.id AS review, s.id AS study, u.id AS unit, flow_direction, implementation_status, model_update_strategy, validation_level
ORDER BY review, study, unit;

// Is there evidence on cybersecurity, audit trails or data integrity?
// Asked of okafor-bello-2025:
//   regulatory_topic: cybersecurity, data-integrity, traceability-audit-trail
//   topic_treatment: topic-described, topic-studied
// Each condition's column says how sure it is: certain, or what keeps it open (coarse, not-charted, not-exhaustive,
// not-reported, unclear); of several, the first in the alphabet. Units for which a condition is false are left out.
MATCH (r:Review)-[:INCLUDES]->(s:Study)-[:HAS_UNIT|LEFT_OPEN]->(u:EvidenceUnit|FurtherUnit)
WHERE r.id IN ['okafor-bello-2025']

MATCH (u)-[e:HAS_TREATMENT|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN ['topic-described', 'topic-studied', 'topic-treatment']
WITH r, s, u, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['topic-described', 'topic-studied'] THEN 'certain' ELSE 'coarse' END) AS topic_treatment

MATCH (u)-[e:ADDRESSES_REGULATION|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN ['cybersecurity', 'data-integrity', 'regulatory-topic', 'traceability-audit-trail']
WITH r, s, u, topic_treatment, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['cybersecurity', 'data-integrity', 'traceability-audit-trail'] THEN 'certain' ELSE 'coarse' END) AS regulatory_topic

RETURN r.id AS review, s.id AS study, u.id AS unit, regulatory_topic, topic_treatment
ORDER BY review, study, unit;

// Have drift, missing data or calibration transfer been studied in routine use?
// Asked of okafor-bello-2025:
//   implementation_status: gmp-commercial-deployment
//   lifecycle_topic: calibration-transfer-topic, drift, missing-data
//   topic_treatment: topic-studied
// Each condition's column says how sure it is: certain, or what keeps it open (coarse, not-charted, not-exhaustive,
// not-reported, unclear); of several, the first in the alphabet. Units for which a condition is false are left out.
MATCH (r:Review)-[:INCLUDES]->(s:Study)-[:HAS_UNIT|LEFT_OPEN]->(u:EvidenceUnit|FurtherUnit)
WHERE r.id IN ['okafor-bello-2025']

MATCH (u)-[e:HAS_TREATMENT|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN ['topic-studied', 'topic-treatment']
WITH r, s, u, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['topic-studied'] THEN 'certain' ELSE 'coarse' END) AS topic_treatment

MATCH (u)-[e:HAS_IMPLEMENTATION|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN ['gmp-advisory-use', 'gmp-commercial-deployment', 'gmp-control-or-release-use', 'implementation-status']
WITH r, s, u, topic_treatment, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['gmp-advisory-use', 'gmp-commercial-deployment', 'gmp-control-or-release-use'] THEN 'certain' ELSE 'coarse' END) AS implementation_status

MATCH (u)-[e:ADDRESSES_LIFECYCLE|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN ['calibration-transfer-topic', 'drift', 'lifecycle-topic', 'missing-data']
WITH r, s, u, topic_treatment, implementation_status, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['calibration-transfer-topic', 'drift', 'missing-data'] THEN 'certain' ELSE 'coarse' END) AS lifecycle_topic

RETURN r.id AS review, s.id AS study, u.id AS unit, implementation_status, lifecycle_topic, topic_treatment
ORDER BY review, study, unit;

// Have costs, returns, release times or effects on supply been studied?
// Asked of okafor-bello-2025:
//   economic_topic: economic-topic
//   topic_treatment: topic-studied
// Each condition's column says how sure it is: certain, or what keeps it open (coarse, not-charted, not-exhaustive,
// not-reported, unclear); of several, the first in the alphabet. Units for which a condition is false are left out.
MATCH (r:Review)-[:INCLUDES]->(s:Study)-[:HAS_UNIT|LEFT_OPEN]->(u:EvidenceUnit|FurtherUnit)
WHERE r.id IN ['okafor-bello-2025']

MATCH (u)-[e:HAS_TREATMENT|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN ['topic-studied', 'topic-treatment']
WITH r, s, u, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['topic-studied'] THEN 'certain' ELSE 'coarse' END) AS topic_treatment

MATCH (u)-[e:ADDRESSES_ECONOMICS|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN ['cost', 'economic-topic', 'release-time', 'return-on-investment', 'supply-resilience', 'yield-or-waste']
WITH r, s, u, topic_treatment, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['cost', 'economic-topic', 'release-time', 'return-on-investment', 'supply-resilience', 'yield-or-waste'] THEN 'certain' ELSE 'coarse' END) AS economic_topic

RETURN r.id AS review, s.id AS study, u.id AS unit, economic_topic, topic_treatment
ORDER BY review, study, unit;

// Is there a digital twin on an unbroken path from data acquisition to quality record?
// Asked of okafor-bello-2025:
//   data_flow_step: control-action-step
//   data_flow_step_2: feature-extraction-step
//   data_flow_step_3: inference-step
//   data_flow_step_4: quality-record-step
//   data_flow_step_5: state-update-step
//   twin_component: twin-component
// Each condition's column says how sure it is: certain, or what keeps it open (coarse, not-charted, not-exhaustive,
// not-reported, unclear); of several, the first in the alphabet. Units for which a condition is false are left out.
MATCH (r:Review)-[:INCLUDES]->(s:Study)-[:HAS_UNIT|LEFT_OPEN]->(u:EvidenceUnit|FurtherUnit)
WHERE r.id IN ['okafor-bello-2025']

MATCH (u)-[e:HAS_DATA_FLOW_STEP|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN ['control-action-step', 'data-flow-step']
WITH r, s, u, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['control-action-step'] THEN 'certain' ELSE 'coarse' END) AS data_flow_step

MATCH (u)-[e:HAS_DATA_FLOW_STEP|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN ['data-flow-step', 'feature-extraction-step']
WITH r, s, u, data_flow_step, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['feature-extraction-step'] THEN 'certain' ELSE 'coarse' END) AS data_flow_step_2

MATCH (u)-[e:HAS_DATA_FLOW_STEP|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN ['data-flow-step', 'inference-step']
WITH r, s, u, data_flow_step, data_flow_step_2, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['inference-step'] THEN 'certain' ELSE 'coarse' END) AS data_flow_step_3

MATCH (u)-[e:HAS_DATA_FLOW_STEP|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN ['data-flow-step', 'quality-record-step']
WITH r, s, u, data_flow_step, data_flow_step_2, data_flow_step_3, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['quality-record-step'] THEN 'certain' ELSE 'coarse' END) AS data_flow_step_4

MATCH (u)-[e:HAS_DATA_FLOW_STEP|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN ['data-flow-step', 'state-update-step']
WITH r, s, u, data_flow_step, data_flow_step_2, data_flow_step_3, data_flow_step_4, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['state-update-step'] THEN 'certain' ELSE 'coarse' END) AS data_flow_step_5

MATCH (u)-[e:HAS_COMPONENT|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN ['data-management-component', 'digital-representation-component', 'model-to-actuator-component', 'physical-entity-component', 'sensor-to-model-component', 'service-component', 'simulation-layer-component', 'state-updating-component', 'twin-component', 'ui-component', 'uncertainty-component']
WITH r, s, u, data_flow_step, data_flow_step_2, data_flow_step_3, data_flow_step_4, data_flow_step_5, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['data-management-component', 'digital-representation-component', 'model-to-actuator-component', 'physical-entity-component', 'sensor-to-model-component', 'service-component', 'simulation-layer-component', 'state-updating-component', 'twin-component', 'ui-component', 'uncertainty-component'] THEN 'certain' ELSE 'coarse' END) AS twin_component

RETURN r.id AS review, s.id AS study, u.id AS unit, data_flow_step, data_flow_step_2, data_flow_step_3, data_flow_step_4, data_flow_step_5, twin_component
ORDER BY review, study, unit;

// For how many of the excluded full texts does the review state the reason?
// Every count of the stage: of one reason, or (reason empty) of all; -1 where none is stated.
MATCH (r:Review)-[:HAS_FLOW_COUNT]->(c:FlowCount)
WHERE r.id IN ['okafor-bello-2025'] AND c.stage = 'stage-excluded-fulltext'
RETURN r.id AS review, coalesce(c.exclusion_reason, '') AS reason, c.status AS status, coalesce(c.count, -1) AS count
ORDER BY review, reason, status, count;

// Is there a study that uses explainable AI?
// Asked of okafor-bello-2025:
//   ai_method: explainable-ai
// Each condition's column says how sure it is: certain, or what keeps it open (coarse, not-charted, not-exhaustive,
// not-reported, unclear); of several, the first in the alphabet. Units for which a condition is false are left out.
MATCH (r:Review)-[:INCLUDES]->(s:Study)-[:HAS_UNIT|LEFT_OPEN]->(u:EvidenceUnit|FurtherUnit)
WHERE r.id IN ['okafor-bello-2025']

MATCH (u)-[e:USES_METHOD|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN ['ai-method', 'explainable-ai']
WITH r, s, u, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['explainable-ai'] THEN 'certain' ELSE 'coarse' END) AS ai_method

RETURN r.id AS review, s.id AS study, u.id AS unit, ai_method
ORDER BY review, study, unit;

// Is there a digital twin with explainable AI?
// Asked of okafor-bello-2025:
//   ai_method: explainable-ai
//   twin_component: twin-component
// Each condition's column says how sure it is: certain, or what keeps it open (coarse, not-charted, not-exhaustive,
// not-reported, unclear); of several, the first in the alphabet. Units for which a condition is false are left out.
MATCH (r:Review)-[:INCLUDES]->(s:Study)-[:HAS_UNIT|LEFT_OPEN]->(u:EvidenceUnit|FurtherUnit)
WHERE r.id IN ['okafor-bello-2025']

MATCH (u)-[e:USES_METHOD|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN ['ai-method', 'explainable-ai']
WITH r, s, u, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['explainable-ai'] THEN 'certain' ELSE 'coarse' END) AS ai_method

MATCH (u)-[e:HAS_COMPONENT|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN ['data-management-component', 'digital-representation-component', 'model-to-actuator-component', 'physical-entity-component', 'sensor-to-model-component', 'service-component', 'simulation-layer-component', 'state-updating-component', 'twin-component', 'ui-component', 'uncertainty-component']
WITH r, s, u, ai_method, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['data-management-component', 'digital-representation-component', 'model-to-actuator-component', 'physical-entity-component', 'sensor-to-model-component', 'service-component', 'simulation-layer-component', 'state-updating-component', 'twin-component', 'ui-component', 'uncertainty-component'] THEN 'certain' ELSE 'coarse' END) AS twin_component

RETURN r.id AS review, s.id AS study, u.id AS unit, ai_method, twin_component
ORDER BY review, study, unit;

// Is there a report of routine GMP deployment?
// Asked of okafor-bello-2025:
//   implementation_status: gmp-commercial-deployment
// Each condition's column says how sure it is: certain, or what keeps it open (coarse, not-charted, not-exhaustive,
// not-reported, unclear); of several, the first in the alphabet. Units for which a condition is false are left out.
MATCH (r:Review)-[:INCLUDES]->(s:Study)-[:HAS_UNIT|LEFT_OPEN]->(u:EvidenceUnit|FurtherUnit)
WHERE r.id IN ['okafor-bello-2025']

MATCH (u)-[e:HAS_IMPLEMENTATION|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN ['gmp-advisory-use', 'gmp-commercial-deployment', 'gmp-control-or-release-use', 'implementation-status']
WITH r, s, u, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['gmp-advisory-use', 'gmp-commercial-deployment', 'gmp-control-or-release-use'] THEN 'certain' ELSE 'coarse' END) AS implementation_status

RETURN r.id AS review, s.id AS study, u.id AS unit, implementation_status
ORDER BY review, study, unit;

// How has the number of studies grown from 2017 to 2025?
// Asked of okafor-bello-2025:
// Each condition's column says how sure it is: certain, or what keeps it open (coarse, not-charted, not-exhaustive,
// not-reported, unclear); of several, the first in the alphabet. Units for which a condition is false are left out.
MATCH (r:Review)-[:INCLUDES]->(s:Study)-[:HAS_UNIT|LEFT_OPEN]->(u:EvidenceUnit|FurtherUnit)
WHERE r.id IN ['okafor-bello-2025']
  AND (s.year IS NULL OR s.year >= 2017 AND s.year <= 2025)
WITH r, s, u, CASE WHEN s.year IS NULL THEN 'not-charted' ELSE 'certain' END AS year

RETURN r.id AS review, s.id AS study, u.id AS unit, year
ORDER BY review, study, unit;

// Is there a primary empirical study of AI on PAT data in hot-melt extrusion?
// Asked of okafor-bello-2025:
//   ai_method: ai-method
//   pat_modality: pat-modality
//   publication_type: primary-empirical-study
//   unit_operation: hot-melt-extrusion
// Each condition's column says how sure it is: certain, or what keeps it open (coarse, not-charted, not-exhaustive,
// not-reported, unclear); of several, the first in the alphabet. Units for which a condition is false are left out.
MATCH (r:Review)-[:INCLUDES]->(s:Study)-[:HAS_UNIT|LEFT_OPEN]->(u:EvidenceUnit|FurtherUnit)
WHERE r.id IN ['okafor-bello-2025']

MATCH (s)-[e:HAS_PUBLICATION_TYPE|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN ['primary-empirical-study', 'publication-type']
WITH r, s, u, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['primary-empirical-study'] THEN 'certain' ELSE 'coarse' END) AS publication_type

MATCH (u)-[e:ON_OPERATION|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN ['hot-melt-extrusion', 'solid-dose-processing', 'unit-operation']
WITH r, s, u, publication_type, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['hot-melt-extrusion'] THEN 'certain' ELSE 'coarse' END) AS unit_operation

MATCH (u)-[e:USES_MODALITY|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN ['acoustic-pat', 'chemical-imaging', 'chromatographic-pat', 'dielectric-microwave-sensing', 'dynamic-light-scattering', 'fbrm', 'feeder-signal', 'fluorescence-spectroscopy', 'imaging-pat', 'laser-diffraction', 'low-frequency-raman', 'machine-vision', 'mass-spectrometry', 'mir-spectroscopy', 'multimodal-pat', 'nir-spectroscopy', 'nmr-spectroscopy', 'optical-coherence-tomography', 'particle-sizing-pat', 'particle-video-microscopy', 'pat-modality', 'ph-do-conductivity-sensor', 'pressure-force-torque-sensor', 'process-endoscopy', 'raman-spectroscopy', 'residence-time-distribution-data', 'rheology-pat', 'soft-sensor-modality', 'spatial-filter-velocimetry', 'spatially-offset-raman', 'spectroscopic-pat', 'tdlas', 'temperature-humidity-sensor', 'terahertz-spectroscopy', 'thermography', 'transmission-raman', 'univariate-process-sensor', 'uv-vis-spectroscopy', 'vibrational-spectroscopy', 'videometric-mass-flow', 'xray-diffraction-pat', 'xray-tomography']
WITH r, s, u, publication_type, unit_operation, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['acoustic-pat', 'chemical-imaging', 'chromatographic-pat', 'dielectric-microwave-sensing', 'dynamic-light-scattering', 'fbrm', 'feeder-signal', 'fluorescence-spectroscopy', 'imaging-pat', 'laser-diffraction', 'low-frequency-raman', 'machine-vision', 'mass-spectrometry', 'mir-spectroscopy', 'multimodal-pat', 'nir-spectroscopy', 'nmr-spectroscopy', 'optical-coherence-tomography', 'particle-sizing-pat', 'particle-video-microscopy', 'pat-modality', 'ph-do-conductivity-sensor', 'pressure-force-torque-sensor', 'process-endoscopy', 'raman-spectroscopy', 'residence-time-distribution-data', 'rheology-pat', 'soft-sensor-modality', 'spatial-filter-velocimetry', 'spatially-offset-raman', 'spectroscopic-pat', 'tdlas', 'temperature-humidity-sensor', 'terahertz-spectroscopy', 'thermography', 'transmission-raman', 'univariate-process-sensor', 'uv-vis-spectroscopy', 'vibrational-spectroscopy', 'videometric-mass-flow', 'xray-diffraction-pat', 'xray-tomography'] THEN 'certain' ELSE 'coarse' END) AS pat_modality

MATCH (u)-[e:USES_METHOD|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN ['active-learning', 'ai-method', 'autoencoder', 'bayesian-network', 'chemometrics', 'classical-statistics', 'clustering', 'convolutional-neural-network', 'data-augmentation', 'data-fusion-method', 'decision-tree', 'deep-learning', 'ensemble-learning', 'explainable-ai', 'extreme-learning-machine', 'federated-learning', 'fuzzy-or-expert-system', 'gaussian-process', 'generative-model', 'gradient-boosting', 'graph-neural-network', 'hybrid-modelling', 'hybrid-parallel', 'hybrid-serial', 'k-nearest-neighbours', 'large-language-model', 'linear-regression', 'logistic-regression', 'machine-learning', 'mcr-cls', 'model-predictive-control', 'mspc', 'multilayer-perceptron', 'neural-network', 'object-detection-segmentation-network', 'optimization-algorithm', 'physics-informed-network', 'pls-da', 'pls-regression', 'principal-component-analysis', 'principal-component-regression', 'radial-basis-network', 'random-forest', 'recurrent-neural-network', 'regularized-regression', 'reinforcement-learning', 'simca-lda', 'spectral-preprocessing', 'state-estimation', 'support-vector-machine', 'time-series-model', 'transfer-learning', 'transformer-network']
WITH r, s, u, publication_type, unit_operation, pat_modality, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['active-learning', 'ai-method', 'autoencoder', 'bayesian-network', 'chemometrics', 'classical-statistics', 'clustering', 'convolutional-neural-network', 'data-augmentation', 'data-fusion-method', 'decision-tree', 'deep-learning', 'ensemble-learning', 'explainable-ai', 'extreme-learning-machine', 'federated-learning', 'fuzzy-or-expert-system', 'gaussian-process', 'generative-model', 'gradient-boosting', 'graph-neural-network', 'hybrid-modelling', 'hybrid-parallel', 'hybrid-serial', 'k-nearest-neighbours', 'large-language-model', 'linear-regression', 'logistic-regression', 'machine-learning', 'mcr-cls', 'model-predictive-control', 'mspc', 'multilayer-perceptron', 'neural-network', 'object-detection-segmentation-network', 'optimization-algorithm', 'physics-informed-network', 'pls-da', 'pls-regression', 'principal-component-analysis', 'principal-component-regression', 'radial-basis-network', 'random-forest', 'recurrent-neural-network', 'regularized-regression', 'reinforcement-learning', 'simca-lda', 'spectral-preprocessing', 'state-estimation', 'support-vector-machine', 'time-series-model', 'transfer-learning', 'transformer-network'] THEN 'certain' ELSE 'coarse' END) AS ai_method

RETURN r.id AS review, s.id AS study, u.id AS unit, ai_method, pat_modality, publication_type, unit_operation
ORDER BY review, study, unit;

// Is there an integrated PAT–AI–twin study in any unit operation?
// Asked of okafor-bello-2025:
//   ai_method: active-learning, data-augmentation, data-fusion-method, explainable-ai, federated-learning, fuzzy-or-expert-system, hybrid-modelling, machine-learning, model-predictive-control, neural-network, optimization-algorithm, reinforcement-learning, state-estimation, time-series-model, transfer-learning
//   integration_level: coupled-representation
//   pat_modality: acoustic-pat, chromatographic-pat, imaging-pat, mass-spectrometry, multimodal-pat, particle-sizing-pat, rheology-pat, spectroscopic-pat, xray-diffraction-pat
// Each condition's column says how sure it is: certain, or what keeps it open (coarse, not-charted, not-exhaustive,
// not-reported, unclear); of several, the first in the alphabet. Units for which a condition is false are left out.
MATCH (r:Review)-[:INCLUDES]->(s:Study)-[:HAS_UNIT|LEFT_OPEN]->(u:EvidenceUnit|FurtherUnit)
WHERE r.id IN ['okafor-bello-2025']

MATCH (u)-[e:HAS_INTEGRATION|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN ['coupled-representation', 'digital-shadow', 'digital-twin-strict', 'integration-level']
WITH r, s, u, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['coupled-representation', 'digital-shadow', 'digital-twin-strict'] THEN 'certain' ELSE 'coarse' END) AS integration_level

MATCH (u)-[e:USES_MODALITY|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN ['acoustic-pat', 'chemical-imaging', 'chromatographic-pat', 'dielectric-microwave-sensing', 'dynamic-light-scattering', 'fbrm', 'fluorescence-spectroscopy', 'imaging-pat', 'laser-diffraction', 'low-frequency-raman', 'machine-vision', 'mass-spectrometry', 'mir-spectroscopy', 'multimodal-pat', 'nir-spectroscopy', 'nmr-spectroscopy', 'optical-coherence-tomography', 'particle-sizing-pat', 'particle-video-microscopy', 'pat-modality', 'process-endoscopy', 'raman-spectroscopy', 'rheology-pat', 'spatial-filter-velocimetry', 'spatially-offset-raman', 'spectroscopic-pat', 'tdlas', 'terahertz-spectroscopy', 'thermography', 'transmission-raman', 'uv-vis-spectroscopy', 'vibrational-spectroscopy', 'videometric-mass-flow', 'xray-diffraction-pat', 'xray-tomography']
WITH r, s, u, integration_level, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['acoustic-pat', 'chemical-imaging', 'chromatographic-pat', 'dielectric-microwave-sensing', 'dynamic-light-scattering', 'fbrm', 'fluorescence-spectroscopy', 'imaging-pat', 'laser-diffraction', 'low-frequency-raman', 'machine-vision', 'mass-spectrometry', 'mir-spectroscopy', 'multimodal-pat', 'nir-spectroscopy', 'nmr-spectroscopy', 'optical-coherence-tomography', 'particle-sizing-pat', 'particle-video-microscopy', 'process-endoscopy', 'raman-spectroscopy', 'rheology-pat', 'spatial-filter-velocimetry', 'spatially-offset-raman', 'spectroscopic-pat', 'tdlas', 'terahertz-spectroscopy', 'thermography', 'transmission-raman', 'uv-vis-spectroscopy', 'vibrational-spectroscopy', 'videometric-mass-flow', 'xray-diffraction-pat', 'xray-tomography'] THEN 'certain' ELSE 'coarse' END) AS pat_modality

MATCH (u)-[e:USES_METHOD|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN ['active-learning', 'ai-method', 'autoencoder', 'bayesian-network', 'clustering', 'convolutional-neural-network', 'data-augmentation', 'data-fusion-method', 'decision-tree', 'deep-learning', 'ensemble-learning', 'explainable-ai', 'extreme-learning-machine', 'federated-learning', 'fuzzy-or-expert-system', 'gaussian-process', 'generative-model', 'gradient-boosting', 'graph-neural-network', 'hybrid-modelling', 'hybrid-parallel', 'hybrid-serial', 'k-nearest-neighbours', 'large-language-model', 'machine-learning', 'model-predictive-control', 'multilayer-perceptron', 'neural-network', 'object-detection-segmentation-network', 'optimization-algorithm', 'physics-informed-network', 'radial-basis-network', 'random-forest', 'recurrent-neural-network', 'reinforcement-learning', 'state-estimation', 'support-vector-machine', 'time-series-model', 'transfer-learning', 'transformer-network']
WITH r, s, u, integration_level, pat_modality, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['active-learning', 'autoencoder', 'bayesian-network', 'clustering', 'convolutional-neural-network', 'data-augmentation', 'data-fusion-method', 'decision-tree', 'deep-learning', 'ensemble-learning', 'explainable-ai', 'extreme-learning-machine', 'federated-learning', 'fuzzy-or-expert-system', 'gaussian-process', 'generative-model', 'gradient-boosting', 'graph-neural-network', 'hybrid-modelling', 'hybrid-parallel', 'hybrid-serial', 'k-nearest-neighbours', 'large-language-model', 'machine-learning', 'model-predictive-control', 'multilayer-perceptron', 'neural-network', 'object-detection-segmentation-network', 'optimization-algorithm', 'physics-informed-network', 'radial-basis-network', 'random-forest', 'recurrent-neural-network', 'reinforcement-learning', 'state-estimation', 'support-vector-machine', 'time-series-model', 'transfer-learning', 'transformer-network'] THEN 'certain' ELSE 'coarse' END) AS ai_method

RETURN r.id AS review, s.id AS study, u.id AS unit, ai_method, integration_level, pat_modality
ORDER BY review, study, unit;

// Is there an integrated PAT–AI–twin study of a complex delivery system?
// Asked of okafor-bello-2025:
//   ai_method: active-learning, data-augmentation, data-fusion-method, explainable-ai, federated-learning, fuzzy-or-expert-system, hybrid-modelling, machine-learning, model-predictive-control, neural-network, optimization-algorithm, reinforcement-learning, state-estimation, time-series-model, transfer-learning
//   integration_level: coupled-representation
//   pat_modality: acoustic-pat, chromatographic-pat, imaging-pat, mass-spectrometry, multimodal-pat, particle-sizing-pat, rheology-pat, spectroscopic-pat, xray-diffraction-pat
//   product_type: complex-delivery-system
// Each condition's column says how sure it is: certain, or what keeps it open (coarse, not-charted, not-exhaustive,
// not-reported, unclear); of several, the first in the alphabet. Units for which a condition is false are left out.
MATCH (r:Review)-[:INCLUDES]->(s:Study)-[:HAS_UNIT|LEFT_OPEN]->(u:EvidenceUnit|FurtherUnit)
WHERE r.id IN ['okafor-bello-2025']

MATCH (u)-[e:HAS_INTEGRATION|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN ['coupled-representation', 'digital-shadow', 'digital-twin-strict', 'integration-level']
WITH r, s, u, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['coupled-representation', 'digital-shadow', 'digital-twin-strict'] THEN 'certain' ELSE 'coarse' END) AS integration_level

MATCH (u)-[e:CONCERNS_PRODUCT|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN ['complex-delivery-system', 'implant-product', 'inhalation-product', 'liposomal-product', 'nanoparticle-system', 'product-type', 'transdermal-product']
WITH r, s, u, integration_level, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['complex-delivery-system', 'implant-product', 'inhalation-product', 'liposomal-product', 'nanoparticle-system', 'transdermal-product'] THEN 'certain' ELSE 'coarse' END) AS product_type

MATCH (u)-[e:USES_MODALITY|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN ['acoustic-pat', 'chemical-imaging', 'chromatographic-pat', 'dielectric-microwave-sensing', 'dynamic-light-scattering', 'fbrm', 'fluorescence-spectroscopy', 'imaging-pat', 'laser-diffraction', 'low-frequency-raman', 'machine-vision', 'mass-spectrometry', 'mir-spectroscopy', 'multimodal-pat', 'nir-spectroscopy', 'nmr-spectroscopy', 'optical-coherence-tomography', 'particle-sizing-pat', 'particle-video-microscopy', 'pat-modality', 'process-endoscopy', 'raman-spectroscopy', 'rheology-pat', 'spatial-filter-velocimetry', 'spatially-offset-raman', 'spectroscopic-pat', 'tdlas', 'terahertz-spectroscopy', 'thermography', 'transmission-raman', 'uv-vis-spectroscopy', 'vibrational-spectroscopy', 'videometric-mass-flow', 'xray-diffraction-pat', 'xray-tomography']
WITH r, s, u, integration_level, product_type, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['acoustic-pat', 'chemical-imaging', 'chromatographic-pat', 'dielectric-microwave-sensing', 'dynamic-light-scattering', 'fbrm', 'fluorescence-spectroscopy', 'imaging-pat', 'laser-diffraction', 'low-frequency-raman', 'machine-vision', 'mass-spectrometry', 'mir-spectroscopy', 'multimodal-pat', 'nir-spectroscopy', 'nmr-spectroscopy', 'optical-coherence-tomography', 'particle-sizing-pat', 'particle-video-microscopy', 'process-endoscopy', 'raman-spectroscopy', 'rheology-pat', 'spatial-filter-velocimetry', 'spatially-offset-raman', 'spectroscopic-pat', 'tdlas', 'terahertz-spectroscopy', 'thermography', 'transmission-raman', 'uv-vis-spectroscopy', 'vibrational-spectroscopy', 'videometric-mass-flow', 'xray-diffraction-pat', 'xray-tomography'] THEN 'certain' ELSE 'coarse' END) AS pat_modality

MATCH (u)-[e:USES_METHOD|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN ['active-learning', 'ai-method', 'autoencoder', 'bayesian-network', 'clustering', 'convolutional-neural-network', 'data-augmentation', 'data-fusion-method', 'decision-tree', 'deep-learning', 'ensemble-learning', 'explainable-ai', 'extreme-learning-machine', 'federated-learning', 'fuzzy-or-expert-system', 'gaussian-process', 'generative-model', 'gradient-boosting', 'graph-neural-network', 'hybrid-modelling', 'hybrid-parallel', 'hybrid-serial', 'k-nearest-neighbours', 'large-language-model', 'machine-learning', 'model-predictive-control', 'multilayer-perceptron', 'neural-network', 'object-detection-segmentation-network', 'optimization-algorithm', 'physics-informed-network', 'radial-basis-network', 'random-forest', 'recurrent-neural-network', 'reinforcement-learning', 'state-estimation', 'support-vector-machine', 'time-series-model', 'transfer-learning', 'transformer-network']
WITH r, s, u, integration_level, product_type, pat_modality, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['active-learning', 'autoencoder', 'bayesian-network', 'clustering', 'convolutional-neural-network', 'data-augmentation', 'data-fusion-method', 'decision-tree', 'deep-learning', 'ensemble-learning', 'explainable-ai', 'extreme-learning-machine', 'federated-learning', 'fuzzy-or-expert-system', 'gaussian-process', 'generative-model', 'gradient-boosting', 'graph-neural-network', 'hybrid-modelling', 'hybrid-parallel', 'hybrid-serial', 'k-nearest-neighbours', 'large-language-model', 'machine-learning', 'model-predictive-control', 'multilayer-perceptron', 'neural-network', 'object-detection-segmentation-network', 'optimization-algorithm', 'physics-informed-network', 'radial-basis-network', 'random-forest', 'recurrent-neural-network', 'reinforcement-learning', 'state-estimation', 'support-vector-machine', 'time-series-model', 'transfer-learning', 'transformer-network'] THEN 'certain' ELSE 'coarse' END) AS ai_method

RETURN r.id AS review, s.id AS study, u.id AS unit, ai_method, integration_level, pat_modality, product_type
ORDER BY review, study, unit;

// Is there an integrated PAT–AI–twin study in lyophilization?
// Asked of okafor-bello-2025:
//   ai_method: active-learning, data-augmentation, data-fusion-method, explainable-ai, federated-learning, fuzzy-or-expert-system, hybrid-modelling, machine-learning, model-predictive-control, neural-network, optimization-algorithm, reinforcement-learning, state-estimation, time-series-model, transfer-learning
//   integration_level: coupled-representation
//   pat_modality: acoustic-pat, chromatographic-pat, imaging-pat, mass-spectrometry, multimodal-pat, particle-sizing-pat, rheology-pat, spectroscopic-pat, xray-diffraction-pat
//   unit_operation: lyophilization
// Each condition's column says how sure it is: certain, or what keeps it open (coarse, not-charted, not-exhaustive,
// not-reported, unclear); of several, the first in the alphabet. Units for which a condition is false are left out.
MATCH (r:Review)-[:INCLUDES]->(s:Study)-[:HAS_UNIT|LEFT_OPEN]->(u:EvidenceUnit|FurtherUnit)
WHERE r.id IN ['okafor-bello-2025']

MATCH (u)-[e:ON_OPERATION|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN ['lyophilization', 'sterile-processing', 'unit-operation']
WITH r, s, u, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['lyophilization'] THEN 'certain' ELSE 'coarse' END) AS unit_operation

MATCH (u)-[e:HAS_INTEGRATION|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN ['coupled-representation', 'digital-shadow', 'digital-twin-strict', 'integration-level']
WITH r, s, u, unit_operation, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['coupled-representation', 'digital-shadow', 'digital-twin-strict'] THEN 'certain' ELSE 'coarse' END) AS integration_level

MATCH (u)-[e:USES_MODALITY|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN ['acoustic-pat', 'chemical-imaging', 'chromatographic-pat', 'dielectric-microwave-sensing', 'dynamic-light-scattering', 'fbrm', 'fluorescence-spectroscopy', 'imaging-pat', 'laser-diffraction', 'low-frequency-raman', 'machine-vision', 'mass-spectrometry', 'mir-spectroscopy', 'multimodal-pat', 'nir-spectroscopy', 'nmr-spectroscopy', 'optical-coherence-tomography', 'particle-sizing-pat', 'particle-video-microscopy', 'pat-modality', 'process-endoscopy', 'raman-spectroscopy', 'rheology-pat', 'spatial-filter-velocimetry', 'spatially-offset-raman', 'spectroscopic-pat', 'tdlas', 'terahertz-spectroscopy', 'thermography', 'transmission-raman', 'uv-vis-spectroscopy', 'vibrational-spectroscopy', 'videometric-mass-flow', 'xray-diffraction-pat', 'xray-tomography']
WITH r, s, u, unit_operation, integration_level, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['acoustic-pat', 'chemical-imaging', 'chromatographic-pat', 'dielectric-microwave-sensing', 'dynamic-light-scattering', 'fbrm', 'fluorescence-spectroscopy', 'imaging-pat', 'laser-diffraction', 'low-frequency-raman', 'machine-vision', 'mass-spectrometry', 'mir-spectroscopy', 'multimodal-pat', 'nir-spectroscopy', 'nmr-spectroscopy', 'optical-coherence-tomography', 'particle-sizing-pat', 'particle-video-microscopy', 'process-endoscopy', 'raman-spectroscopy', 'rheology-pat', 'spatial-filter-velocimetry', 'spatially-offset-raman', 'spectroscopic-pat', 'tdlas', 'terahertz-spectroscopy', 'thermography', 'transmission-raman', 'uv-vis-spectroscopy', 'vibrational-spectroscopy', 'videometric-mass-flow', 'xray-diffraction-pat', 'xray-tomography'] THEN 'certain' ELSE 'coarse' END) AS pat_modality

MATCH (u)-[e:USES_METHOD|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN ['active-learning', 'ai-method', 'autoencoder', 'bayesian-network', 'clustering', 'convolutional-neural-network', 'data-augmentation', 'data-fusion-method', 'decision-tree', 'deep-learning', 'ensemble-learning', 'explainable-ai', 'extreme-learning-machine', 'federated-learning', 'fuzzy-or-expert-system', 'gaussian-process', 'generative-model', 'gradient-boosting', 'graph-neural-network', 'hybrid-modelling', 'hybrid-parallel', 'hybrid-serial', 'k-nearest-neighbours', 'large-language-model', 'machine-learning', 'model-predictive-control', 'multilayer-perceptron', 'neural-network', 'object-detection-segmentation-network', 'optimization-algorithm', 'physics-informed-network', 'radial-basis-network', 'random-forest', 'recurrent-neural-network', 'reinforcement-learning', 'state-estimation', 'support-vector-machine', 'time-series-model', 'transfer-learning', 'transformer-network']
WITH r, s, u, unit_operation, integration_level, pat_modality, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['active-learning', 'autoencoder', 'bayesian-network', 'clustering', 'convolutional-neural-network', 'data-augmentation', 'data-fusion-method', 'decision-tree', 'deep-learning', 'ensemble-learning', 'explainable-ai', 'extreme-learning-machine', 'federated-learning', 'fuzzy-or-expert-system', 'gaussian-process', 'generative-model', 'gradient-boosting', 'graph-neural-network', 'hybrid-modelling', 'hybrid-parallel', 'hybrid-serial', 'k-nearest-neighbours', 'large-language-model', 'machine-learning', 'model-predictive-control', 'multilayer-perceptron', 'neural-network', 'object-detection-segmentation-network', 'optimization-algorithm', 'physics-informed-network', 'radial-basis-network', 'random-forest', 'recurrent-neural-network', 'reinforcement-learning', 'state-estimation', 'support-vector-machine', 'time-series-model', 'transfer-learning', 'transformer-network'] THEN 'certain' ELSE 'coarse' END) AS ai_method

RETURN r.id AS review, s.id AS study, u.id AS unit, ai_method, integration_level, pat_modality, unit_operation
ORDER BY review, study, unit;

// Is there an integrated PAT–AI–twin study in packaging?
// Asked of okafor-bello-2025:
//   ai_method: active-learning, data-augmentation, data-fusion-method, explainable-ai, federated-learning, fuzzy-or-expert-system, hybrid-modelling, machine-learning, model-predictive-control, neural-network, optimization-algorithm, reinforcement-learning, state-estimation, time-series-model, transfer-learning
//   integration_level: coupled-representation
//   pat_modality: acoustic-pat, chromatographic-pat, imaging-pat, mass-spectrometry, multimodal-pat, particle-sizing-pat, rheology-pat, spectroscopic-pat, xray-diffraction-pat
//   unit_operation: packaging-operations
// Each condition's column says how sure it is: certain, or what keeps it open (coarse, not-charted, not-exhaustive,
// not-reported, unclear); of several, the first in the alphabet. Units for which a condition is false are left out.
MATCH (r:Review)-[:INCLUDES]->(s:Study)-[:HAS_UNIT|LEFT_OPEN]->(u:EvidenceUnit|FurtherUnit)
WHERE r.id IN ['okafor-bello-2025']

MATCH (u)-[e:HAS_INTEGRATION|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN ['coupled-representation', 'digital-shadow', 'digital-twin-strict', 'integration-level']
WITH r, s, u, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['coupled-representation', 'digital-shadow', 'digital-twin-strict'] THEN 'certain' ELSE 'coarse' END) AS integration_level

MATCH (u)-[e:ON_OPERATION|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN ['packaging-operations', 'primary-packaging', 'secondary-packaging', 'unit-operation']
WITH r, s, u, integration_level, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['packaging-operations', 'primary-packaging', 'secondary-packaging'] THEN 'certain' ELSE 'coarse' END) AS unit_operation

MATCH (u)-[e:USES_MODALITY|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN ['acoustic-pat', 'chemical-imaging', 'chromatographic-pat', 'dielectric-microwave-sensing', 'dynamic-light-scattering', 'fbrm', 'fluorescence-spectroscopy', 'imaging-pat', 'laser-diffraction', 'low-frequency-raman', 'machine-vision', 'mass-spectrometry', 'mir-spectroscopy', 'multimodal-pat', 'nir-spectroscopy', 'nmr-spectroscopy', 'optical-coherence-tomography', 'particle-sizing-pat', 'particle-video-microscopy', 'pat-modality', 'process-endoscopy', 'raman-spectroscopy', 'rheology-pat', 'spatial-filter-velocimetry', 'spatially-offset-raman', 'spectroscopic-pat', 'tdlas', 'terahertz-spectroscopy', 'thermography', 'transmission-raman', 'uv-vis-spectroscopy', 'vibrational-spectroscopy', 'videometric-mass-flow', 'xray-diffraction-pat', 'xray-tomography']
WITH r, s, u, integration_level, unit_operation, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['acoustic-pat', 'chemical-imaging', 'chromatographic-pat', 'dielectric-microwave-sensing', 'dynamic-light-scattering', 'fbrm', 'fluorescence-spectroscopy', 'imaging-pat', 'laser-diffraction', 'low-frequency-raman', 'machine-vision', 'mass-spectrometry', 'mir-spectroscopy', 'multimodal-pat', 'nir-spectroscopy', 'nmr-spectroscopy', 'optical-coherence-tomography', 'particle-sizing-pat', 'particle-video-microscopy', 'process-endoscopy', 'raman-spectroscopy', 'rheology-pat', 'spatial-filter-velocimetry', 'spatially-offset-raman', 'spectroscopic-pat', 'tdlas', 'terahertz-spectroscopy', 'thermography', 'transmission-raman', 'uv-vis-spectroscopy', 'vibrational-spectroscopy', 'videometric-mass-flow', 'xray-diffraction-pat', 'xray-tomography'] THEN 'certain' ELSE 'coarse' END) AS pat_modality

MATCH (u)-[e:USES_METHOD|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN ['active-learning', 'ai-method', 'autoencoder', 'bayesian-network', 'clustering', 'convolutional-neural-network', 'data-augmentation', 'data-fusion-method', 'decision-tree', 'deep-learning', 'ensemble-learning', 'explainable-ai', 'extreme-learning-machine', 'federated-learning', 'fuzzy-or-expert-system', 'gaussian-process', 'generative-model', 'gradient-boosting', 'graph-neural-network', 'hybrid-modelling', 'hybrid-parallel', 'hybrid-serial', 'k-nearest-neighbours', 'large-language-model', 'machine-learning', 'model-predictive-control', 'multilayer-perceptron', 'neural-network', 'object-detection-segmentation-network', 'optimization-algorithm', 'physics-informed-network', 'radial-basis-network', 'random-forest', 'recurrent-neural-network', 'reinforcement-learning', 'state-estimation', 'support-vector-machine', 'time-series-model', 'transfer-learning', 'transformer-network']
WITH r, s, u, integration_level, unit_operation, pat_modality, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['active-learning', 'autoencoder', 'bayesian-network', 'clustering', 'convolutional-neural-network', 'data-augmentation', 'data-fusion-method', 'decision-tree', 'deep-learning', 'ensemble-learning', 'explainable-ai', 'extreme-learning-machine', 'federated-learning', 'fuzzy-or-expert-system', 'gaussian-process', 'generative-model', 'gradient-boosting', 'graph-neural-network', 'hybrid-modelling', 'hybrid-parallel', 'hybrid-serial', 'k-nearest-neighbours', 'large-language-model', 'machine-learning', 'model-predictive-control', 'multilayer-perceptron', 'neural-network', 'object-detection-segmentation-network', 'optimization-algorithm', 'physics-informed-network', 'radial-basis-network', 'random-forest', 'recurrent-neural-network', 'reinforcement-learning', 'state-estimation', 'support-vector-machine', 'time-series-model', 'transfer-learning', 'transformer-network'] THEN 'certain' ELSE 'coarse' END) AS ai_method

RETURN r.id AS review, s.id AS study, u.id AS unit, ai_method, integration_level, pat_modality, unit_operation
ORDER BY review, study, unit;

// Is there an integrated PAT–AI–twin study in aseptic or sterile fill-finish?
// Asked of okafor-bello-2025:
//   ai_method: active-learning, data-augmentation, data-fusion-method, explainable-ai, federated-learning, fuzzy-or-expert-system, hybrid-modelling, machine-learning, model-predictive-control, neural-network, optimization-algorithm, reinforcement-learning, state-estimation, time-series-model, transfer-learning
//   integration_level: coupled-representation
//   pat_modality: acoustic-pat, chromatographic-pat, imaging-pat, mass-spectrometry, multimodal-pat, particle-sizing-pat, rheology-pat, spectroscopic-pat, xray-diffraction-pat
//   unit_operation: aseptic-filling, solution-compounding, sterile-filtration, terminal-sterilization, visual-inspection-step
// Each condition's column says how sure it is: certain, or what keeps it open (coarse, not-charted, not-exhaustive,
// not-reported, unclear); of several, the first in the alphabet. Units for which a condition is false are left out.
MATCH (r:Review)-[:INCLUDES]->(s:Study)-[:HAS_UNIT|LEFT_OPEN]->(u:EvidenceUnit|FurtherUnit)
WHERE r.id IN ['okafor-bello-2025']

MATCH (u)-[e:HAS_INTEGRATION|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN ['coupled-representation', 'digital-shadow', 'digital-twin-strict', 'integration-level']
WITH r, s, u, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['coupled-representation', 'digital-shadow', 'digital-twin-strict'] THEN 'certain' ELSE 'coarse' END) AS integration_level

MATCH (u)-[e:ON_OPERATION|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN ['aseptic-filling', 'solution-compounding', 'sterile-filtration', 'sterile-processing', 'terminal-sterilization', 'unit-operation', 'visual-inspection-step']
WITH r, s, u, integration_level, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['aseptic-filling', 'solution-compounding', 'sterile-filtration', 'terminal-sterilization', 'visual-inspection-step'] THEN 'certain' ELSE 'coarse' END) AS unit_operation

MATCH (u)-[e:USES_MODALITY|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN ['acoustic-pat', 'chemical-imaging', 'chromatographic-pat', 'dielectric-microwave-sensing', 'dynamic-light-scattering', 'fbrm', 'fluorescence-spectroscopy', 'imaging-pat', 'laser-diffraction', 'low-frequency-raman', 'machine-vision', 'mass-spectrometry', 'mir-spectroscopy', 'multimodal-pat', 'nir-spectroscopy', 'nmr-spectroscopy', 'optical-coherence-tomography', 'particle-sizing-pat', 'particle-video-microscopy', 'pat-modality', 'process-endoscopy', 'raman-spectroscopy', 'rheology-pat', 'spatial-filter-velocimetry', 'spatially-offset-raman', 'spectroscopic-pat', 'tdlas', 'terahertz-spectroscopy', 'thermography', 'transmission-raman', 'uv-vis-spectroscopy', 'vibrational-spectroscopy', 'videometric-mass-flow', 'xray-diffraction-pat', 'xray-tomography']
WITH r, s, u, integration_level, unit_operation, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['acoustic-pat', 'chemical-imaging', 'chromatographic-pat', 'dielectric-microwave-sensing', 'dynamic-light-scattering', 'fbrm', 'fluorescence-spectroscopy', 'imaging-pat', 'laser-diffraction', 'low-frequency-raman', 'machine-vision', 'mass-spectrometry', 'mir-spectroscopy', 'multimodal-pat', 'nir-spectroscopy', 'nmr-spectroscopy', 'optical-coherence-tomography', 'particle-sizing-pat', 'particle-video-microscopy', 'process-endoscopy', 'raman-spectroscopy', 'rheology-pat', 'spatial-filter-velocimetry', 'spatially-offset-raman', 'spectroscopic-pat', 'tdlas', 'terahertz-spectroscopy', 'thermography', 'transmission-raman', 'uv-vis-spectroscopy', 'vibrational-spectroscopy', 'videometric-mass-flow', 'xray-diffraction-pat', 'xray-tomography'] THEN 'certain' ELSE 'coarse' END) AS pat_modality

MATCH (u)-[e:USES_METHOD|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN ['active-learning', 'ai-method', 'autoencoder', 'bayesian-network', 'clustering', 'convolutional-neural-network', 'data-augmentation', 'data-fusion-method', 'decision-tree', 'deep-learning', 'ensemble-learning', 'explainable-ai', 'extreme-learning-machine', 'federated-learning', 'fuzzy-or-expert-system', 'gaussian-process', 'generative-model', 'gradient-boosting', 'graph-neural-network', 'hybrid-modelling', 'hybrid-parallel', 'hybrid-serial', 'k-nearest-neighbours', 'large-language-model', 'machine-learning', 'model-predictive-control', 'multilayer-perceptron', 'neural-network', 'object-detection-segmentation-network', 'optimization-algorithm', 'physics-informed-network', 'radial-basis-network', 'random-forest', 'recurrent-neural-network', 'reinforcement-learning', 'state-estimation', 'support-vector-machine', 'time-series-model', 'transfer-learning', 'transformer-network']
WITH r, s, u, integration_level, unit_operation, pat_modality, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['active-learning', 'autoencoder', 'bayesian-network', 'clustering', 'convolutional-neural-network', 'data-augmentation', 'data-fusion-method', 'decision-tree', 'deep-learning', 'ensemble-learning', 'explainable-ai', 'extreme-learning-machine', 'federated-learning', 'fuzzy-or-expert-system', 'gaussian-process', 'generative-model', 'gradient-boosting', 'graph-neural-network', 'hybrid-modelling', 'hybrid-parallel', 'hybrid-serial', 'k-nearest-neighbours', 'large-language-model', 'machine-learning', 'model-predictive-control', 'multilayer-perceptron', 'neural-network', 'object-detection-segmentation-network', 'optimization-algorithm', 'physics-informed-network', 'radial-basis-network', 'random-forest', 'recurrent-neural-network', 'reinforcement-learning', 'state-estimation', 'support-vector-machine', 'time-series-model', 'transfer-learning', 'transformer-network'] THEN 'certain' ELSE 'coarse' END) AS ai_method

RETURN r.id AS review, s.id AS study, u.id AS unit, ai_method, integration_level, pat_modality, unit_operation
ORDER BY review, study, unit;

// Has any study examined how models are monitored, updated, locked or revalidated after deployment?
// Asked of okafor-bello-2025:
//   lifecycle_topic: in-use-monitoring, in-use-revalidation, in-use-updating, model-locking
//   topic_treatment: topic-studied
// Each condition's column says how sure it is: certain, or what keeps it open (coarse, not-charted, not-exhaustive,
// not-reported, unclear); of several, the first in the alphabet. Units for which a condition is false are left out.
MATCH (r:Review)-[:INCLUDES]->(s:Study)-[:HAS_UNIT|LEFT_OPEN]->(u:EvidenceUnit|FurtherUnit)
WHERE r.id IN ['okafor-bello-2025']

MATCH (u)-[e:HAS_TREATMENT|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN ['topic-studied', 'topic-treatment']
WITH r, s, u, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['topic-studied'] THEN 'certain' ELSE 'coarse' END) AS topic_treatment

MATCH (u)-[e:ADDRESSES_LIFECYCLE|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN ['in-use-monitoring', 'in-use-revalidation', 'in-use-updating', 'lifecycle-topic', 'model-locking']
WITH r, s, u, topic_treatment, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['in-use-monitoring', 'in-use-revalidation', 'in-use-updating', 'model-locking'] THEN 'certain' ELSE 'coarse' END) AS lifecycle_topic

RETURN r.id AS review, s.id AS study, u.id AS unit, lifecycle_topic, topic_treatment
ORDER BY review, study, unit;

// Which evidence domains does the review judge less mature than AI-enhanced PAT?
// Every evidence domain that the review judges, with its signal.
MATCH (r:Review)-[:JUDGES]->(j:MaturityJudgement)
WHERE r.id IN ['okafor-bello-2025']
RETURN r.id AS review, j.domain AS domain, j.signal AS signal
ORDER BY review, domain, signal;

// Is integration with manufacturing execution, quality or batch-release systems studied or described?
// Asked of okafor-bello-2025:
//   interoperability_topic: batch-release-integration, mes-integration, quality-system-integration
//   topic_treatment: topic-described, topic-studied
// Each condition's column says how sure it is: certain, or what keeps it open (coarse, not-charted, not-exhaustive,
// not-reported, unclear); of several, the first in the alphabet. Units for which a condition is false are left out.
MATCH (r:Review)-[:INCLUDES]->(s:Study)-[:HAS_UNIT|LEFT_OPEN]->(u:EvidenceUnit|FurtherUnit)
WHERE r.id IN ['okafor-bello-2025']

MATCH (u)-[e:HAS_TREATMENT|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN ['topic-described', 'topic-studied', 'topic-treatment']
WITH r, s, u, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['topic-described', 'topic-studied'] THEN 'certain' ELSE 'coarse' END) AS topic_treatment

MATCH (u)-[e:ADDRESSES_INTEROPERABILITY|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN ['batch-release-integration', 'interoperability-topic', 'mes-integration', 'quality-system-integration']
WITH r, s, u, topic_treatment, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['batch-release-integration', 'mes-integration', 'quality-system-integration'] THEN 'certain' ELSE 'coarse' END) AS interoperability_topic

RETURN r.id AS review, s.id AS study, u.id AS unit, interoperability_topic, topic_treatment
ORDER BY review, study, unit;

// Is there a study that uses several PAT modalities jointly?
// Asked of okafor-bello-2025:
//   pat_modality: multimodal-pat
// Each condition's column says how sure it is: certain, or what keeps it open (coarse, not-charted, not-exhaustive,
// not-reported, unclear); of several, the first in the alphabet. Units for which a condition is false are left out.
MATCH (r:Review)-[:INCLUDES]->(s:Study)-[:HAS_UNIT|LEFT_OPEN]->(u:EvidenceUnit|FurtherUnit)
WHERE r.id IN ['okafor-bello-2025']

MATCH (u)-[e:USES_MODALITY|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN ['multimodal-pat', 'pat-modality']
WITH r, s, u, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['multimodal-pat'] THEN 'certain' ELSE 'coarse' END) AS pat_modality

RETURN r.id AS review, s.id AS study, u.id AS unit, pat_modality
ORDER BY review, study, unit;

// Is there a study with open data, open code or a benchmark set?
// Asked of okafor-bello-2025:
//   interoperability_topic: open-data-code
// Each condition's column says how sure it is: certain, or what keeps it open (coarse, not-charted, not-exhaustive,
// not-reported, unclear); of several, the first in the alphabet. Units for which a condition is false are left out.
MATCH (r:Review)-[:INCLUDES]->(s:Study)-[:HAS_UNIT|LEFT_OPEN]->(u:EvidenceUnit|FurtherUnit)
WHERE r.id IN ['okafor-bello-2025']

MATCH (u)-[e:ADDRESSES_INTEROPERABILITY|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN ['interoperability-topic', 'open-data-code']
WITH r, s, u, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['open-data-code'] THEN 'certain' ELSE 'coarse' END) AS interoperability_topic

RETURN r.id AS review, s.id AS study, u.id AS unit, interoperability_topic
ORDER BY review, study, unit;

// Has operator interaction been examined over long campaigns?
// Asked of okafor-bello-2025:
//   lifecycle_topic: long-campaign
//   workforce_topic: human-machine-interface, operator-trust
// Each condition's column says how sure it is: certain, or what keeps it open (coarse, not-charted, not-exhaustive,
// not-reported, unclear); of several, the first in the alphabet. Units for which a condition is false are left out.
MATCH (r:Review)-[:INCLUDES]->(s:Study)-[:HAS_UNIT|LEFT_OPEN]->(u:EvidenceUnit|FurtherUnit)
WHERE r.id IN ['okafor-bello-2025']

MATCH (u)-[e:ADDRESSES_LIFECYCLE|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN ['lifecycle-topic', 'long-campaign']
WITH r, s, u, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['long-campaign'] THEN 'certain' ELSE 'coarse' END) AS lifecycle_topic

MATCH (u)-[e:ADDRESSES_WORKFORCE|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN ['human-machine-interface', 'operator-trust', 'workforce-topic']
WITH r, s, u, lifecycle_topic, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['human-machine-interface', 'operator-trust'] THEN 'certain' ELSE 'coarse' END) AS workforce_topic

RETURN r.id AS review, s.id AS study, u.id AS unit, lifecycle_topic, workforce_topic
ORDER BY review, study, unit;

// Is there a study from outside North America and Europe?
// Asked of okafor-bello-2025:
//   country: africa, asia, latin-america-and-the-caribbean, oceania
// Each condition's column says how sure it is: certain, or what keeps it open (coarse, not-charted, not-exhaustive,
// not-reported, unclear); of several, the first in the alphabet. Units for which a condition is false are left out.
MATCH (r:Review)-[:INCLUDES]->(s:Study)-[:HAS_UNIT|LEFT_OPEN]->(u:EvidenceUnit|FurtherUnit)
WHERE r.id IN ['okafor-bello-2025']

MATCH (s)-[e:CONDUCTED_IN|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN ['afghanistan', 'africa', 'algeria', 'american-samoa', 'americas', 'angola', 'anguilla', 'antigua-and-barbuda', 'argentina', 'armenia', 'aruba', 'asia', 'australia', 'australia-and-new-zealand', 'azerbaijan', 'bahamas', 'bahrain', 'bangladesh', 'barbados', 'belize', 'benin', 'bhutan', 'bolivia-plurinational-state-of', 'bonaire-sint-eustatius-and-saba', 'botswana', 'bouvet-island', 'brazil', 'british-indian-ocean-territory', 'british-virgin-islands', 'brunei-darussalam', 'burkina-faso', 'burundi', 'cabo-verde', 'cambodia', 'cameroon', 'caribbean', 'cayman-islands', 'central-african-republic', 'central-america', 'central-asia', 'chad', 'chile', 'china', 'china-hong-kong-special-administrative-region', 'china-macao-special-administrative-region', 'christmas-island', 'cocos-keeling-islands', 'colombia', 'comoros', 'congo', 'cook-islands', 'costa-rica', 'cote-divoire', 'country', 'cuba', 'curacao', 'cyprus', 'democratic-peoples-republic-of-korea', 'democratic-republic-of-the-congo', 'djibouti', 'dominica', 'dominican-republic', 'eastern-africa', 'eastern-asia', 'ecuador', 'egypt', 'el-salvador', 'equatorial-guinea', 'eritrea', 'eswatini', 'ethiopia', 'falkland-islands-malvinas', 'fiji', 'french-guiana', 'french-polynesia', 'french-southern-territories', 'gabon', 'gambia', 'georgia', 'ghana', 'grenada', 'guadeloupe', 'guam', 'guatemala', 'guinea', 'guinea-bissau', 'guyana', 'haiti', 'heard-island-and-mcdonald-islands', 'honduras', 'india', 'indonesia', 'iran-islamic-republic-of', 'iraq', 'israel', 'jamaica', 'japan', 'jordan', 'kazakhstan', 'kenya', 'kiribati', 'kuwait', 'kyrgyzstan', 'lao-peoples-democratic-republic', 'latin-america-and-the-caribbean', 'lebanon', 'lesotho', 'liberia', 'libya', 'madagascar', 'malawi', 'malaysia', 'maldives', 'mali', 'marshall-islands', 'martinique', 'mauritania', 'mauritius', 'mayotte', 'melanesia', 'mexico', 'micronesia', 'micronesia-federated-states-of', 'middle-africa', 'mongolia', 'montserrat', 'morocco', 'mozambique', 'myanmar', 'namibia', 'nauru', 'nepal', 'new-caledonia', 'new-zealand', 'nicaragua', 'niger', 'nigeria', 'niue', 'norfolk-island', 'northern-africa', 'northern-mariana-islands', 'oceania', 'oman', 'pakistan', 'palau', 'panama', 'papua-new-guinea', 'paraguay', 'peru', 'philippines', 'pitcairn', 'polynesia', 'puerto-rico', 'qatar', 'republic-of-korea', 'reunion', 'rwanda', 'saint-barthelemy', 'saint-helena', 'saint-kitts-and-nevis', 'saint-lucia', 'saint-martin-french-part', 'saint-vincent-and-the-grenadines', 'samoa', 'sao-tome-and-principe', 'saudi-arabia', 'senegal', 'seychelles', 'sierra-leone', 'singapore', 'sint-maarten-dutch-part', 'solomon-islands', 'somalia', 'south-africa', 'south-america', 'south-eastern-asia', 'south-georgia-and-the-south-sandwich-islands', 'south-sudan', 'southern-africa', 'southern-asia', 'sri-lanka', 'state-of-palestine', 'sub-saharan-africa', 'sudan', 'suriname', 'syrian-arab-republic', 'taiwan-province-of-china', 'tajikistan', 'thailand', 'timor-leste', 'togo', 'tokelau', 'tonga', 'trinidad-and-tobago', 'tunisia', 'turkiye', 'turkmenistan', 'turks-and-caicos-islands', 'tuvalu', 'uganda', 'united-arab-emirates', 'united-republic-of-tanzania', 'united-states-minor-outlying-islands', 'united-states-virgin-islands', 'uruguay', 'uzbekistan', 'vanuatu', 'venezuela-bolivarian-republic-of', 'viet-nam', 'wallis-and-futuna-islands', 'western-africa', 'western-asia', 'western-sahara', 'yemen', 'zambia', 'zimbabwe']
WITH r, s, u, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['afghanistan', 'africa', 'algeria', 'american-samoa', 'angola', 'anguilla', 'antigua-and-barbuda', 'argentina', 'armenia', 'aruba', 'asia', 'australia', 'australia-and-new-zealand', 'azerbaijan', 'bahamas', 'bahrain', 'bangladesh', 'barbados', 'belize', 'benin', 'bhutan', 'bolivia-plurinational-state-of', 'bonaire-sint-eustatius-and-saba', 'botswana', 'bouvet-island', 'brazil', 'british-indian-ocean-territory', 'british-virgin-islands', 'brunei-darussalam', 'burkina-faso', 'burundi', 'cabo-verde', 'cambodia', 'cameroon', 'caribbean', 'cayman-islands', 'central-african-republic', 'central-america', 'central-asia', 'chad', 'chile', 'china', 'china-hong-kong-special-administrative-region', 'china-macao-special-administrative-region', 'christmas-island', 'cocos-keeling-islands', 'colombia', 'comoros', 'congo', 'cook-islands', 'costa-rica', 'cote-divoire', 'cuba', 'curacao', 'cyprus', 'democratic-peoples-republic-of-korea', 'democratic-republic-of-the-congo', 'djibouti', 'dominica', 'dominican-republic', 'eastern-africa', 'eastern-asia', 'ecuador', 'egypt', 'el-salvador', 'equatorial-guinea', 'eritrea', 'eswatini', 'ethiopia', 'falkland-islands-malvinas', 'fiji', 'french-guiana', 'french-polynesia', 'french-southern-territories', 'gabon', 'gambia', 'georgia', 'ghana', 'grenada', 'guadeloupe', 'guam', 'guatemala', 'guinea', 'guinea-bissau', 'guyana', 'haiti', 'heard-island-and-mcdonald-islands', 'honduras', 'india', 'indonesia', 'iran-islamic-republic-of', 'iraq', 'israel', 'jamaica', 'japan', 'jordan', 'kazakhstan', 'kenya', 'kiribati', 'kuwait', 'kyrgyzstan', 'lao-peoples-democratic-republic', 'latin-america-and-the-caribbean', 'lebanon', 'lesotho', 'liberia', 'libya', 'madagascar', 'malawi', 'malaysia', 'maldives', 'mali', 'marshall-islands', 'martinique', 'mauritania', 'mauritius', 'mayotte', 'melanesia', 'mexico', 'micronesia', 'micronesia-federated-states-of', 'middle-africa', 'mongolia', 'montserrat', 'morocco', 'mozambique', 'myanmar', 'namibia', 'nauru', 'nepal', 'new-caledonia', 'new-zealand', 'nicaragua', 'niger', 'nigeria', 'niue', 'norfolk-island', 'northern-africa', 'northern-mariana-islands', 'oceania', 'oman', 'pakistan', 'palau', 'panama', 'papua-new-guinea', 'paraguay', 'peru', 'philippines', 'pitcairn', 'polynesia', 'puerto-rico', 'qatar', 'republic-of-korea', 'reunion', 'rwanda', 'saint-barthelemy', 'saint-helena', 'saint-kitts-and-nevis', 'saint-lucia', 'saint-martin-french-part', 'saint-vincent-and-the-grenadines', 'samoa', 'sao-tome-and-principe', 'saudi-arabia', 'senegal', 'seychelles', 'sierra-leone', 'singapore', 'sint-maarten-dutch-part', 'solomon-islands', 'somalia', 'south-africa', 'south-america', 'south-eastern-asia', 'south-georgia-and-the-south-sandwich-islands', 'south-sudan', 'southern-africa', 'southern-asia', 'sri-lanka', 'state-of-palestine', 'sub-saharan-africa', 'sudan', 'suriname', 'syrian-arab-republic', 'taiwan-province-of-china', 'tajikistan', 'thailand', 'timor-leste', 'togo', 'tokelau', 'tonga', 'trinidad-and-tobago', 'tunisia', 'turkiye', 'turkmenistan', 'turks-and-caicos-islands', 'tuvalu', 'uganda', 'united-arab-emirates', 'united-republic-of-tanzania', 'united-states-minor-outlying-islands', 'united-states-virgin-islands', 'uruguay', 'uzbekistan', 'vanuatu', 'venezuela-bolivarian-republic-of', 'viet-nam', 'wallis-and-futuna-islands', 'western-africa', 'western-asia', 'western-sahara', 'yemen', 'zambia', 'zimbabwe'] THEN 'certain' ELSE 'coarse' END) AS country

RETURN r.id AS review, s.id AS study, u.id AS unit, country
ORDER BY review, study, unit;

// What share of the studies are proofs of concept, and what share are trials or deployments at commercial scale?
// Asked of okafor-bello-2025:
//   study_design: proof-of-concept-study
// Each condition's column says how sure it is: certain, or what keeps it open (coarse, not-charted, not-exhaustive,
// not-reported, unclear); of several, the first in the alphabet. Units for which a condition is false are left out.
MATCH (r:Review)-[:INCLUDES]->(s:Study)-[:HAS_UNIT|LEFT_OPEN]->(u:EvidenceUnit|FurtherUnit)
WHERE r.id IN ['okafor-bello-2025']

MATCH (s)-[e:HAS_DESIGN|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN ['proof-of-concept-study', 'study-design']
WITH r, s, u, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['proof-of-concept-study'] THEN 'certain' ELSE 'coarse' END) AS study_design

RETURN r.id AS review, s.id AS study, u.id AS unit, study_design
ORDER BY review, study, unit;

// Is there a prospective or longitudinal study under commercial GMP?
// Asked of okafor-bello-2025:
//   implementation_status: gmp-commercial-deployment
//   study_design: longitudinal-deployment-study, prospective-study
// Each condition's column says how sure it is: certain, or what keeps it open (coarse, not-charted, not-exhaustive,
// not-reported, unclear); of several, the first in the alphabet. Units for which a condition is false are left out.
MATCH (r:Review)-[:INCLUDES]->(s:Study)-[:HAS_UNIT|LEFT_OPEN]->(u:EvidenceUnit|FurtherUnit)
WHERE r.id IN ['okafor-bello-2025']

MATCH (s)-[e:HAS_DESIGN|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN ['longitudinal-deployment-study', 'prospective-study', 'study-design']
WITH r, s, u, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['longitudinal-deployment-study', 'prospective-study'] THEN 'certain' ELSE 'coarse' END) AS study_design

MATCH (u)-[e:HAS_IMPLEMENTATION|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN ['gmp-advisory-use', 'gmp-commercial-deployment', 'gmp-control-or-release-use', 'implementation-status']
WITH r, s, u, study_design, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['gmp-advisory-use', 'gmp-commercial-deployment', 'gmp-control-or-release-use'] THEN 'certain' ELSE 'coarse' END) AS implementation_status

RETURN r.id AS review, s.id AS study, u.id AS unit, implementation_status, study_design
ORDER BY review, study, unit;

// Is there a published failure or failed model transfer?
// Asked of okafor-bello-2025:
//   reported_outcome: outcome-failure
// Each condition's column says how sure it is: certain, or what keeps it open (coarse, not-charted, not-exhaustive,
// not-reported, unclear); of several, the first in the alphabet. Units for which a condition is false are left out.
MATCH (r:Review)-[:INCLUDES]->(s:Study)-[:HAS_UNIT|LEFT_OPEN]->(u:EvidenceUnit|FurtherUnit)
WHERE r.id IN ['okafor-bello-2025']

MATCH (u)-[e:REPORTS_OUTCOME|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN ['failed-transfer', 'outcome-failure', 'reported-outcome']
WITH r, s, u, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['failed-transfer', 'outcome-failure'] THEN 'certain' ELSE 'coarse' END) AS reported_outcome

RETURN r.id AS review, s.id AS study, u.id AS unit, reported_outcome
ORDER BY review, study, unit;

// Which quality attributes has AI on PAT data been applied to?
// Asked of okafor-bello-2025:
//   ai_method: ai-method
//   pat_modality: pat-modality
//   quality_attribute: quality-attribute
// Each condition's column says how sure it is: certain, or what keeps it open (coarse, not-charted, not-exhaustive,
// not-reported, unclear); of several, the first in the alphabet. Units for which a condition is false are left out.
MATCH (r:Review)-[:INCLUDES]->(s:Study)-[:HAS_UNIT|LEFT_OPEN]->(u:EvidenceUnit|FurtherUnit)
WHERE r.id IN ['okafor-bello-2025']

MATCH (u)-[e:ASSESSES_ATTRIBUTE|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN ['assay-content', 'bioprocess-attribute', 'blend-potency', 'blend-uniformity', 'bulk-tapped-density', 'cake-appearance', 'coating-attribute', 'coating-mass-gain', 'coating-thickness', 'composition-attribute', 'container-closure-integrity', 'content-uniformity', 'disintegration-time', 'dissolution', 'excipient-content', 'fill-volume', 'friability', 'glycosylation', 'impurity-level', 'metabolite-concentration', 'moisture-content', 'particle-shape', 'particle-size-distribution', 'particulate-attribute', 'porosity', 'potency-bio', 'powder-flowability', 'process-state-variable', 'quality-attribute', 'solid-state-form', 'sterile-product-attribute', 'sterility', 'tablet-attribute', 'tablet-defect', 'tablet-hardness', 'tablet-weight', 'tableting-property', 'titer', 'viable-cell-density', 'viscosity-rheology', 'visible-particles']
WITH r, s, u, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['assay-content', 'bioprocess-attribute', 'blend-potency', 'blend-uniformity', 'bulk-tapped-density', 'cake-appearance', 'coating-attribute', 'coating-mass-gain', 'coating-thickness', 'composition-attribute', 'container-closure-integrity', 'content-uniformity', 'disintegration-time', 'dissolution', 'excipient-content', 'fill-volume', 'friability', 'glycosylation', 'impurity-level', 'metabolite-concentration', 'moisture-content', 'particle-shape', 'particle-size-distribution', 'particulate-attribute', 'porosity', 'potency-bio', 'powder-flowability', 'process-state-variable', 'quality-attribute', 'solid-state-form', 'sterile-product-attribute', 'sterility', 'tablet-attribute', 'tablet-defect', 'tablet-hardness', 'tablet-weight', 'tableting-property', 'titer', 'viable-cell-density', 'viscosity-rheology', 'visible-particles'] THEN 'certain' ELSE 'coarse' END) AS quality_attribute

MATCH (u)-[e:USES_MODALITY|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN ['acoustic-pat', 'chemical-imaging', 'chromatographic-pat', 'dielectric-microwave-sensing', 'dynamic-light-scattering', 'fbrm', 'feeder-signal', 'fluorescence-spectroscopy', 'imaging-pat', 'laser-diffraction', 'low-frequency-raman', 'machine-vision', 'mass-spectrometry', 'mir-spectroscopy', 'multimodal-pat', 'nir-spectroscopy', 'nmr-spectroscopy', 'optical-coherence-tomography', 'particle-sizing-pat', 'particle-video-microscopy', 'pat-modality', 'ph-do-conductivity-sensor', 'pressure-force-torque-sensor', 'process-endoscopy', 'raman-spectroscopy', 'residence-time-distribution-data', 'rheology-pat', 'soft-sensor-modality', 'spatial-filter-velocimetry', 'spatially-offset-raman', 'spectroscopic-pat', 'tdlas', 'temperature-humidity-sensor', 'terahertz-spectroscopy', 'thermography', 'transmission-raman', 'univariate-process-sensor', 'uv-vis-spectroscopy', 'vibrational-spectroscopy', 'videometric-mass-flow', 'xray-diffraction-pat', 'xray-tomography']
WITH r, s, u, quality_attribute, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['acoustic-pat', 'chemical-imaging', 'chromatographic-pat', 'dielectric-microwave-sensing', 'dynamic-light-scattering', 'fbrm', 'feeder-signal', 'fluorescence-spectroscopy', 'imaging-pat', 'laser-diffraction', 'low-frequency-raman', 'machine-vision', 'mass-spectrometry', 'mir-spectroscopy', 'multimodal-pat', 'nir-spectroscopy', 'nmr-spectroscopy', 'optical-coherence-tomography', 'particle-sizing-pat', 'particle-video-microscopy', 'pat-modality', 'ph-do-conductivity-sensor', 'pressure-force-torque-sensor', 'process-endoscopy', 'raman-spectroscopy', 'residence-time-distribution-data', 'rheology-pat', 'soft-sensor-modality', 'spatial-filter-velocimetry', 'spatially-offset-raman', 'spectroscopic-pat', 'tdlas', 'temperature-humidity-sensor', 'terahertz-spectroscopy', 'thermography', 'transmission-raman', 'univariate-process-sensor', 'uv-vis-spectroscopy', 'vibrational-spectroscopy', 'videometric-mass-flow', 'xray-diffraction-pat', 'xray-tomography'] THEN 'certain' ELSE 'coarse' END) AS pat_modality

MATCH (u)-[e:USES_METHOD|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN ['active-learning', 'ai-method', 'autoencoder', 'bayesian-network', 'chemometrics', 'classical-statistics', 'clustering', 'convolutional-neural-network', 'data-augmentation', 'data-fusion-method', 'decision-tree', 'deep-learning', 'ensemble-learning', 'explainable-ai', 'extreme-learning-machine', 'federated-learning', 'fuzzy-or-expert-system', 'gaussian-process', 'generative-model', 'gradient-boosting', 'graph-neural-network', 'hybrid-modelling', 'hybrid-parallel', 'hybrid-serial', 'k-nearest-neighbours', 'large-language-model', 'linear-regression', 'logistic-regression', 'machine-learning', 'mcr-cls', 'model-predictive-control', 'mspc', 'multilayer-perceptron', 'neural-network', 'object-detection-segmentation-network', 'optimization-algorithm', 'physics-informed-network', 'pls-da', 'pls-regression', 'principal-component-analysis', 'principal-component-regression', 'radial-basis-network', 'random-forest', 'recurrent-neural-network', 'regularized-regression', 'reinforcement-learning', 'simca-lda', 'spectral-preprocessing', 'state-estimation', 'support-vector-machine', 'time-series-model', 'transfer-learning', 'transformer-network']
WITH r, s, u, quality_attribute, pat_modality, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['active-learning', 'ai-method', 'autoencoder', 'bayesian-network', 'chemometrics', 'classical-statistics', 'clustering', 'convolutional-neural-network', 'data-augmentation', 'data-fusion-method', 'decision-tree', 'deep-learning', 'ensemble-learning', 'explainable-ai', 'extreme-learning-machine', 'federated-learning', 'fuzzy-or-expert-system', 'gaussian-process', 'generative-model', 'gradient-boosting', 'graph-neural-network', 'hybrid-modelling', 'hybrid-parallel', 'hybrid-serial', 'k-nearest-neighbours', 'large-language-model', 'linear-regression', 'logistic-regression', 'machine-learning', 'mcr-cls', 'model-predictive-control', 'mspc', 'multilayer-perceptron', 'neural-network', 'object-detection-segmentation-network', 'optimization-algorithm', 'physics-informed-network', 'pls-da', 'pls-regression', 'principal-component-analysis', 'principal-component-regression', 'radial-basis-network', 'random-forest', 'recurrent-neural-network', 'regularized-regression', 'reinforcement-learning', 'simca-lda', 'spectral-preprocessing', 'state-estimation', 'support-vector-machine', 'time-series-model', 'transfer-learning', 'transformer-network'] THEN 'certain' ELSE 'coarse' END) AS ai_method

RETURN r.id AS review, s.id AS study, u.id AS unit, ai_method, pat_modality, quality_attribute
ORDER BY review, study, unit;

// Is there a study of deep learning on Raman spectra?
// Asked of okafor-bello-2025:
//   ai_method: deep-learning
//   pat_modality: raman-spectroscopy
// Each condition's column says how sure it is: certain, or what keeps it open (coarse, not-charted, not-exhaustive,
// not-reported, unclear); of several, the first in the alphabet. Units for which a condition is false are left out.
MATCH (r:Review)-[:INCLUDES]->(s:Study)-[:HAS_UNIT|LEFT_OPEN]->(u:EvidenceUnit|FurtherUnit)
WHERE r.id IN ['okafor-bello-2025']

MATCH (u)-[e:USES_MODALITY|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN ['low-frequency-raman', 'pat-modality', 'raman-spectroscopy', 'spatially-offset-raman', 'spectroscopic-pat', 'transmission-raman', 'vibrational-spectroscopy']
WITH r, s, u, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['low-frequency-raman', 'raman-spectroscopy', 'spatially-offset-raman', 'transmission-raman'] THEN 'certain' ELSE 'coarse' END) AS pat_modality

MATCH (u)-[e:USES_METHOD|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN ['ai-method', 'autoencoder', 'convolutional-neural-network', 'deep-learning', 'generative-model', 'graph-neural-network', 'large-language-model', 'neural-network', 'object-detection-segmentation-network', 'physics-informed-network', 'recurrent-neural-network', 'transformer-network']
WITH r, s, u, pat_modality, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['autoencoder', 'convolutional-neural-network', 'deep-learning', 'generative-model', 'graph-neural-network', 'large-language-model', 'object-detection-segmentation-network', 'physics-informed-network', 'recurrent-neural-network', 'transformer-network'] THEN 'certain' ELSE 'coarse' END) AS ai_method

RETURN r.id AS review, s.id AS study, u.id AS unit, ai_method, pat_modality
ORDER BY review, study, unit;

// Does a real-time PAT stream feed a coupled digital twin?
// Asked of okafor-bello-2025:
//   integration_level: coupled-representation
//   pat_modality: pat-modality
//   synchronization_mode: near-real-time-synchronization, real-time-synchronization
// Each condition's column says how sure it is: certain, or what keeps it open (coarse, not-charted, not-exhaustive,
// not-reported, unclear); of several, the first in the alphabet. Units for which a condition is false are left out.
MATCH (r:Review)-[:INCLUDES]->(s:Study)-[:HAS_UNIT|LEFT_OPEN]->(u:EvidenceUnit|FurtherUnit)
WHERE r.id IN ['okafor-bello-2025']

MATCH (u)-[e:HAS_SYNCHRONIZATION|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN ['near-real-time-synchronization', 'real-time-synchronization', 'synchronization-mode']
WITH r, s, u, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['near-real-time-synchronization', 'real-time-synchronization'] THEN 'certain' ELSE 'coarse' END) AS synchronization_mode

MATCH (u)-[e:HAS_INTEGRATION|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN ['coupled-representation', 'digital-shadow', 'digital-twin-strict', 'integration-level']
WITH r, s, u, synchronization_mode, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['coupled-representation', 'digital-shadow', 'digital-twin-strict'] THEN 'certain' ELSE 'coarse' END) AS integration_level

MATCH (u)-[e:USES_MODALITY|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN ['acoustic-pat', 'chemical-imaging', 'chromatographic-pat', 'dielectric-microwave-sensing', 'dynamic-light-scattering', 'fbrm', 'feeder-signal', 'fluorescence-spectroscopy', 'imaging-pat', 'laser-diffraction', 'low-frequency-raman', 'machine-vision', 'mass-spectrometry', 'mir-spectroscopy', 'multimodal-pat', 'nir-spectroscopy', 'nmr-spectroscopy', 'optical-coherence-tomography', 'particle-sizing-pat', 'particle-video-microscopy', 'pat-modality', 'ph-do-conductivity-sensor', 'pressure-force-torque-sensor', 'process-endoscopy', 'raman-spectroscopy', 'residence-time-distribution-data', 'rheology-pat', 'soft-sensor-modality', 'spatial-filter-velocimetry', 'spatially-offset-raman', 'spectroscopic-pat', 'tdlas', 'temperature-humidity-sensor', 'terahertz-spectroscopy', 'thermography', 'transmission-raman', 'univariate-process-sensor', 'uv-vis-spectroscopy', 'vibrational-spectroscopy', 'videometric-mass-flow', 'xray-diffraction-pat', 'xray-tomography']
WITH r, s, u, synchronization_mode, integration_level, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['acoustic-pat', 'chemical-imaging', 'chromatographic-pat', 'dielectric-microwave-sensing', 'dynamic-light-scattering', 'fbrm', 'feeder-signal', 'fluorescence-spectroscopy', 'imaging-pat', 'laser-diffraction', 'low-frequency-raman', 'machine-vision', 'mass-spectrometry', 'mir-spectroscopy', 'multimodal-pat', 'nir-spectroscopy', 'nmr-spectroscopy', 'optical-coherence-tomography', 'particle-sizing-pat', 'particle-video-microscopy', 'pat-modality', 'ph-do-conductivity-sensor', 'pressure-force-torque-sensor', 'process-endoscopy', 'raman-spectroscopy', 'residence-time-distribution-data', 'rheology-pat', 'soft-sensor-modality', 'spatial-filter-velocimetry', 'spatially-offset-raman', 'spectroscopic-pat', 'tdlas', 'temperature-humidity-sensor', 'terahertz-spectroscopy', 'thermography', 'transmission-raman', 'univariate-process-sensor', 'uv-vis-spectroscopy', 'vibrational-spectroscopy', 'videometric-mass-flow', 'xray-diffraction-pat', 'xray-tomography'] THEN 'certain' ELSE 'coarse' END) AS pat_modality

RETURN r.id AS review, s.id AS study, u.id AS unit, integration_level, pat_modality, synchronization_mode
ORDER BY review, study, unit;

// Is direct interaction with a regulator or an approval pathway described?
// Asked of okafor-bello-2025:
//   regulatory_topic: regulatory-interaction
//   topic_treatment: topic-described, topic-studied
// Each condition's column says how sure it is: certain, or what keeps it open (coarse, not-charted, not-exhaustive,
// not-reported, unclear); of several, the first in the alphabet. Units for which a condition is false are left out.
MATCH (r:Review)-[:INCLUDES]->(s:Study)-[:HAS_UNIT|LEFT_OPEN]->(u:EvidenceUnit|FurtherUnit)
WHERE r.id IN ['okafor-bello-2025']

MATCH (u)-[e:ADDRESSES_REGULATION|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN ['regulatory-interaction', 'regulatory-topic']
WITH r, s, u, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['regulatory-interaction'] THEN 'certain' ELSE 'coarse' END) AS regulatory_topic

MATCH (u)-[e:HAS_TREATMENT|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN ['topic-described', 'topic-studied', 'topic-treatment']
WITH r, s, u, regulatory_topic, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['topic-described', 'topic-studied'] THEN 'certain' ELSE 'coarse' END) AS topic_treatment

RETURN r.id AS review, s.id AS study, u.id AS unit, regulatory_topic, topic_treatment
ORDER BY review, study, unit;

// Is there a report of sustained use in commercial release decisions?
// Asked of okafor-bello-2025:
//   ai_role: release-support-role
//   implementation_status: gmp-control-or-release-use
//   study_design: longitudinal-deployment-study
// Each condition's column says how sure it is: certain, or what keeps it open (coarse, not-charted, not-exhaustive,
// not-reported, unclear); of several, the first in the alphabet. Units for which a condition is false are left out.
MATCH (r:Review)-[:INCLUDES]->(s:Study)-[:HAS_UNIT|LEFT_OPEN]->(u:EvidenceUnit|FurtherUnit)
WHERE r.id IN ['okafor-bello-2025']

MATCH (u)-[e:HAS_AI_ROLE|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN ['ai-role', 'release-support-role']
WITH r, s, u, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['release-support-role'] THEN 'certain' ELSE 'coarse' END) AS ai_role

MATCH (u)-[e:HAS_IMPLEMENTATION|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN ['gmp-commercial-deployment', 'gmp-control-or-release-use', 'implementation-status']
WITH r, s, u, ai_role, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['gmp-control-or-release-use'] THEN 'certain' ELSE 'coarse' END) AS implementation_status

MATCH (s)-[e:HAS_DESIGN|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN ['longitudinal-deployment-study', 'study-design']
WITH r, s, u, ai_role, implementation_status, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['longitudinal-deployment-study'] THEN 'certain' ELSE 'coarse' END) AS study_design

RETURN r.id AS review, s.id AS study, u.id AS unit, ai_role, implementation_status, study_design
ORDER BY review, study, unit;

// Has a model been validated across sites, instruments, products, campaigns or scales?
// Asked of okafor-bello-2025:
//   validation_level: cross-campaign, cross-product, cross-scale, cross-site, new-instrument
// Each condition's column says how sure it is: certain, or what keeps it open (coarse, not-charted, not-exhaustive,
// not-reported, unclear); of several, the first in the alphabet. Units for which a condition is false are left out.
MATCH (r:Review)-[:INCLUDES]->(s:Study)-[:HAS_UNIT|LEFT_OPEN]->(u:EvidenceUnit|FurtherUnit)
WHERE r.id IN ['okafor-bello-2025']

MATCH (u)-[e:HAS_VALIDATION|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN ['cross-campaign', 'cross-product', 'cross-scale', 'cross-site', 'external-test-set', 'new-instrument', 'validation-level']
WITH r, s, u, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['cross-campaign', 'cross-product', 'cross-scale', 'cross-site', 'new-instrument'] THEN 'certain' ELSE 'coarse' END) AS validation_level

RETURN r.id AS review, s.id AS study, u.id AS unit, validation_level
ORDER BY review, study, unit;

// Is there a digital twin of a batch process?
// Asked of okafor-bello-2025:
//   manufacturing_mode: batch-manufacturing
//   twin_component: twin-component
// Each condition's column says how sure it is: certain, or what keeps it open (coarse, not-charted, not-exhaustive,
// not-reported, unclear); of several, the first in the alphabet. Units for which a condition is false are left out.
MATCH (r:Review)-[:INCLUDES]->(s:Study)-[:HAS_UNIT|LEFT_OPEN]->(u:EvidenceUnit|FurtherUnit)
WHERE r.id IN ['okafor-bello-2025']

MATCH (u)-[e:IN_MODE|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN ['batch-manufacturing', 'manufacturing-mode']
WITH r, s, u, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['batch-manufacturing'] THEN 'certain' ELSE 'coarse' END) AS manufacturing_mode

MATCH (u)-[e:HAS_COMPONENT|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN ['data-management-component', 'digital-representation-component', 'model-to-actuator-component', 'physical-entity-component', 'sensor-to-model-component', 'service-component', 'simulation-layer-component', 'state-updating-component', 'twin-component', 'ui-component', 'uncertainty-component']
WITH r, s, u, manufacturing_mode, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['data-management-component', 'digital-representation-component', 'model-to-actuator-component', 'physical-entity-component', 'sensor-to-model-component', 'service-component', 'simulation-layer-component', 'state-updating-component', 'twin-component', 'ui-component', 'uncertainty-component'] THEN 'certain' ELSE 'coarse' END) AS twin_component

RETURN r.id AS review, s.id AS study, u.id AS unit, manufacturing_mode, twin_component
ORDER BY review, study, unit;

// Is there a digital twin of a biopharmaceutical process?
// Asked of okafor-bello-2025:
//   product_type: biopharmaceutical
//   twin_component: twin-component
// Each condition's column says how sure it is: certain, or what keeps it open (coarse, not-charted, not-exhaustive,
// not-reported, unclear); of several, the first in the alphabet. Units for which a condition is false are left out.
MATCH (r:Review)-[:INCLUDES]->(s:Study)-[:HAS_UNIT|LEFT_OPEN]->(u:EvidenceUnit|FurtherUnit)
WHERE r.id IN ['okafor-bello-2025']

MATCH (u)-[e:CONCERNS_PRODUCT|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN ['biopharmaceutical', 'cell-or-gene-therapy', 'monoclonal-antibody', 'product-type', 'vaccine']
WITH r, s, u, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['biopharmaceutical', 'cell-or-gene-therapy', 'monoclonal-antibody', 'vaccine'] THEN 'certain' ELSE 'coarse' END) AS product_type

MATCH (u)-[e:HAS_COMPONENT|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN ['data-management-component', 'digital-representation-component', 'model-to-actuator-component', 'physical-entity-component', 'sensor-to-model-component', 'service-component', 'simulation-layer-component', 'state-updating-component', 'twin-component', 'ui-component', 'uncertainty-component']
WITH r, s, u, product_type, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['data-management-component', 'digital-representation-component', 'model-to-actuator-component', 'physical-entity-component', 'sensor-to-model-component', 'service-component', 'simulation-layer-component', 'state-updating-component', 'twin-component', 'ui-component', 'uncertainty-component'] THEN 'certain' ELSE 'coarse' END) AS twin_component

RETURN r.id AS review, s.id AS study, u.id AS unit, product_type, twin_component
ORDER BY review, study, unit;

// Is there a digital twin of coating or pellet layering?
// Asked of okafor-bello-2025:
//   twin_component: twin-component
//   unit_operation: coating
// Each condition's column says how sure it is: certain, or what keeps it open (coarse, not-charted, not-exhaustive,
// not-reported, unclear); of several, the first in the alphabet. Units for which a condition is false are left out.
MATCH (r:Review)-[:INCLUDES]->(s:Study)-[:HAS_UNIT|LEFT_OPEN]->(u:EvidenceUnit|FurtherUnit)
WHERE r.id IN ['okafor-bello-2025']

MATCH (u)-[e:ON_OPERATION|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN ['coating', 'pellet-layering', 'solid-dose-processing', 'unit-operation']
WITH r, s, u, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['coating', 'pellet-layering'] THEN 'certain' ELSE 'coarse' END) AS unit_operation

MATCH (u)-[e:HAS_COMPONENT|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN ['data-management-component', 'digital-representation-component', 'model-to-actuator-component', 'physical-entity-component', 'sensor-to-model-component', 'service-component', 'simulation-layer-component', 'state-updating-component', 'twin-component', 'ui-component', 'uncertainty-component']
WITH r, s, u, unit_operation, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['data-management-component', 'digital-representation-component', 'model-to-actuator-component', 'physical-entity-component', 'sensor-to-model-component', 'service-component', 'simulation-layer-component', 'state-updating-component', 'twin-component', 'ui-component', 'uncertainty-component'] THEN 'certain' ELSE 'coarse' END) AS twin_component

RETURN r.id AS review, s.id AS study, u.id AS unit, twin_component, unit_operation
ORDER BY review, study, unit;

// Is there a twin in substance that its authors call something else?
// Asked of okafor-bello-2025:
//   twin_component: digital-representation-component
//   twin_component_2: sensor-to-model-component
//   twin_component_3: simulation-layer-component
//   twin_component_4: state-updating-component
//   twin_label: labelled-otherwise
// Each condition's column says how sure it is: certain, or what keeps it open (coarse, not-charted, not-exhaustive,
// not-reported, unclear); of several, the first in the alphabet. Units for which a condition is false are left out.
MATCH (r:Review)-[:INCLUDES]->(s:Study)-[:HAS_UNIT|LEFT_OPEN]->(u:EvidenceUnit|FurtherUnit)
WHERE r.id IN ['okafor-bello-2025']

MATCH (u)-[e:HAS_COMPONENT|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN ['digital-representation-component', 'twin-component']
WITH r, s, u, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['digital-representation-component'] THEN 'certain' ELSE 'coarse' END) AS twin_component

MATCH (u)-[e:HAS_COMPONENT|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN ['sensor-to-model-component', 'twin-component']
WITH r, s, u, twin_component, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['sensor-to-model-component'] THEN 'certain' ELSE 'coarse' END) AS twin_component_2

MATCH (u)-[e:HAS_COMPONENT|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN ['simulation-layer-component', 'twin-component']
WITH r, s, u, twin_component, twin_component_2, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['simulation-layer-component'] THEN 'certain' ELSE 'coarse' END) AS twin_component_3

MATCH (u)-[e:HAS_COMPONENT|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN ['state-updating-component', 'twin-component']
WITH r, s, u, twin_component, twin_component_2, twin_component_3, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['state-updating-component'] THEN 'certain' ELSE 'coarse' END) AS twin_component_4

MATCH (u)-[e:HAS_TWIN_LABEL|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN ['labelled-otherwise', 'twin-label']
WITH r, s, u, twin_component, twin_component_2, twin_component_3, twin_component_4, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['labelled-otherwise'] THEN 'certain' ELSE 'coarse' END) AS twin_label

RETURN r.id AS review, s.id AS study, u.id AS unit, twin_component, twin_component_2, twin_component_3, twin_component_4, twin_label
ORDER BY review, study, unit;

// Is there a digital twin that comes with a metric of its quality?
// Asked of okafor-bello-2025:
//   twin_component: twin-component
//   twin_metric: twin-metric
// Each condition's column says how sure it is: certain, or what keeps it open (coarse, not-charted, not-exhaustive,
// not-reported, unclear); of several, the first in the alphabet. Units for which a condition is false are left out.
MATCH (r:Review)-[:INCLUDES]->(s:Study)-[:HAS_UNIT|LEFT_OPEN]->(u:EvidenceUnit|FurtherUnit)
WHERE r.id IN ['okafor-bello-2025']

MATCH (u)-[e:REPORTS_TWIN_METRIC|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN ['decision-threshold', 'robustness', 'synchronization-frequency', 'synchronization-latency', 'twin-fidelity', 'twin-metric', 'uncertainty-propagation']
WITH r, s, u, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['decision-threshold', 'robustness', 'synchronization-frequency', 'synchronization-latency', 'twin-fidelity', 'twin-metric', 'uncertainty-propagation'] THEN 'certain' ELSE 'coarse' END) AS twin_metric

MATCH (u)-[e:HAS_COMPONENT|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN ['data-management-component', 'digital-representation-component', 'model-to-actuator-component', 'physical-entity-component', 'sensor-to-model-component', 'service-component', 'simulation-layer-component', 'state-updating-component', 'twin-component', 'ui-component', 'uncertainty-component']
WITH r, s, u, twin_metric, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['data-management-component', 'digital-representation-component', 'model-to-actuator-component', 'physical-entity-component', 'sensor-to-model-component', 'service-component', 'simulation-layer-component', 'state-updating-component', 'twin-component', 'ui-component', 'uncertainty-component'] THEN 'certain' ELSE 'coarse' END) AS twin_component

RETURN r.id AS review, s.id AS study, u.id AS unit, twin_component, twin_metric
ORDER BY review, study, unit;

// Is there a digital twin of milling or drying?
// Asked of okafor-bello-2025:
//   twin_component: twin-component
//   unit_operation: drying, milling
// Each condition's column says how sure it is: certain, or what keeps it open (coarse, not-charted, not-exhaustive,
// not-reported, unclear); of several, the first in the alphabet. Units for which a condition is false are left out.
MATCH (r:Review)-[:INCLUDES]->(s:Study)-[:HAS_UNIT|LEFT_OPEN]->(u:EvidenceUnit|FurtherUnit)
WHERE r.id IN ['okafor-bello-2025']

MATCH (u)-[e:ON_OPERATION|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN ['drying', 'fluid-bed-drying', 'milling', 'solid-dose-processing', 'spray-drying', 'unit-operation']
WITH r, s, u, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['drying', 'fluid-bed-drying', 'milling', 'spray-drying'] THEN 'certain' ELSE 'coarse' END) AS unit_operation

MATCH (u)-[e:HAS_COMPONENT|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN ['data-management-component', 'digital-representation-component', 'model-to-actuator-component', 'physical-entity-component', 'sensor-to-model-component', 'service-component', 'simulation-layer-component', 'state-updating-component', 'twin-component', 'ui-component', 'uncertainty-component']
WITH r, s, u, unit_operation, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['data-management-component', 'digital-representation-component', 'model-to-actuator-component', 'physical-entity-component', 'sensor-to-model-component', 'service-component', 'simulation-layer-component', 'state-updating-component', 'twin-component', 'ui-component', 'uncertainty-component'] THEN 'certain' ELSE 'coarse' END) AS twin_component

RETURN r.id AS review, s.id AS study, u.id AS unit, twin_component, unit_operation
ORDER BY review, study, unit;

// Is there a digital twin of tableting?
// Asked of okafor-bello-2025:
//   twin_component: twin-component
//   unit_operation: tableting
// Each condition's column says how sure it is: certain, or what keeps it open (coarse, not-charted, not-exhaustive,
// not-reported, unclear); of several, the first in the alphabet. Units for which a condition is false are left out.
MATCH (r:Review)-[:INCLUDES]->(s:Study)-[:HAS_UNIT|LEFT_OPEN]->(u:EvidenceUnit|FurtherUnit)
WHERE r.id IN ['okafor-bello-2025']

MATCH (u)-[e:ON_OPERATION|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN ['solid-dose-processing', 'tablet-press-feed-frame', 'tableting', 'unit-operation']
WITH r, s, u, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['tablet-press-feed-frame', 'tableting'] THEN 'certain' ELSE 'coarse' END) AS unit_operation

MATCH (u)-[e:HAS_COMPONENT|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN ['data-management-component', 'digital-representation-component', 'model-to-actuator-component', 'physical-entity-component', 'sensor-to-model-component', 'service-component', 'simulation-layer-component', 'state-updating-component', 'twin-component', 'ui-component', 'uncertainty-component']
WITH r, s, u, unit_operation, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['data-management-component', 'digital-representation-component', 'model-to-actuator-component', 'physical-entity-component', 'sensor-to-model-component', 'service-component', 'simulation-layer-component', 'state-updating-component', 'twin-component', 'ui-component', 'uncertainty-component'] THEN 'certain' ELSE 'coarse' END) AS twin_component

RETURN r.id AS review, s.id AS study, u.id AS unit, twin_component, unit_operation
ORDER BY review, study, unit;

// Have workforce, training or change management been studied?
// Asked of okafor-bello-2025:
//   topic_treatment: topic-studied
//   workforce_topic: workforce-topic
// Each condition's column says how sure it is: certain, or what keeps it open (coarse, not-charted, not-exhaustive,
// not-reported, unclear); of several, the first in the alphabet. Units for which a condition is false are left out.
MATCH (r:Review)-[:INCLUDES]->(s:Study)-[:HAS_UNIT|LEFT_OPEN]->(u:EvidenceUnit|FurtherUnit)
WHERE r.id IN ['okafor-bello-2025']

MATCH (u)-[e:HAS_TREATMENT|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN ['topic-studied', 'topic-treatment']
WITH r, s, u, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['topic-studied'] THEN 'certain' ELSE 'coarse' END) AS topic_treatment

MATCH (u)-[e:ADDRESSES_WORKFORCE|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN ['change-management', 'cross-functional-team', 'human-machine-interface', 'operator-trust', 'roles-accountability', 'training-skills', 'workforce-topic']
WITH r, s, u, topic_treatment, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN ['change-management', 'cross-functional-team', 'human-machine-interface', 'operator-trust', 'roles-accountability', 'training-skills', 'workforce-topic'] THEN 'certain' ELSE 'coarse' END) AS workforce_topic

RETURN r.id AS review, s.id AS study, u.id AS unit, topic_treatment, workforce_topic
ORDER BY review, study, unit;
