// Is there a digital twin of a biopharmaceutical process?
// Asked of okafor-bello-2025:
//   product_type: biopharmaceutical
//   twin_component: twin-component
// Each condition's column says how sure it is: certain, or what keeps it open (coarse, not-charted, not-exhaustive,
// not-reported, unclear); of several, the first in the alphabet. Units for which a condition is false are left out.
MATCH (r:Review)-[:INCLUDES]->(s:Study)-[:HAS_UNIT|LEFT_OPEN]->(u:EvidenceUnit|FurtherUnit)
WHERE r.id IN $reviews

MATCH (u)-[e:CONCERNS_PRODUCT|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN $product_type_near
WITH r, s, u, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN $product_type THEN 'certain' ELSE 'coarse' END) AS product_type

MATCH (u)-[e:HAS_COMPONENT|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN $twin_component_near
WITH r, s, u, product_type, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN $twin_component THEN 'certain' ELSE 'coarse' END) AS twin_component

RETURN r.id AS review, s.id AS study, u.id AS unit, product_type, twin_component
ORDER BY review, study, unit

// Of each condition the parameters hold the terms that count, asked for or narrower, and (_near) with them the terms that
// have one of those below them.
// :params {reviews: ['okafor-bello-2025'], product_type: ['biopharmaceutical', 'cell-or-gene-therapy', 'monoclonal-antibody', 'vaccine'], product_type_near: ['biopharmaceutical', 'cell-or-gene-therapy', 'monoclonal-antibody', 'product-type', 'vaccine'], twin_component: ['data-management-component', 'digital-representation-component', 'model-to-actuator-component', 'physical-entity-component', 'sensor-to-model-component', 'service-component', 'simulation-layer-component', 'state-updating-component', 'twin-component', 'ui-component', 'uncertainty-component'], twin_component_near: ['data-management-component', 'digital-representation-component', 'model-to-actuator-component', 'physical-entity-component', 'sensor-to-model-component', 'service-component', 'simulation-layer-component', 'state-updating-component', 'twin-component', 'ui-component', 'uncertainty-component']}
