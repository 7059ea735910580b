// For each group of unit operations and each group of PAT modalities: how many units have both?
MATCH (o:Term)-[:BROADER]->(:Term {id: 'unit-operation'}), (m:Term)-[:BROADER]->(:Term {id: 'pat-modality'})
OPTIONAL MATCH (o)<-[:BROADER*0..8]-(:Term)<-[:ON_OPERATION]-(u:EvidenceUnit)-[:USES_MODALITY]->(:Term)-[:BROADER*0..8]->(m)
RETURN o.id AS operation, m.id AS modality, count(DISTINCT u) AS units
