"""What a load changed: the studies of each review whose charting is new, gone or different."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from pydantic import BaseModel, ConfigDict

from kg.rdf.canonical import Canonical
from kg.rdf.data_iris import review_of, study_of
from kg.rdf.iris import LACUNA, local_name
from kg.versions.home import Home

_CHARTING = (LACUNA.hasUnit, LACUNA.status, LACUNA.value, LACUNA.candidate)
"""The properties of studies and of their assertions, by every coder, that say what was charted."""

_Charting = Mapping[str, frozenset[tuple[str, str]]]


class ReviewChanges(BaseModel):
    """The keys of a review's studies that are new, gone, or charted otherwise than in the version that was current."""

    model_config = ConfigDict(frozen=True)

    review: str
    new: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()


def changes(home: Home, former: str, content: Canonical) -> tuple[ReviewChanges, ...]:
    """The differences of charting between a stored version and new content, review by review; those without are left out.

    Raises:
        NoVersion, NotFound, StoreFailed: the stored version cannot be read.
    """
    home.check(former)
    rdf = home.open_rdf(former)
    try:
        before = _by_study(
            (str(row["s"]), str(row["o"]))
            for each in _CHARTING
            for row in rdf.run(f"SELECT * {{ ?s <{each}> ?o }}", {})
        )
    finally:
        rdf.close()
    after = _by_study(
        (str(subject), str(value)) for each in _CHARTING for subject, value in content.subject_objects(each)
    )
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for study in sorted({*before, *after}):
        if (kind := _kind(before.get(study), after.get(study))) is not None:
            found[review_of(study) or ""][kind].append(local_name(study))
    return tuple(
        ReviewChanges(review=local_name(review), **{kind: tuple(keys) for kind, keys in kinds.items()})
        for review, kinds in sorted(found.items())
    )


def _by_study(statements: Iterable[tuple[str, str]]) -> _Charting:
    by_study: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for subject, value in statements:
        if study := study_of(subject):
            by_study[study].add((subject, value))
    return {study: frozenset(said) for study, said in by_study.items()}


def _kind(before: object, after: object) -> str | None:
    if before == after:
        return None
    return "new" if before is None else "gone" if after is None else "changed"
