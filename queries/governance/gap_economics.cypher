// Have costs, returns, release times or effects on supply been studied?
// Asked of okafor-bello-2025:
//   economic_topic: economic-topic
//   topic_treatment: topic-studied
// Each condition's column says how sure it is: certain, or what keeps it open (coarse, not-charted, not-exhaustive,
// not-reported, unclear); of several, the first in the alphabet. Units for which a condition is false are left out.
MATCH (r:Review)-[:INCLUDES]->(s:Study)-[:HAS_UNIT|LEFT_OPEN]->(u:EvidenceUnit|FurtherUnit)
WHERE r.id IN $reviews

MATCH (u)-[e:HAS_TREATMENT|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN $topic_treatment_near
WITH r, s, u, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN $topic_treatment THEN 'certain' ELSE 'coarse' END) AS topic_treatment

MATCH (u)-[e:ADDRESSES_ECONOMICS|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN $economic_topic_near
WITH r, s, u, topic_treatment, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN $economic_topic THEN 'certain' ELSE 'coarse' END) AS economic_topic

RETURN r.id AS review, s.id AS study, u.id AS unit, economic_topic, topic_treatment
ORDER BY review, study, unit

// Of each condition the parameters hold the terms that count, asked for or narrower, and (_near) with them the terms that
// have one of those below them.
// :params {reviews: ['okafor-bello-2025'], economic_topic: ['cost', 'economic-topic', 'release-time', 'return-on-investment', 'supply-resilience', 'yield-or-waste'], economic_topic_near: ['cost', 'economic-topic', 'release-time', 'return-on-investment', 'supply-resilience', 'yield-or-waste'], topic_treatment: ['topic-studied'], topic_treatment_near: ['topic-studied', 'topic-treatment']}
