"""A stored version to which reviews are added."""

from collections.abc import Collection, Iterable, Mapping
from contextlib import ExitStack
from dataclasses import replace
from functools import cached_property
from typing import NamedTuple, Self

from rdflib import DCTERMS, RDFS, SKOS, Graph

from kg.ontology.own import Statements, own_statements
from kg.ontology.reading import read_vocabulary
from kg.ontology.vocabulary import Vocabulary
from kg.questions.from_rdf import read_own_questions
from kg.rdf.canonical import Canonical, Triple
from kg.rdf.data_iris import below, review_iri
from kg.rdf.iris import DATA, LACUNA
from kg.rdf.sorted_text import parted
from kg.review.cited.model import SameAs
from kg.review.from_rdf import read_review, read_whole
from kg.review.model import Review, Study
from kg.stores.oxigraph import read_ntriples
from kg.stores.version_files import TRIPLES, read_triples
from kg.versions.growth.grown import Grown
from kg.versions.growth.program import program
from kg.versions.home import Home
from kg.versions.lock import hold


class Size(NamedTuple):
    """How many evidence units a review has, and how many assertions that hold."""

    units: int
    charted: int


def size_of(review: Review) -> Size:
    """The size of a review that was read whole."""
    return Size(sum(len(study.units) for study in review.studies), sum(1 for _ in review.charted()))


class Present:
    """A version, held against removal as long as it is open."""

    def __init__(self, home: Home, version: str) -> None:
        """Open a version.

        Raises:
            NoVersion, NotFound, StoreFailed: it cannot be read.
        """
        home.tidy()
        with ExitStack() as stack:
            stack.callback(hold(home, version).release)
            home.check(version)
            self.manifest = home.manifest(version)
            self._folder = home.folder(version)
            self._rdf = home.open_rdf(version)
            stack.callback(self._rdf.close)
            self._open = stack.pop_all()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    @cached_property
    def _text(self) -> bytes | None:
        """The sorted N-Triples; None where an earlier release stored the version."""
        return read_triples(self._folder) if (self._folder / TRIPLES).exists() else None

    @cached_property
    def own(self) -> Mapping[str, Statements]:
        """What the corpora of its reviews declared beside the ontology, by the ids of the reviews."""
        if self._text is None:
            return own_statements(self._rdf.triples_outside(str(DATA)), self.manifest.reviews)
        beside, _ = parted(self._text, f"<{DATA}".encode())
        return own_statements(read_ntriples(beside), self.manifest.reviews)

    def may_grow(self, ontology: Graph, staying: Collection[str]) -> bool:
        """Whether a new version can be made from it by what is different, if some of its reviews stay.

        It must have the same ontology, with what corpora declared, and be stored by this very program, which expresses and
        checks reviews in the same way. Where most of it is replaced, that would take longer than to store everything anew.
        """
        if self.manifest.program != program() or self._text is None:
            return False
        if self.manifest.vocabulary != Canonical(ontology).hash_outside(str(DATA)):
            return False
        stays = {
            id_: len(parted(self._text, f"<{below(review_iri(id_))}".encode())[1]) for id_ in self.manifest.reviews
        }
        return 2 * sum(stays[id_] for id_ in staying) >= sum(stays.values())

    def whole(self) -> tuple[Review, ...]:
        """All its reviews, with everything that was charted."""
        graph = Graph()
        for triple in self._rdf.triples():
            graph.add(triple)
        vocabulary = read_vocabulary(graph)
        return tuple(read_whole(graph, vocabulary, id_) for id_ in self.manifest.reviews)

    def in_brief(self, vocabulary: Vocabulary, id_: str) -> Review:
        """A review without what was charted of its studies, and without flow, maturity signals, references and claims."""
        review = f"<{review_iri(id_)}>"
        studies = [
            Study(
                id=str(row["id"]),
                citation=_text_of(row["label"]),
                title=_text_of(row["title"]),
                year=None if row["year"] is None else int(str(row["year"])),
                doi=_text_of(row["doi"]),
                units=(),
            )
            for row in self._rdf.run(_STUDIES.format(review=review), {})
        ]
        same = [(str(row["id"]), str(row["text"])) for row in self._rdf.run(_SAME_AS.format(review=review), {})]
        return replace(
            read_review(self._rdf.graph, id_),
            studies=tuple(sorted(studies, key=lambda study: study.id)),
            same_as=tuple(SameAs(study, *text.partition("/")[::2]) for study, text in sorted(same)),
            questions=read_own_questions(self._rdf.graph, vocabulary, id_),
        )

    def size(self, id_: str) -> Size:
        """The size of a review."""
        (row,) = self._rdf.run(_SIZE.format(review=f"<{review_iri(id_)}>"), {})
        return Size(*(int(str(row[name] or 0)) for name in ("units", "charted")))

    def with_added(self, added: Canonical, joining: Iterable[Triple], staying: Collection[str]) -> Grown:
        """The content of a version that has new reviews beside those of this one that stay.

        Args:
            added: the triples of the new reviews, and of the ontology.
            joining: all triples that join studies of the reviews that stay and of the new ones.
            staying: the ids of the reviews that stay.

        Raises:
            StoreFailed: this version is not what it was when it was stored.
        """
        before = {
            (one, LACUNA.sameStudyAs, other) for one, other in self._rdf.graph.subject_objects(LACUNA.sameStudyAs)
        }
        after = set(joining)
        if self._text is None:
            raise ValueError("the version is of an earlier release")
        replaced = [id_ for id_ in self.manifest.reviews if id_ not in staying]
        return Grown((self.manifest, self._folder), self._text, added, replaced, (before, after))


def _text_of(value: object) -> str | None:
    return None if value is None else str(value)


_PREFIXES = f"PREFIX lacuna: <{LACUNA}> PREFIX skos: <{SKOS}> PREFIX rdfs: <{RDFS}> PREFIX dcterms: <{DCTERMS}>\n"
_STUDIES = (
    _PREFIXES
    + """SELECT ?id ?label ?title ?year ?doi {{
  {review} lacuna:includes ?study . ?study skos:notation ?id .
  OPTIONAL {{ ?study rdfs:label ?label }} OPTIONAL {{ ?study dcterms:title ?title }}
  OPTIONAL {{ ?study lacuna:year ?year }} OPTIONAL {{ ?study lacuna:reportedIn/dcterms:identifier ?doi }}
}}"""
)
_SAME_AS = (
    _PREFIXES
    + "SELECT ?id ?text {{ {review} lacuna:includes|lacuna:formerlyIncludes ?study . "
    + "?study skos:notation ?id ; lacuna:sameAs ?text }}"
)
_SIZE = (
    _PREFIXES
    + """SELECT ?units ?charted {{
  {{ SELECT (COUNT(*) AS ?units) {{ {review} lacuna:includes/lacuna:hasUnit ?unit }} }}
  {{ SELECT (COUNT(*) AS ?charted) {{
    {{ {review} lacuna:includes ?about }} UNION {{ {review} lacuna:includes/lacuna:hasUnit ?about }}
    ?assertion lacuna:about ?about ; a lacuna:HeldAssertion
  }} }}
}}"""
)
