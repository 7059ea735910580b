// Is there a digital twin of a batch process?
// Asked of okafor-bello-2025:
//   manufacturing_mode: batch-manufacturing
//   twin_component: twin-component
// Each condition's column says how sure it is: certain, or what keeps it open (coarse, not-charted, not-exhaustive,
// not-reported, unclear); of several, the first in the alphabet. Units for which a condition is false are left out.
MATCH (r:Review)-[:INCLUDES]->(s:Study)-[:HAS_UNIT|LEFT_OPEN]->(u:EvidenceUnit|FurtherUnit)
WHERE r.id IN $reviews

MATCH (u)-[e:IN_MODE|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN $manufacturing_mode_near
WITH r, s, u, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN $manufacturing_mode THEN 'certain' ELSE 'coarse' END) AS manufacturing_mode

MATCH (u)-[e:HAS_COMPONENT|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN $twin_component_near
WITH r, s, u, manufacturing_mode, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN $twin_component THEN 'certain' ELSE 'coarse' END) AS twin_component

RETURN r.id AS review, s.id AS study, u.id AS unit, manufacturing_mode, twin_component
ORDER BY review, study, unit

// Of each condition the parameters hold the terms that count, asked for or narrower, and (_near) with them the terms that
// have one of those below them.
// :params {reviews: ['okafor-bello-2025'], manufacturing_mode: ['batch-manufacturing'], manufacturing_mode_near: ['batch-manufacturing', 'manufacturing-mode'], twin_component: ['data-management-component', 'digital-representation-component', 'model-to-actuator-component', 'physical-entity-component', 'sensor-to-model-component', 'service-component', 'simulation-layer-component', 'state-updating-component', 'twin-component', 'ui-component', 'uncertainty-component'], twin_component_near: ['data-management-component', 'digital-representation-component', 'model-to-actuator-component', 'physical-entity-component', 'sensor-to-model-component', 'service-component', 'simulation-layer-component', 'state-updating-component', 'twin-component', 'ui-component', 'uncertainty-component']}
