// The graph in one picture: the review, its charted studies, what was studied together, and on which unit operations
MATCH (r:Review {id: 'okafor-bello-2025'})-[in:INCLUDES]->(s:Study)
OPTIONAL MATCH (s)-[has:HAS_UNIT]->(u:EvidenceUnit)
OPTIONAL MATCH (u)-[on:ON_OPERATION]->(t:Term)
RETURN r, in, s, has, u, on, t;

// The review and what it says of itself
MATCH (r:Review {id: 'okafor-bello-2025'})-[e:SEARCHED_BY|HAS_FLOW_COUNT|JUDGES|STATES]->(n)
RETURN r, e, n;

// One study: what was charted, where it was read, who charted it
MATCH (s:Study {id: 'zahonyi-2025'})-[:HAS_UNIT]->(u:EvidenceUnit)
MATCH (a:HeldAssertion {status: 'coded'})-[about:ABOUT]->(of) WHERE of IN [s, u]
MATCH (a)-[value:VALUE]->(t:Term)
MATCH (a)-[by:WAS_GENERATED_BY]->(c:ChartingActivity)
OPTIONAL MATCH (s)-[in:REPORTED_IN]->(p:Publication)
RETURN s, u, a, about, of, value, t, by, c, in, p;

// Everything about one unit operation: the studies, and what they used
MATCH (:Term {id: 'powder-blending'})<-[:BROADER*0..8]-(t:UnitOperation)<-[on:ON_OPERATION]-(u:EvidenceUnit)<-[has:HAS_UNIT]-(s:Study)
OPTIONAL MATCH (u)-[uses:USES_MODALITY|USES_METHOD|HAS_INTEGRATION]->(x:Term)
RETURN t, on, u, has, s, uses, x;

// What is left open, and why: two studies that may be integrated ones in lyophilization
MATCH (s:Study)-[has:HAS_UNIT]->(u:EvidenceUnit)-[e:LEFT_OPEN|ON_OPERATION|USES_MODALITY|USES_METHOD|HAS_INTEGRATION]->(t:Term|Possibility)
MATCH (of:Term {id: t.id})
WHERE s.id IN ['gyurkes-2022', 'maharjan-2025']
  AND of.facet IN ['ai-method', 'integration-level', 'pat-modality', 'unit-operation']
MATCH up = (:Term {id: 'lyophilization'})-[:BROADER*]->(:Term)
RETURN s, has, u, e, t, up;

// A void and its neighbourhood: who blends powders, who fuses data, and nobody both (more by: lacuna voids)
MATCH (s:Study)-[has:HAS_UNIT]->(u:EvidenceUnit)-[e:ON_OPERATION|USES_METHOD]->(t:Term)
MATCH up = (t)-[:BROADER*0..8]->(w:Term) WHERE w.id IN ['powder-blending', 'data-fusion-method']
RETURN s, has, u, e, t, up;

// A void and its neighbourhood: two of tableting, spectroscopy and machine learning, and nobody all three
MATCH (s:Study)-[has:HAS_UNIT]->(u:EvidenceUnit)-[e:ON_OPERATION|USES_MODALITY|USES_METHOD]->(t:Term)
MATCH up = (t)-[:BROADER*0..8]->(w:Term) WHERE w.id IN ['tableting', 'spectroscopic-pat', 'machine-learning']
WITH u, collect({s: s, has: has, e: e, t: t, up: up}) AS found, count(DISTINCT w.id) AS terms WHERE terms > 1
UNWIND found AS each
RETURN u, each.s, each.has, each.e, each.t, each.up;

// The terms of a facet, the narrower below the broader
MATCH (t:PATModality) OPTIONAL MATCH (t)-[e:BROADER]->(b:Term)
RETURN t, e, b;

// What the review claims, and the questions that each claim speaks of
MATCH (:Review {id: 'okafor-bello-2025'})-[:MAKES_CLAIM]->(c:Claim)-[about:ASKS|COMPARED_WITH|CONCERNS]->(q:Question)
OPTIONAL MATCH (q)-[has:HAS_CONDITION]->(n:QuestionCondition)-[counts:COUNTS|EXCLUDES]->(t:Term)
RETURN c, about, q, has, n, counts, t;
