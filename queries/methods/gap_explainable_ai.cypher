// Is there a study that uses explainable AI?
// :params {review: 'okafor-bello-2025', ai_method: ['explainable-ai'], ai_method_near: ['ai-method', 'explainable-ai']}
// Each condition's column says how sure it is: certain, or what keeps it open (coarse, not-charted, not-exhaustive,
// not-reported, unclear); of several, the first in the alphabet. Units for which a condition is false are left out.
// Of each condition the parameters hold the terms that count, asked for or narrower, and (_near) with them the terms that
// have one of those below them.
MATCH (r:Review)-[:INCLUDES]->(s:Study)-[:HAS_UNIT|LEFT_OPEN]->(u:EvidenceUnit)
WHERE r.id = $review

MATCH (u)-[e:USES_METHOD|LEFT_OPEN]->(t:Term)
WHERE t.id IN $ai_method_near
WITH s, u, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN $ai_method THEN 'certain' ELSE 'coarse' END) AS ai_method

RETURN s.id AS study, u.id AS unit, ai_method
ORDER BY study, unit
