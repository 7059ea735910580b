// Is there a report of sustained use in commercial release decisions?
// Asked of okafor-bello-2025:
//   ai_role: release-support-role
//   implementation_status: gmp-control-or-release-use
//   study_design: longitudinal-deployment-study
// Each condition's column says how sure it is: certain, or what keeps it open (coarse, not-charted, not-exhaustive,
// not-reported, unclear); of several, the first in the alphabet. Units for which a condition is false are left out.
MATCH (r:Review)-[:INCLUDES]->(s:Study)-[:HAS_UNIT|LEFT_OPEN]->(u:EvidenceUnit|FurtherUnit)
WHERE r.id IN $reviews

MATCH (u)-[e:HAS_AI_ROLE|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN $ai_role_near
WITH r, s, u, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN $ai_role THEN 'certain' ELSE 'coarse' END) AS ai_role

MATCH (u)-[e:HAS_IMPLEMENTATION|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN $implementation_status_near
WITH r, s, u, ai_role, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN $implementation_status THEN 'certain' ELSE 'coarse' END) AS implementation_status

MATCH (s)-[e:HAS_DESIGN|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN $study_design_near
WITH r, s, u, ai_role, implementation_status, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN $study_design THEN 'certain' ELSE 'coarse' END) AS study_design

RETURN r.id AS review, s.id AS study, u.id AS unit, ai_role, implementation_status, study_design
ORDER BY review, study, unit

// Of each condition the parameters hold the terms that count, asked for or narrower, and (_near) with them the terms that
// have one of those below them.
// :params {reviews: ['okafor-bello-2025'], ai_role: ['release-support-role'], ai_role_near: ['ai-role', 'release-support-role'], implementation_status: ['gmp-control-or-release-use'], implementation_status_near: ['gmp-commercial-deployment', 'gmp-control-or-release-use', 'implementation-status'], study_design: ['longitudinal-deployment-study'], study_design_near: ['longitudinal-deployment-study', 'study-design']}
