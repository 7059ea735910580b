"""The tools ``find_voids`` and ``read_study``."""

from collections.abc import Iterator, Sequence
from urllib.parse import quote

from api.agents.answering import condition_text
from api.agents.arguments import FindVoids, ReadStudy
from api.agents.desk import Source
from api.agents.models import FoundVoid, StudyRead, VoidsFound, page
from api.models import ChartedBody, StudyDetail
from api.routers.studies import study_detail
from api.routers.voids import condition
from kg.answer.words import facet_label, label_of, listed
from kg.browsing.search import studies_with
from kg.errors import BadQuestion, NotFound
from kg.evaluation.models import PopulationBody, evidence_population
from kg.ontology.vocabulary import Vocabulary
from kg.review.model import Status
from kg.versions.evidence import EvidenceBase
from kg.voids.answer import MOST_LISTED, voids
from kg.voids.models import VoidBody, VoidList
from kg.voids.search import read_wanted

_LISTED = 12
"""More voids than the budget has room for."""
_OFFERED = 10
"""The most studies that are offered where words stand for several."""
_STATUS = {
    Status.NONE: "the source says that there was none",
    Status.NOT_APPLICABLE: "does not apply",
    Status.UNCLEAR: "unclear",
}


def find_voids(source: Source, asked: FindVoids) -> VoidsFound:
    """Combinations of terms that nobody has studied, the most surprising first.

    Raises:
        BadQuestion, NotFound: a name is at fault, or there are no voids from the start that was asked for.
    """
    wanted = read_wanted(
        source.vocabulary,
        ",".join(asked.facets),
        [condition(each) for each in asked.within],
        definition=asked.definition,
        completeness=asked.completeness,
        grade=asked.grade,
        k=asked.k,
    )
    found = voids(source.evidence(asked.reviews), wanted, min(asked.start + _LISTED, MOST_LISTED))

    def shown(items: Sequence[FoundVoid], at: int | None) -> VoidsFound:
        after = asked.start + len(items)
        following = after if after < min(found.found, MOST_LISTED) else None
        return VoidsFound(
            sentence=found.sentence,
            grade=found.grade,
            k=found.k,
            permalink=source.permalink(found.certificate.permalink),
            within=found.bounds,
            population=_short(found.population),
            found=found.found,
            complete=found.complete,
            shown=f"{asked.start + 1} to {after}" if items else "",
            voids=tuple(items),
            next=at if at is not None else following,
        )

    return page([_void(source, found, each) for each in found.items], asked.start, shown)


def _void(source: Source, found: VoidList, void: VoidBody) -> FoundVoid:
    return FoundVoid(
        sentence=void.sentence,
        verdict=void.verdict,
        bounds=void.bounds,
        permalink=source.permalink(void.href or found.href),
        asked=tuple(map(condition_text, void.where)),
        expected=round(void.surprise, 2),
        next_study=void.next_study,
    )


def read_study(source: Source, asked: ReadStudy) -> StudyRead:
    """What was charted of one study.

    Raises:
        BadQuestion: no study has that id, DOI or words, or several have; the nearest are named. Or there are no lines from the
            start that was asked for.
    """
    evidence = source.evidence(asked.reviews)
    study = study_detail(evidence, _id(evidence, asked.study))
    address = f"/studies/{quote(study.id)}"
    if not evidence.is_default:
        address += f"?review={quote(','.join(evidence.review_ids), safe=',')}"
    fields = {name: getattr(study, name) for name in ("id", "reviews", "citation", "title", "year", "doi", "state")}
    return page(
        list(_lines(source.vocabulary, study)),
        asked.start,
        lambda shown, at: StudyRead(
            sentence=_sentence(study, evidence_population(evidence)),
            **fields,
            permalink=source.permalink(address),
            lines=tuple(shown),
            next=at,
        ),
    )


def _id(evidence: EvidenceBase, text: str) -> str:
    """The id of the one study with that id, DOI or words."""
    try:
        return evidence.study_id(text)
    except NotFound as error:
        found = studies_with(evidence, text)
        if len(found) == 1:
            return found[0].id
        # Not its own text, "There is no study …", which could be taken for an answer.
        if found:
            rule = f"matches {len(found)} charted studies: name one"
            raise BadQuestion("study", text, rule, [each.id for each in found[:_OFFERED]]) from None
        raise BadQuestion(
            "study", text, "is not the id, DOI, citation or title of a charted study", error.nearest
        ) from None


def _sentence(study: StudyDetail, population: PopulationBody) -> str:
    name = study.citation or study.id
    if study.retraction:
        return f"{name} was retracted ({study.retraction.notice}): no answer counts it, and what was charted of it is not kept."
    return (
        f"{name} is one of {population.charted} charted studies. The lines say what was charted of it, and what was "
        "read for each. What is not charted, or not named in what was read, may still have been done. Nothing follows for other "
        "studies."
    )


def _lines(vocabulary: Vocabulary, study: StudyDetail) -> Iterator[str]:
    yield from _part(vocabulary, "study", study.charted or (), study.not_charted or ())
    for unit in study.units or ():
        of = f"unit {unit.id.rpartition('/')[2]}"
        yield from _part(vocabulary, of, unit.charted, unit.not_charted)
        for note in unit.notes:
            yield f"{of}, a coder's note: {note.text}"


def _part(vocabulary: Vocabulary, of: str, charted: Sequence[ChartedBody], not_charted: Sequence[str]) -> Iterator[str]:
    """A line for each facet with something charted, then one for those that are not named, and one for those not charted."""
    for each in charted:
        if each.status != Status.NOT_REPORTED:
            terms = listed([label_of(vocabulary, term) for term in each.terms])
            status = _STATUS.get(each.status)
            said = f"{status}{f' ({terms})' if terms else ''}" if status else terms
            agreed = "" if each.agreement == "single-coder" else f"; {each.agreement.replace('-', ' ')}"
            yield f"{of} — {facet_label(vocabulary, each.facet)}: {said} [{_read(each)}{agreed}]"
    silent = [each for each in charted if each.status == Status.NOT_REPORTED]
    for depth in dict.fromkeys(map(_read, silent)):
        facets = [facet_label(vocabulary, each.facet) for each in silent if _read(each) == depth]
        yield f"{of} — not named where it was read [{depth}]: {', '.join(facets)}"
    if not_charted:
        yield f"{of} — not charted: {', '.join(facet_label(vocabulary, each) for each in not_charted)}"


def _read(charted: ChartedBody) -> str:
    return f"read: {', '.join(charted.read) or 'not stated'}"


def _short(population: PopulationBody) -> PopulationBody:
    return population.model_copy(update={"reviews": None, "read": None})
