"""The graph: what was charted, what is not known about it, and the questions asked of it.

``docs/architecture.md`` shows the way of a cell and of a question through these packages, ``docs/gap-semantics.md`` what an
answer means.
"""
