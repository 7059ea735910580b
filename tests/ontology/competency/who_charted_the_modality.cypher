// Who charted the PAT modality of each unit, when, and from which passage?
MATCH (a:HeldAssertion|CoderAssertion {facet: 'pat-modality'})-[:ABOUT]->(u:EvidenceUnit)
OPTIONAL MATCH (a)-[:WAS_GENERATED_BY]->(c:ChartingActivity)
RETURN DISTINCT u.id AS unit, a.status AS status, a.source AS source, c.coder AS coder, left(c.started_at, 10) AS day
