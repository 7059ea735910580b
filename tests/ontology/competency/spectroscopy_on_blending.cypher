// Which studies use spectroscopic PAT on blending, and with what validation level?
MATCH (s:Study)-[:HAS_UNIT]->(u:EvidenceUnit)-[:ON_OPERATION]->(:Term)-[:BROADER*0..8]->(:Term {id: 'powder-blending'})
MATCH (u)-[:USES_MODALITY]->(m:Term)-[:BROADER*0..8]->(:Term {id: 'spectroscopic-pat'})
OPTIONAL MATCH (u)-[:HAS_VALIDATION]->(v:Term)
RETURN DISTINCT s.id AS study, u.id AS unit, m.id AS modality, v.id AS validation
