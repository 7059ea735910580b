// Has operator interaction been examined over long campaigns?
// Asked of okafor-bello-2025:
//   lifecycle_topic: long-campaign
//   workforce_topic: human-machine-interface, operator-trust
// Each condition's column says how sure it is: certain, or what keeps it open (coarse, not-charted, not-exhaustive,
// not-reported, unclear); of several, the first in the alphabet. Units for which a condition is false are left out.
MATCH (r:Review)-[:INCLUDES]->(s:Study)-[:HAS_UNIT|LEFT_OPEN]->(u:EvidenceUnit|FurtherUnit)
WHERE r.id IN $reviews

MATCH (u)-[e:ADDRESSES_LIFECYCLE|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN $lifecycle_topic_near
WITH r, s, u, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN $lifecycle_topic THEN 'certain' ELSE 'coarse' END) AS lifecycle_topic

MATCH (u)-[e:ADDRESSES_WORKFORCE|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN $workforce_topic_near
WITH r, s, u, lifecycle_topic, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN $workforce_topic THEN 'certain' ELSE 'coarse' END) AS workforce_topic

RETURN r.id AS review, s.id AS study, u.id AS unit, lifecycle_topic, workforce_topic
ORDER BY review, study, unit

// Of each condition the parameters hold the terms that count, asked for or narrower, and (_near) with them the terms that
// have one of those below them.
// :params {reviews: ['okafor-bello-2025'], lifecycle_topic: ['long-campaign'], lifecycle_topic_near: ['lifecycle-topic', 'long-campaign'], workforce_topic: ['human-machine-interface', 'operator-trust'], workforce_topic_near: ['human-machine-interface', 'operator-trust', 'workforce-topic']}
