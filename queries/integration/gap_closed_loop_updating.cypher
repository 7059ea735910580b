// Is there a closed loop with validated model updating in routine production?
// Asked of okafor-bello-2025:
//   flow_direction: bidirectional-automatic
//   implementation_status: gmp-commercial-deployment
//   model_update_strategy: calibration-transfer-update, continual-learning, event-triggered-update, just-in-time-modelling, parameter-adaptation, scheduled-recalibration
//   validation_level: prospective-validation
// Each condition's column says how sure it is: certain, or what keeps it open (coarse, not-charted, not-exhaustive,
// not-reported, unclear); of several, the first in the alphabet. Units for which a condition is false are left out.
MATCH (r:Review)-[:INCLUDES]->(s:Study)-[:HAS_UNIT|LEFT_OPEN]->(u:EvidenceUnit|FurtherUnit)
WHERE r.id IN $reviews

MATCH (u)-[e:HAS_FLOW_DIRECTION|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN $flow_direction_near
WITH r, s, u, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN $flow_direction THEN 'certain' ELSE 'coarse' END) AS flow_direction

MATCH (u)-[e:HAS_IMPLEMENTATION|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN $implementation_status_near
WITH r, s, u, flow_direction, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN $implementation_status THEN 'certain' ELSE 'coarse' END) AS implementation_status

MATCH (u)-[e:HAS_VALIDATION|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN $validation_level_near
WITH r, s, u, flow_direction, implementation_status, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN $validation_level THEN 'certain' ELSE 'coarse' END) AS validation_level

MATCH (u)-[e:HAS_UPDATE_STRATEGY|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN $model_update_strategy_near
WITH r, s, u, flow_direction, implementation_status, validation_level, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN $model_update_strategy THEN 'certain' ELSE 'coarse' END) AS model_update_strategy

RETURN r.id AS review, s.id AS study, u.id AS unit, flow_direction, implementation_status, model_update_strategy, validation_level
ORDER BY review, study, unit

// Of each condition the parameters hold the terms that count, asked for or narrower, and (_near) with them the terms that
// have one of those below them.
// :params {reviews: ['okafor-bello-2025'], flow_direction: ['bidirectional-automatic'], flow_direction_near: ['bidirectional-automatic', 'flow-direction'], implementation_status: ['gmp-advisory-use', 'gmp-commercial-deployment', 'gmp-control-or-release-use'], implementation_status_near: ['gmp-advisory-use', 'gmp-commercial-deployment', 'gmp-control-or-release-use', 'implementation-status'], model_update_strategy: ['calibration-transfer-update', 'continual-learning', 'event-triggered-update', 'just-in-time-modelling', 'parameter-adaptation', 'scheduled-recalibration'], model_update_strategy_near: ['calibration-transfer-update', 'continual-learning', 'event-triggered-update', 'just-in-time-modelling', 'model-update-strategy', 'parameter-adaptation', 'scheduled-recalibration'], validation_level: ['in-process-online-validation', 'prospective-validation', 'routine-monitoring-validation'], validation_level_near: ['in-process-online-validation', 'prospective-validation', 'routine-monitoring-validation', 'validation-level']}
