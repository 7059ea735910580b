"""The graph: what was charted, what is not known about it, and the questions asked of it.

Loading goes ``express`` → ``check`` → ``versions``; asking goes ``question`` → ``cypher`` or ``sparql`` → ``answer``.
What an answer means is written in ``docs/gap-semantics.md``.
"""
