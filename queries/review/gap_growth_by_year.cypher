// How has the number of studies grown from 2017 to 2025?
// Asked of okafor-bello-2025:
// Each condition's column says how sure it is: certain, or what keeps it open (coarse, not-charted, not-exhaustive,
// not-reported, unclear); of several, the first in the alphabet. Units for which a condition is false are left out.
MATCH (r:Review)-[:INCLUDES]->(s:Study)-[:HAS_UNIT|LEFT_OPEN]->(u:EvidenceUnit|FurtherUnit)
WHERE r.id IN $reviews
  AND (s.year IS NULL OR s.year >= $year_first AND s.year <= $year_last)
WITH r, s, u, CASE WHEN s.year IS NULL THEN 'not-charted' ELSE 'certain' END AS year

RETURN r.id AS review, s.id AS study, u.id AS unit, year
ORDER BY review, study, unit

// Of each condition the parameters hold the terms that count, asked for or narrower, and (_near) with them the terms that
// have one of those below them.
// :params {reviews: ['okafor-bello-2025'], year_first: 2017, year_last: 2025}
