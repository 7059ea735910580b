// Is there a study that uses explainable AI?
// Asked of okafor-bello-2025:
//   ai_method: explainable-ai
// Each condition's column says how sure it is: certain, or what keeps it open (coarse, not-charted, not-exhaustive,
// not-reported, unclear); of several, the first in the alphabet. Units for which a condition is false are left out.
MATCH (r:Review)-[:INCLUDES]->(s:Study)-[:HAS_UNIT|LEFT_OPEN]->(u:EvidenceUnit|FurtherUnit)
WHERE r.id IN $reviews

MATCH (u)-[e:USES_METHOD|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN $ai_method_near
WITH r, s, u, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN $ai_method THEN 'certain' ELSE 'coarse' END) AS ai_method

RETURN r.id AS review, s.id AS study, u.id AS unit, ai_method
ORDER BY review, study, unit

// Of each condition the parameters hold the terms that count, asked for or narrower, and (_near) with them the terms that
// have one of those below them.
// :params {reviews: ['okafor-bello-2025'], ai_method: ['explainable-ai'], ai_method_near: ['ai-method', 'explainable-ai']}
