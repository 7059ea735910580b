// For how many of the excluded full texts does the review state the reason?
// :params {reviews: ['okafor-bello-2025'], stage: 'stage-excluded-fulltext'}
// Every count of the stage: of one reason, or (reason empty) of all; -1 where none is stated.
MATCH (r:Review)-[:HAS_FLOW_COUNT]->(c:FlowCount)
WHERE r.id IN $reviews AND c.stage = $stage
RETURN r.id AS review, coalesce(c.exclusion_reason, '') AS reason, c.status AS status, coalesce(c.count, -1) AS count
ORDER BY review, reason, status, count
