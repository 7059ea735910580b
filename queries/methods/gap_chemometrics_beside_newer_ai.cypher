// Are chemometric methods used beside machine learning, neural networks or explainable AI?
// Asked of okafor-bello-2025:
//   ai_method: chemometrics
//   ai_method_2: deep-learning, explainable-ai, machine-learning, neural-network
// Each condition's column says how sure it is: certain, or what keeps it open (coarse, not-charted, not-exhaustive,
// not-reported, unclear); of several, the first in the alphabet. Units for which a condition is false are left out.
MATCH (r:Review)-[:INCLUDES]->(s:Study)-[:HAS_UNIT|LEFT_OPEN]->(u:EvidenceUnit|FurtherUnit)
WHERE r.id IN $reviews

MATCH (u)-[e:USES_METHOD|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN $ai_method_near
WITH r, s, u, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN $ai_method THEN 'certain' ELSE 'coarse' END) AS ai_method

MATCH (u)-[e:USES_METHOD|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN $ai_method_2_near
WITH r, s, u, ai_method, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN $ai_method_2 THEN 'certain' ELSE 'coarse' END) AS ai_method_2

RETURN r.id AS review, s.id AS study, u.id AS unit, ai_method, ai_method_2
ORDER BY review, study, unit

// Of each condition the parameters hold the terms that count, asked for or narrower, and (_near) with them the terms that
// have one of those below them.
// :params {reviews: ['okafor-bello-2025'], ai_method: ['chemometrics', 'mcr-cls', 'mspc', 'pls-da', 'pls-regression', 'principal-component-analysis', 'principal-component-regression', 'simca-lda', 'spectral-preprocessing'], ai_method_near: ['ai-method', 'chemometrics', 'mcr-cls', 'mspc', 'pls-da', 'pls-regression', 'principal-component-analysis', 'principal-component-regression', 'simca-lda', 'spectral-preprocessing'], ai_method_2: ['autoencoder', 'bayesian-network', 'clustering', 'convolutional-neural-network', 'decision-tree', 'deep-learning', 'ensemble-learning', 'explainable-ai', 'extreme-learning-machine', 'gaussian-process', 'generative-model', 'gradient-boosting', 'graph-neural-network', 'k-nearest-neighbours', 'large-language-model', 'machine-learning', 'multilayer-perceptron', 'neural-network', 'object-detection-segmentation-network', 'physics-informed-network', 'radial-basis-network', 'random-forest', 'recurrent-neural-network', 'support-vector-machine', 'transformer-network'], ai_method_2_near: ['ai-method', 'autoencoder', 'bayesian-network', 'clustering', 'convolutional-neural-network', 'decision-tree', 'deep-learning', 'ensemble-learning', 'explainable-ai', 'extreme-learning-machine', 'gaussian-process', 'generative-model', 'gradient-boosting', 'graph-neural-network', 'k-nearest-neighbours', 'large-language-model', 'machine-learning', 'multilayer-perceptron', 'neural-network', 'object-detection-segmentation-network', 'physics-informed-network', 'radial-basis-network', 'random-forest', 'recurrent-neural-network', 'support-vector-machine', 'transformer-network']}
