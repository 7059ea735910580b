"""The studies that may stand otherwise to a question in one version than in another, by the triples in which these differ."""

# How a study stands follows from the edges of its chartings and of their units, which are triples about these or, of the further
# unit, about that, and from which chartings are of one study. What a review states decides which edges there are, and else
# counts for uncharted studies alone. So a study stands otherwise only if a differing triple names it, its further unit, or
# another charting of it, before or after.

import gzip
import zlib
from collections.abc import Iterator, Set
from io import BufferedReader, RawIOBase
from typing import NamedTuple, cast

from kg.evaluation.some_studies import SomeStudies
from kg.rdf.data_iris import FURTHER_UNIT, is_data, review_of, study_of
from kg.rdf.differing import differing
from kg.rdf.iris import local_name
from kg.stores.version_files import TRIPLES
from kg.versions.evidence import EvidenceBase
from kg.versions.home import Home
from kg.versions.studies import Charting

_MOST = 0.5
"""The largest share of the studies that is worth asking alone; of more, all are asked as quickly."""


_BUFFER = 1 << 20


class Statement(NamedTuple):
    """A triple that only one of two versions has, the later one if it was ``added``, with the studies that it names."""

    subject: str
    property: str
    value: str
    added: bool
    studies: tuple[str, ...]


class Affected(NamedTuple):
    """The studies of two versions that may stand otherwise, alone, and the triples that name studies and differ."""

    before: SomeStudies
    after: SomeStudies
    statements: tuple[Statement, ...]


def affected(home: Home, before: EvidenceBase, after: EvidenceBase) -> Affected | None:
    """The studies that may stand otherwise in the second of two versions than in the first, each with all its reviews.

    None where all of them have to be looked at: most may, the vocabulary is another, or an earlier release stored a version.
    """
    old, new = (home.manifest(each.dataset.version) for each in (before, after))
    if not old.vocabulary or old.vocabulary != new.vocabulary:
        return None
    most = _MOST * max(len(each.studies.ids) for each in (before, after))
    named: set[Charting] = set()
    statements: list[Statement] = []
    try:
        for each in _statements(home, old.version, new.version):
            named |= {(local_name(review_of(study)), local_name(study)) for study in each.studies}
            named |= _with_further_unit(each.subject, before) | _with_further_unit(each.subject, after)
            if len(named) > most:
                return None
            if each.studies:
                statements.append(each)
    except (OSError, EOFError, zlib.error):
        return None
    everywhere = _as_one_study(named, before, after)
    return Affected(_alone(before, everywhere), _alone(after, everywhere), tuple(statements))


def _statements(home: Home, before: str, after: str) -> Iterator[Statement]:
    """The triples in which two versions differ."""
    with _lines(home, before) as old, _lines(home, after) as new:
        for line, added in differing(old, new):
            subject, property_, value = (each.strip("<>") for each in line.decode().rstrip(" .\n").split(" ", 2))
            names = dict.fromkeys(study for iri in (subject, value) if (study := study_of(iri)))
            yield Statement(subject, property_, value, added, tuple(names))


def _lines(home: Home, version: str) -> BufferedReader:
    # The module gzip reads single lines slowly.
    return BufferedReader(cast(RawIOBase, gzip.open(home.folder(version) / TRIPLES)), _BUFFER)


def _with_further_unit(iri: str, evidence: EvidenceBase) -> set[Charting]:
    """The studies that may have a further unit, if it is that."""
    if not is_data(iri) or study_of(iri) or not iri.endswith(f"/{FURTHER_UNIT}"):
        return set()
    id_ = local_name(review_of(iri))
    return {(id_, key) for review in evidence.reviews if review.id == id_ for key in review.keys}


def _as_one_study(named: Set[Charting], *versions: EvidenceBase) -> Set[Charting]:
    """Chartings with all that are of one study with them in one of some versions."""
    found, together = frozenset[Charting](), frozenset(named)
    while found != together:
        found = together
        together = found.union(
            place
            for evidence in versions
            for each in found
            if each in evidence.studies
            for place in evidence.studies.chartings[evidence.studies.id_of(*each)]
        )
    return found


def _alone(evidence: EvidenceBase, chartings: Set[Charting]) -> SomeStudies:
    return SomeStudies(evidence, {evidence.studies.id_of(*each) for each in chartings if each in evidence.studies})
