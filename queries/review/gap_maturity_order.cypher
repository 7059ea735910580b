// Which evidence domains does the review judge less mature than AI-enhanced PAT?
// :params {review: 'okafor-bello-2025'}
// Every evidence domain that the review judges, with its signal.
MATCH (r:Review)-[:JUDGES]->(j:MaturityJudgement)
WHERE r.id = $review
RETURN j.domain AS domain, j.signal AS signal
ORDER BY domain, signal
