"""What a load changed: the studies of each review whose charting is new, gone or different."""

from collections import defaultdict

from pydantic import BaseModel, ConfigDict

from kg.difference.charting import CHARTING, Charting, changed, charting_of
from kg.rdf.data_iris import review_of
from kg.rdf.iris import LACUNA, local_name
from kg.versions.growth.grown import Grown
from kg.versions.growth.whole import Whole
from kg.versions.home import Home


class ReviewChanges(BaseModel):
    """The keys of a review's studies that are new, retracted, gone, or charted otherwise than in the version that was current."""

    model_config = ConfigDict(frozen=True)

    review: str
    new: tuple[str, ...] = ()
    retracted: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()


def changes(home: Home, former: str, content: Whole | Grown) -> tuple[ReviewChanges, ...]:
    """The differences of charting between a stored version and new content, review by review; those without are left out.

    Content that has grown has done so from this version.

    Raises:
        NoVersion, NotFound, StoreFailed: the stored version cannot be read.
    """
    if isinstance(content, Grown):
        left_out = content.left_out()
        before = charting_of((str(subject), str(value)) for subject, each, value in left_out if each in CHARTING)
        triples = content.added
    else:
        before = _stored(home, former)
        triples = content.triples
    after = charting_of(
        (str(subject), str(value)) for each in CHARTING for subject, value in triples.subject_objects(each)
    )
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    retracted = {str(study) for _, study in triples.subject_objects(LACUNA.formerlyIncludes)}
    for study, kind in changed(before, after, retracted):
        found[review_of(study) or ""]["changed" if kind == "charted" else kind].append(local_name(study))
    return tuple(
        ReviewChanges(review=local_name(review), **{kind: tuple(keys) for kind, keys in kinds.items()})
        for review, kinds in sorted(found.items())
    )


def _stored(home: Home, version: str) -> Charting:
    """What was charted in a stored version."""
    home.check(version)
    rdf = home.open_rdf(version)
    try:
        return charting_of(
            (str(row["s"]), str(row["o"])) for each in CHARTING for row in rdf.run(f"SELECT * {{ ?s <{each}> ?o }}", {})
        )
    finally:
        rdf.close()
