// Has any study examined how models are monitored, updated, locked or revalidated after deployment?
// Asked of okafor-bello-2025:
//   lifecycle_topic: in-use-monitoring, in-use-revalidation, in-use-updating, model-locking
//   topic_treatment: topic-studied
// Each condition's column says how sure it is: certain, or what keeps it open (coarse, not-charted, not-exhaustive,
// not-reported, unclear); of several, the first in the alphabet. Units for which a condition is false are left out.
MATCH (r:Review)-[:INCLUDES]->(s:Study)-[:HAS_UNIT|LEFT_OPEN]->(u:EvidenceUnit|FurtherUnit)
WHERE r.id IN $reviews

MATCH (u)-[e:HAS_TREATMENT|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN $topic_treatment_near
WITH r, s, u, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN $topic_treatment THEN 'certain' ELSE 'coarse' END) AS topic_treatment

MATCH (u)-[e:ADDRESSES_LIFECYCLE|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN $lifecycle_topic_near
WITH r, s, u, topic_treatment, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN $lifecycle_topic THEN 'certain' ELSE 'coarse' END) AS lifecycle_topic

RETURN r.id AS review, s.id AS study, u.id AS unit, lifecycle_topic, topic_treatment
ORDER BY review, study, unit

// Of each condition the parameters hold the terms that count, asked for or narrower, and (_near) with them the terms that
// have one of those below them.
// :params {reviews: ['okafor-bello-2025'], lifecycle_topic: ['in-use-monitoring', 'in-use-revalidation', 'in-use-updating', 'model-locking'], lifecycle_topic_near: ['in-use-monitoring', 'in-use-revalidation', 'in-use-updating', 'lifecycle-topic', 'model-locking'], topic_treatment: ['topic-studied'], topic_treatment_near: ['topic-studied', 'topic-treatment']}
