// Has a model been validated across sites, instruments, products, campaigns or scales?
// Asked of okafor-bello-2025:
//   validation_level: cross-campaign, cross-product, cross-scale, cross-site, new-instrument
// Each condition's column says how sure it is: certain, or what keeps it open (coarse, not-charted, not-exhaustive,
// not-reported, unclear); of several, the first in the alphabet. Units for which a condition is false are left out.
MATCH (r:Review)-[:INCLUDES]->(s:Study)-[:HAS_UNIT|LEFT_OPEN]->(u:EvidenceUnit|FurtherUnit)
WHERE r.id IN $reviews

MATCH (u)-[e:HAS_VALIDATION|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN $validation_level_near
WITH r, s, u, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN $validation_level THEN 'certain' ELSE 'coarse' END) AS validation_level

RETURN r.id AS review, s.id AS study, u.id AS unit, validation_level
ORDER BY review, study, unit

// Of each condition the parameters hold the terms that count, asked for or narrower, and (_near) with them the terms that
// have one of those below them.
// :params {reviews: ['okafor-bello-2025'], validation_level: ['cross-campaign', 'cross-product', 'cross-scale', 'cross-site', 'new-instrument'], validation_level_near: ['cross-campaign', 'cross-product', 'cross-scale', 'cross-site', 'external-test-set', 'new-instrument', 'validation-level']}
