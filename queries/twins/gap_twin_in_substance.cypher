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
WHERE r.id IN $reviews

MATCH (u)-[e:HAS_COMPONENT|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN $twin_component_near
WITH r, s, u, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN $twin_component THEN 'certain' ELSE 'coarse' END) AS twin_component

MATCH (u)-[e:HAS_COMPONENT|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN $twin_component_2_near
WITH r, s, u, twin_component, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN $twin_component_2 THEN 'certain' ELSE 'coarse' END) AS twin_component_2

MATCH (u)-[e:HAS_COMPONENT|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN $twin_component_3_near
WITH r, s, u, twin_component, twin_component_2, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN $twin_component_3 THEN 'certain' ELSE 'coarse' END) AS twin_component_3

MATCH (u)-[e:HAS_COMPONENT|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN $twin_component_4_near
WITH r, s, u, twin_component, twin_component_2, twin_component_3, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN $twin_component_4 THEN 'certain' ELSE 'coarse' END) AS twin_component_4

MATCH (u)-[e:HAS_TWIN_LABEL|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN $twin_label_near
WITH r, s, u, twin_component, twin_component_2, twin_component_3, twin_component_4, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN $twin_label THEN 'certain' ELSE 'coarse' END) AS twin_label

RETURN r.id AS review, s.id AS study, u.id AS unit, twin_component, twin_component_2, twin_component_3, twin_component_4, twin_label
ORDER BY review, study, unit

// Of each condition the parameters hold the terms that count, asked for or narrower, and (_near) with them the terms that
// have one of those below them.
// :params {reviews: ['okafor-bello-2025'], twin_component: ['digital-representation-component'], twin_component_near: ['digital-representation-component', 'twin-component'], twin_component_2: ['sensor-to-model-component'], twin_component_2_near: ['sensor-to-model-component', 'twin-component'], twin_component_3: ['simulation-layer-component'], twin_component_3_near: ['simulation-layer-component', 'twin-component'], twin_component_4: ['state-updating-component'], twin_component_4_near: ['state-updating-component', 'twin-component'], twin_label: ['labelled-otherwise'], twin_label_near: ['labelled-otherwise', 'twin-label']}
