"""The guide that opens in Neo4j Browser: the queries for exploring, one a slide, in the form of Markdown that Browser reads."""

from collections.abc import Sequence

_FIRST = """\
# Lacuna

{title}. Click the query, then run it with Ctrl-Enter. A click on a node shows what is known of it; a double click shows
what it is joined to.

Dark is charted evidence, light is vocabulary, white is no evidence: what is not ruled out. The arrows of this guide lead on.
"""
_OTHER = "# {title}\n"
_QUERY = "\n```cypher\n{query}\n```\n"


def guide(queries: Sequence[str]) -> str:
    """The guide; each query begins with its title as a comment and ends with a semicolon."""
    slides = []
    for number, text in enumerate(queries):
        title, _, query = text.removeprefix("// ").partition("\n")
        slides.append((_OTHER if number else _FIRST).format(title=title) + _QUERY.format(query=query.rstrip()))
    return "\n---\n".join(slides)
