// Is there evidence on cybersecurity, audit trails or data integrity?
// Asked of okafor-bello-2025:
//   regulatory_topic: cybersecurity, data-integrity, traceability-audit-trail
//   topic_treatment: topic-described, topic-studied
// Each condition's column says how sure it is: certain, or what keeps it open (coarse, not-charted, not-exhaustive,
// not-reported, unclear); of several, the first in the alphabet. Units for which a condition is false are left out.
MATCH (r:Review)-[:INCLUDES]->(s:Study)-[:HAS_UNIT|LEFT_OPEN]->(u:EvidenceUnit|FurtherUnit)
WHERE r.id IN $reviews

MATCH (u)-[e:HAS_TREATMENT|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN $topic_treatment_near
WITH r, s, u, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN $topic_treatment THEN 'certain' ELSE 'coarse' END) AS topic_treatment

MATCH (u)-[e:ADDRESSES_REGULATION|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN $regulatory_topic_near
WITH r, s, u, topic_treatment, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN $regulatory_topic THEN 'certain' ELSE 'coarse' END) AS regulatory_topic

RETURN r.id AS review, s.id AS study, u.id AS unit, regulatory_topic, topic_treatment
ORDER BY review, study, unit

// Of each condition the parameters hold the terms that count, asked for or narrower, and (_near) with them the terms that
// have one of those below them.
// :params {reviews: ['okafor-bello-2025'], regulatory_topic: ['cybersecurity', 'data-integrity', 'traceability-audit-trail'], regulatory_topic_near: ['cybersecurity', 'data-integrity', 'regulatory-topic', 'traceability-audit-trail'], topic_treatment: ['topic-described', 'topic-studied'], topic_treatment_near: ['topic-described', 'topic-studied', 'topic-treatment']}
