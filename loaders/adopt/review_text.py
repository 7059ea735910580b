"""``review.yaml`` of an adopted table: what the table tells, and questions to the team where it tells nothing."""

from loaders.adopt.layout.heading import title_of
from loaders.adopt.mapping_text import quoted
from loaders.adopt.proposal import Proposal

_TEXT = """\
# What your review says of itself. lacuna adopt knows only the table, so the rest are questions: take away the # before a
# line and answer it. docs/charting.md explains the fields.

{title}
# citation: "Surname & Surname 2026"
# doi: 10.…
# year: 2026

# How many studies does your review include? The table has {studies}. Without this number no answer can say
# "nobody": studies that are included but not in the table would count as unknown, and nobody would know how many.
# included: {studies}

# Where and until when was searched?
# search:
#   databases: [PubMed, Scopus]
#   years: 2015-2025
#   last_search: "2026-01-31"

# What was charted completely? A statement closes a facet: what is not in the table was then looked for, and is not there.
# depths are what was read; mapping.yaml says it under read:. closes: [values] says that nothing beyond the charted values
# was found, closes: [values, silence] also that an empty cell or "not reported" means that there is none.
# completeness:
#   - {{facet: evidence-unit, maker: coders, depths: [full-text], closes: [values], source: "our protocol, section 3"}}
{statements}"""


def review_text(proposal: Proposal) -> str:
    """The text of ``review.yaml``."""
    title = title_of(proposal.heading.above)
    first = f"title: {quoted(title)}  # unsure: it stands above the table" if title else '# title: "…"'
    facets = dict.fromkeys(facet for plan in proposal.plans for facet in plan.facets)
    line = '#   - {{facet: {facet}, maker: coders, depths: [full-text], closes: [values], source: "our protocol"}}\n'
    statements = "".join(line.format(facet=facet) for facet in facets)
    return _TEXT.format(title=first, studies=proposal.studies, statements=statements)
