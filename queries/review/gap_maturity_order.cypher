// Which evidence domains does the review judge less mature than AI-enhanced PAT?
// :params {reviews: ['okafor-bello-2025']}
// Every evidence domain that the review judges, with its signal.
MATCH (r:Review)-[:JUDGES]->(j:MaturityJudgement)
WHERE r.id IN $reviews
RETURN r.id AS review, j.domain AS domain, j.signal AS signal
ORDER BY review, domain, signal
