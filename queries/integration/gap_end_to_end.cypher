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
WHERE r.id IN $reviews

MATCH (u)-[e:HAS_DATA_FLOW_STEP|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN $data_flow_step_near
WITH r, s, u, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN $data_flow_step THEN 'certain' ELSE 'coarse' END) AS data_flow_step

MATCH (u)-[e:HAS_DATA_FLOW_STEP|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN $data_flow_step_2_near
WITH r, s, u, data_flow_step, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN $data_flow_step_2 THEN 'certain' ELSE 'coarse' END) AS data_flow_step_2

MATCH (u)-[e:HAS_DATA_FLOW_STEP|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN $data_flow_step_3_near
WITH r, s, u, data_flow_step, data_flow_step_2, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN $data_flow_step_3 THEN 'certain' ELSE 'coarse' END) AS data_flow_step_3

MATCH (u)-[e:HAS_DATA_FLOW_STEP|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN $data_flow_step_4_near
WITH r, s, u, data_flow_step, data_flow_step_2, data_flow_step_3, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN $data_flow_step_4 THEN 'certain' ELSE 'coarse' END) AS data_flow_step_4

MATCH (u)-[e:HAS_DATA_FLOW_STEP|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN $data_flow_step_5_near
WITH r, s, u, data_flow_step, data_flow_step_2, data_flow_step_3, data_flow_step_4, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN $data_flow_step_5 THEN 'certain' ELSE 'coarse' END) AS data_flow_step_5

MATCH (u)-[e:HAS_COMPONENT|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN $twin_component_near
WITH r, s, u, data_flow_step, data_flow_step_2, data_flow_step_3, data_flow_step_4, data_flow_step_5, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN $twin_component THEN 'certain' ELSE 'coarse' END) AS twin_component

RETURN r.id AS review, s.id AS study, u.id AS unit, data_flow_step, data_flow_step_2, data_flow_step_3, data_flow_step_4, data_flow_step_5, twin_component
ORDER BY review, study, unit

// Of each condition the parameters hold the terms that count, asked for or narrower, and (_near) with them the terms that
// have one of those below them.
// :params {reviews: ['okafor-bello-2025'], data_flow_step: ['control-action-step'], data_flow_step_near: ['control-action-step', 'data-flow-step'], data_flow_step_2: ['feature-extraction-step'], data_flow_step_2_near: ['data-flow-step', 'feature-extraction-step'], data_flow_step_3: ['inference-step'], data_flow_step_3_near: ['data-flow-step', 'inference-step'], data_flow_step_4: ['quality-record-step'], data_flow_step_4_near: ['data-flow-step', 'quality-record-step'], data_flow_step_5: ['state-update-step'], data_flow_step_5_near: ['data-flow-step', 'state-update-step'], twin_component: ['data-management-component', 'digital-representation-component', 'model-to-actuator-component', 'physical-entity-component', 'sensor-to-model-component', 'service-component', 'simulation-layer-component', 'state-updating-component', 'twin-component', 'ui-component', 'uncertainty-component'], twin_component_near: ['data-management-component', 'digital-representation-component', 'model-to-actuator-component', 'physical-entity-component', 'sensor-to-model-component', 'service-component', 'simulation-layer-component', 'state-updating-component', 'twin-component', 'ui-component', 'uncertainty-component']}
