"""Own facets and terms of a table as Turtle files, by the pattern of the ontology's own."""

from collections.abc import Iterator, Mapping

from rdflib import Literal

from kg.ontology.vocabulary import Vocabulary
from kg.rdf.data_iris import vocabulary_namespace
from kg.rdf.iris import LACUNA, TERM
from loaders.adopt.guesses.guess import Sure
from loaders.adopt.guesses.plan import LEVELS, OwnFacet, OwnTerm
from loaders.mapped.words import one_line
from loaders.own.files import ONTOLOGY_FOLDER

_PREFIXES = """@prefix lacuna: <https://w3id.org/lacuna/onto/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix term: <https://w3id.org/lacuna/term/> .
"""
_OWN = """
# A facet of the table's own, made of the column {column}.
# Each value is a term of four lines. Correct names, write definitions, and put a term below a broader one with skos:broader.
# What a term is elsewhere may be said too, such as: skos:closeMatch term:tableting ;
"""
_OURS = """
# Values of the column {column}
# that are no terms of {facet}: each is a new one here. Check where it stands, for whoever asks for the broader term finds
# it too. A value that is a term of Lacuna's by another name needs no term here: say so in mapping.yaml.
"""


def own_files(vocabulary: Vocabulary, review: str, table: str, facets: Mapping[str, OwnFacet]) -> dict[str, str]:
    """The text of the file of each facet that has own terms, by its path in the folder."""
    writer = _Writer(vocabulary, review, table)
    return {f"{ONTOLOGY_FOLDER}/{facet.id}.ttl": writer.file(facet) for facet in facets.values() if facet.terms}


def more_terms(vocabulary: Vocabulary, review: str, table: str, facet: OwnFacet) -> str:
    """Terms to be added at the end of the file of a facet."""
    writer = _Writer(vocabulary, review, table)
    return "".join(f"\n{writer.term(facet, term)}" for term in facet.terms.values())


def class_name(facet: str) -> str:
    """The local name of a facet's class: ``therapeutic-area`` → ``TherapeuticArea``."""
    return "".join(word[:1].upper() + word[1:] for word in facet.split("-"))


class _Writer:
    def __init__(self, vocabulary: Vocabulary, review: str, table: str) -> None:
        self._vocabulary, self._table = vocabulary, table
        self._own = vocabulary_namespace(review)

    def file(self, facet: OwnFacet) -> str:
        """The whole file of a facet."""
        about = (_OURS if facet.ours else _OWN).format(column=_quoted(facet.column), facet=facet.id)
        parts = [f"{_PREFIXES}@prefix own: <{self._own}> .\n{about}"]
        if not facet.ours:
            parts += self._facet(facet)
        parts += [self.term(facet, term) for term in facet.terms.values()]
        return "\n".join(parts)

    def term(self, facet: OwnFacet, term: OwnTerm) -> str:
        """A term below its broader ones."""
        known = self._vocabulary.facets.get(facet.id)
        class_ = _short(known.class_iri, self._own) if known else f"own:{class_name(facet.id)}"
        broader = " , ".join(self._name(each) for each in term.broader)
        mark = f"  # {term.placed.comment}" if term.placed.sure is not Sure.SURE else ""
        made = f"Value of the column {_quoted(term.column)} of {self._table}."
        return (
            f"own:{term.id} a owl:NamedIndividual , {class_} ;\n"
            f"    skos:broader {broader} ;{mark}\n"
            f"    skos:prefLabel {_text(term.label)} ;\n"
            f"    skos:definition {_text(made)} .\n"
        )

    def _name(self, id_: str) -> str:
        known = self._vocabulary.terms.get(id_)
        return _short(known.iri, self._own) if known else f"own:{id_}"

    def _facet(self, facet: OwnFacet) -> Iterator[str]:
        class_ = class_name(facet.id)
        each, node = ("once per study", "study") if facet.level == "study" else ("per evidence unit", "evidence unit")
        yield (
            f"own:{class_} a owl:Class ;\n"
            f"    rdfs:subClassOf skos:Concept ;\n"
            f"    rdfs:label {_text(facet.label)} ;\n"
            f'    rdfs:comment "Facet, charted {each}."@en ;\n'
            f"    lacuna:chartedBy own:has{class_} ;\n"
            f'    lacuna:level "{facet.level}" ;  # {LEVELS[facet.level]}\n'
            f"    lacuna:topTerm own:{facet.id} .\n"
        )
        about = f"From the {node} to each value of {facet.label} that was charted for it; derived from the charted assertions."
        yield (
            f"own:has{class_} a owl:ObjectProperty ;\n"
            f"    rdfs:label {_text(f'has {facet.label}')} ;\n"
            f"    rdfs:comment {_text(about)} .\n"
        )
        made = f"What the column {_quoted(facet.column)} of {self._table} says."
        yield (
            f"own:{facet.id} a owl:NamedIndividual , own:{class_} ;\n"
            f"    skos:prefLabel {_text(facet.label)} ;\n"
            f"    skos:definition {_text(made)} .\n"
        )


def _short(iri: str, own: str) -> str:
    for prefix, space in (("lacuna", str(LACUNA)), ("term", str(TERM)), ("own", own)):
        if iri.startswith(space):
            return f"{prefix}:{iri.removeprefix(space)}"
    return f"<{iri}>"


def _text(text: str) -> str:
    return Literal(" ".join(text.split()), lang="en").n3()


def _quoted(name: str) -> str:
    return f"“{one_line(name, 100)}”"
