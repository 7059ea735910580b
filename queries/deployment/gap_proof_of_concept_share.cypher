// What share of the studies are proofs of concept, and what share are trials or deployments at commercial scale?
// Asked of okafor-bello-2025:
//   study_design: proof-of-concept-study
// Each condition's column says how sure it is: certain, or what keeps it open (coarse, not-charted, not-exhaustive,
// not-reported, unclear); of several, the first in the alphabet. Units for which a condition is false are left out.
MATCH (r:Review)-[:INCLUDES]->(s:Study)-[:HAS_UNIT|LEFT_OPEN]->(u:EvidenceUnit|FurtherUnit)
WHERE r.id IN $reviews

MATCH (s)-[e:HAS_DESIGN|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN $study_design_near
WITH r, s, u, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN $study_design THEN 'certain' ELSE 'coarse' END) AS study_design

RETURN r.id AS review, s.id AS study, u.id AS unit, study_design
ORDER BY review, study, unit

// Of each condition the parameters hold the terms that count, asked for or narrower, and (_near) with them the terms that
// have one of those below them.
// :params {reviews: ['okafor-bello-2025'], study_design: ['proof-of-concept-study'], study_design_near: ['proof-of-concept-study', 'study-design']}
