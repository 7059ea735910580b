// What are the numbers of the PRISMA flow, and which were worked out from others?
MATCH (f:FlowCount)
RETURN f.stage AS stage, f.count AS count, f.status AS status, f.derivation AS derivation
