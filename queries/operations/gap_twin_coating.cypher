// Is there a digital twin of coating or pellet layering?
// Asked of okafor-bello-2025:
//   twin_component: twin-component
//   unit_operation: coating
// Each condition's column says how sure it is: certain, or what keeps it open (coarse, not-charted, not-exhaustive,
// not-reported, unclear); of several, the first in the alphabet. Units for which a condition is false are left out.
MATCH (r:Review)-[:INCLUDES]->(s:Study)-[:HAS_UNIT|LEFT_OPEN]->(u:EvidenceUnit|FurtherUnit)
WHERE r.id IN $reviews

MATCH (u)-[e:ON_OPERATION|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN $unit_operation_near
WITH r, s, u, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN $unit_operation THEN 'certain' ELSE 'coarse' END) AS unit_operation

MATCH (u)-[e:HAS_COMPONENT|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN $twin_component_near
WITH r, s, u, unit_operation, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN $twin_component THEN 'certain' ELSE 'coarse' END) AS twin_component

RETURN r.id AS review, s.id AS study, u.id AS unit, twin_component, unit_operation
ORDER BY review, study, unit

// Of each condition the parameters hold the terms that count, asked for or narrower, and (_near) with them the terms that
// have one of those below them.
// :params {reviews: ['okafor-bello-2025'], twin_component: ['data-management-component', 'digital-representation-component', 'model-to-actuator-component', 'physical-entity-component', 'sensor-to-model-component', 'service-component', 'simulation-layer-component', 'state-updating-component', 'twin-component', 'ui-component', 'uncertainty-component'], twin_component_near: ['data-management-component', 'digital-representation-component', 'model-to-actuator-component', 'physical-entity-component', 'sensor-to-model-component', 'service-component', 'simulation-layer-component', 'state-updating-component', 'twin-component', 'ui-component', 'uncertainty-component'], unit_operation: ['coating', 'pellet-layering'], unit_operation_near: ['coating', 'pellet-layering', 'solid-dose-processing', 'unit-operation']}
