// Have drift, missing data or calibration transfer been studied in routine use?
// Asked of okafor-bello-2025:
//   implementation_status: gmp-commercial-deployment
//   lifecycle_topic: calibration-transfer-topic, drift, missing-data
//   topic_treatment: topic-studied
// Each condition's column says how sure it is: certain, or what keeps it open (coarse, not-charted, not-exhaustive,
// not-reported, unclear); of several, the first in the alphabet. Units for which a condition is false are left out.
MATCH (r:Review)-[:INCLUDES]->(s:Study)-[:HAS_UNIT|LEFT_OPEN]->(u:EvidenceUnit|FurtherUnit)
WHERE r.id IN $reviews

MATCH (u)-[e:HAS_TREATMENT|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN $topic_treatment_near
WITH r, s, u, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN $topic_treatment THEN 'certain' ELSE 'coarse' END) AS topic_treatment

MATCH (u)-[e:HAS_IMPLEMENTATION|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN $implementation_status_near
WITH r, s, u, topic_treatment, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN $implementation_status THEN 'certain' ELSE 'coarse' END) AS implementation_status

MATCH (u)-[e:ADDRESSES_LIFECYCLE|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN $lifecycle_topic_near
WITH r, s, u, topic_treatment, implementation_status, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN $lifecycle_topic THEN 'certain' ELSE 'coarse' END) AS lifecycle_topic

RETURN r.id AS review, s.id AS study, u.id AS unit, implementation_status, lifecycle_topic, topic_treatment
ORDER BY review, study, unit

// Of each condition the parameters hold the terms that count, asked for or narrower, and (_near) with them the terms that
// have one of those below them.
// :params {reviews: ['okafor-bello-2025'], implementation_status: ['gmp-advisory-use', 'gmp-commercial-deployment', 'gmp-control-or-release-use'], implementation_status_near: ['gmp-advisory-use', 'gmp-commercial-deployment', 'gmp-control-or-release-use', 'implementation-status'], lifecycle_topic: ['calibration-transfer-topic', 'drift', 'missing-data'], lifecycle_topic_near: ['calibration-transfer-topic', 'drift', 'lifecycle-topic', 'missing-data'], topic_treatment: ['topic-studied'], topic_treatment_near: ['topic-studied', 'topic-treatment']}
