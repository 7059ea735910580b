"""Questions that a corpus brings along, in the one form in which a version holds them."""

from kg.errors import BadQuestion
from kg.ontology.vocabulary import Vocabulary
from kg.questions.catalogue import StoredQuestion
from kg.questions.question_file import QuestionFile, QuestionSpec, TableSpec, question_keys
from kg.questions.reading import charted_facet, read_term

MOST_ROWS = 100
"""Of a table by year, and of one that compares: each row is a question to answer."""


def in_canonical_form(vocabulary: Vocabulary, stored: StoredQuestion) -> StoredQuestion:
    """The same question with ids for labels and everything in order, as it is read back from a version.

    Raises:
        BadQuestion: it names what the vocabulary does not have, or cannot be asked.
    """
    spec = stored.spec
    domain, stage = (
        read_term(vocabulary, key, vocabulary.facets[facet], text) if text else None
        for key, facet, text in (
            ("less_mature_than", "evidence-domain", spec.less_mature_than),
            ("excluded_at", "prisma-stage", spec.excluded_at),
        )
    )
    canonical = QuestionFile.model_validate(
        {
            "text": _one_line(spec.text),
            "tags": sorted({_one_line(tag) for tag in spec.tags}),
            **({} if stored.about_review else _keys(vocabulary, spec)),
            "less_mature_than": domain,
            "excluded_at": stage,
            "anchors": {
                review: [each.model_dump() for each in spec.anchors[review]] for review in sorted(spec.anchors)
            },
            "table": _table(vocabulary, spec.table) if spec.table else None,
        }
    )
    return StoredQuestion.own(stored.name, canonical)


def _keys(vocabulary: Vocabulary, spec: QuestionSpec) -> dict[str, object]:
    return question_keys(spec.read(vocabulary))


def _table(vocabulary: Vocabulary, table: TableSpec) -> dict[str, object]:
    if table.by == "year":
        years = table.range
        if years.last - years.first >= MOST_ROWS:
            raise BadQuestion("table.years", str(years), f"are too many: a table has at most {MOST_ROWS} rows")
        return {"by": "year", "years": str(years)}
    if table.by:
        return {"by": charted_facet(vocabulary, "table.by", table.by).id}
    if len(table.compare) > MOST_ROWS:
        raise BadQuestion("table.compare", str(len(table.compare)), f"rows are too many: at most {MOST_ROWS}")
    return {"compare": [{"label": _one_line(each.label), **_keys(vocabulary, each)} for each in table.compare]}


def _one_line(text: str) -> str:
    return " ".join(text.split())
