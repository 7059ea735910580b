// Is there a published failure or failed model transfer?
// Asked of okafor-bello-2025:
//   reported_outcome: outcome-failure
// Each condition's column says how sure it is: certain, or what keeps it open (coarse, not-charted, not-exhaustive,
// not-reported, unclear); of several, the first in the alphabet. Units for which a condition is false are left out.
MATCH (r:Review)-[:INCLUDES]->(s:Study)-[:HAS_UNIT|LEFT_OPEN]->(u:EvidenceUnit|FurtherUnit)
WHERE r.id IN $reviews

MATCH (u)-[e:REPORTS_OUTCOME|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN $reported_outcome_near
WITH r, s, u, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN $reported_outcome THEN 'certain' ELSE 'coarse' END) AS reported_outcome

RETURN r.id AS review, s.id AS study, u.id AS unit, reported_outcome
ORDER BY review, study, unit

// Of each condition the parameters hold the terms that count, asked for or narrower, and (_near) with them the terms that
// have one of those below them.
// :params {reviews: ['okafor-bello-2025'], reported_outcome: ['failed-transfer', 'outcome-failure'], reported_outcome_near: ['failed-transfer', 'outcome-failure', 'reported-outcome']}
