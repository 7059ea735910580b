// Does a real-time PAT stream feed a coupled digital twin?
// Asked of okafor-bello-2025:
//   integration_level: coupled-representation
//   pat_modality: pat-modality
//   synchronization_mode: near-real-time-synchronization, real-time-synchronization
// Each condition's column says how sure it is: certain, or what keeps it open (coarse, not-charted, not-exhaustive,
// not-reported, unclear); of several, the first in the alphabet. Units for which a condition is false are left out.
MATCH (r:Review)-[:INCLUDES]->(s:Study)-[:HAS_UNIT|LEFT_OPEN]->(u:EvidenceUnit|FurtherUnit)
WHERE r.id IN $reviews

MATCH (u)-[e:HAS_SYNCHRONIZATION|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN $synchronization_mode_near
WITH r, s, u, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN $synchronization_mode THEN 'certain' ELSE 'coarse' END) AS synchronization_mode

MATCH (u)-[e:HAS_INTEGRATION|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN $integration_level_near
WITH r, s, u, synchronization_mode, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN $integration_level THEN 'certain' ELSE 'coarse' END) AS integration_level

MATCH (u)-[e:USES_MODALITY|LEFT_OPEN]->(t:Term|Possibility)
WHERE t.id IN $pat_modality_near
WITH r, s, u, synchronization_mode, integration_level, min(CASE WHEN e.reason IS NOT NULL THEN e.reason WHEN t.id IN $pat_modality THEN 'certain' ELSE 'coarse' END) AS pat_modality

RETURN r.id AS review, s.id AS study, u.id AS unit, integration_level, pat_modality, synchronization_mode
ORDER BY review, study, unit

// Of each condition the parameters hold the terms that count, asked for or narrower, and (_near) with them the terms that
// have one of those below them.
// :params {reviews: ['okafor-bello-2025'], integration_level: ['coupled-representation', 'digital-shadow', 'digital-twin-strict'], integration_level_near: ['coupled-representation', 'digital-shadow', 'digital-twin-strict', 'integration-level'], pat_modality: ['acoustic-pat', 'chemical-imaging', 'chromatographic-pat', 'dielectric-microwave-sensing', 'dynamic-light-scattering', 'fbrm', 'feeder-signal', 'fluorescence-spectroscopy', 'imaging-pat', 'laser-diffraction', 'low-frequency-raman', 'machine-vision', 'mass-spectrometry', 'mir-spectroscopy', 'multimodal-pat', 'nir-spectroscopy', 'nmr-spectroscopy', 'optical-coherence-tomography', 'particle-sizing-pat', 'particle-video-microscopy', 'pat-modality', 'ph-do-conductivity-sensor', 'pressure-force-torque-sensor', 'process-endoscopy', 'raman-spectroscopy', 'residence-time-distribution-data', 'rheology-pat', 'soft-sensor-modality', 'spatial-filter-velocimetry', 'spatially-offset-raman', 'spectroscopic-pat', 'tdlas', 'temperature-humidity-sensor', 'terahertz-spectroscopy', 'thermography', 'transmission-raman', 'univariate-process-sensor', 'uv-vis-spectroscopy', 'vibrational-spectroscopy', 'videometric-mass-flow', 'xray-diffraction-pat', 'xray-tomography'], pat_modality_near: ['acoustic-pat', 'chemical-imaging', 'chromatographic-pat', 'dielectric-microwave-sensing', 'dynamic-light-scattering', 'fbrm', 'feeder-signal', 'fluorescence-spectroscopy', 'imaging-pat', 'laser-diffraction', 'low-frequency-raman', 'machine-vision', 'mass-spectrometry', 'mir-spectroscopy', 'multimodal-pat', 'nir-spectroscopy', 'nmr-spectroscopy', 'optical-coherence-tomography', 'particle-sizing-pat', 'particle-video-microscopy', 'pat-modality', 'ph-do-conductivity-sensor', 'pressure-force-torque-sensor', 'process-endoscopy', 'raman-spectroscopy', 'residence-time-distribution-data', 'rheology-pat', 'soft-sensor-modality', 'spatial-filter-velocimetry', 'spatially-offset-raman', 'spectroscopic-pat', 'tdlas', 'temperature-humidity-sensor', 'terahertz-spectroscopy', 'thermography', 'transmission-raman', 'univariate-process-sensor', 'uv-vis-spectroscopy', 'vibrational-spectroscopy', 'videometric-mass-flow', 'xray-diffraction-pat', 'xray-tomography'], synchronization_mode: ['near-real-time-synchronization', 'real-time-synchronization'], synchronization_mode_near: ['near-real-time-synchronization', 'real-time-synchronization', 'synchronization-mode']}
