"""Warnings about evidence units that a rule of applicability bars: a charting error, or a rule that is too wide."""

from collections.abc import Iterable, Iterator, Mapping

from kg.errors import Cell, Fault
from kg.ontology.applicability import rules_met
from kg.ontology.vocabulary import Incompatibility, Vocabulary
from kg.rdf.data_iris import assertion_iri, data_path, study_iri, unit_iri
from kg.review.model import Charted, Review, Status


def applicability_notices(vocabulary: Vocabulary, review: Review, file: str) -> Iterator[Fault]:
    """A warning for each rule that a charted unit of a review meets, at the cell of one of its facets.

    ``file`` is the file of the review's own statements, for reviews without cells.
    """
    for study in review.studies:
        found: dict[Fault, None] = {}  # a rule on facets of the study is met by all its units alike
        of_study: dict[_Key, Charted] = {(None, each.facet): each for each in study.charted}
        for unit in study.units:
            of_unit: dict[_Key, Charted] = {(unit.id, each.facet): each for each in unit.charted}
            for (of, facet), at, message in _barred(vocabulary, of_study | of_unit):
                subject = study_iri(review.id, study.id) if of is None else unit_iri(review.id, study.id, of)
                cell = at.cell or Cell(file, 0, data_path(assertion_iri(subject, facet)), "; ".join(at.terms))
                found[Fault(cell, message)] = None
        yield from found


_Key = tuple[str | None, str]
"""The id of a unit, None for its study, and a facet."""


def _barred(vocabulary: Vocabulary, charted: Mapping[_Key, Charted]) -> Iterator[tuple[_Key, Charted, str]]:
    """The rules that are met, each with the place where to say so."""
    terms = [term for each in charted.values() if each.status is Status.CODED for term in each.terms]
    absent = [each.facet for each in charted.values() if each.status in {Status.NONE, Status.NOT_APPLICABLE}]
    for rule in rules_met(vocabulary, terms, absent):
        facets = [condition.facet for condition in rule.conditions]
        involved = {key: each for key, each in charted.items() if each.facet in facets}
        # The first facet whose terms are barred; its cell is as good a place as that of any other.
        key, at = next((key, each) for key, each in involved.items() if each.terms)
        yield key, at, _message(rule, involved.values(), at)


def _message(rule: Incompatibility, involved: Iterable[Charted], at: Charted) -> str:
    others = [f"{each.facet} {_coding(each)}" for each in involved if each is not at]
    advice = "If both were studied, chart them as units of their own."
    return f"does not apply beside {' and '.join(others)}, by the rule “{rule.label}”: {rule.reason} {advice}"


def _coding(charted: Charted) -> str:
    return "; ".join(charted.terms) or charted.status.value.replace("-", " ")
