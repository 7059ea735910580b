"""Papers that several keys stand for: one study across reviews, a fault within one."""

import unicodedata
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Sequence

from kg.errors import Cell, Fault
from kg.rdf.canonical import Triple
from kg.rdf.data_iris import study_iri
from kg.rdf.iris import LACUNA
from kg.review.cited.model import RetractedStudy
from kg.review.model import Review, Study
from kg.review.to_yaml import REVIEW_FILE
from kg.versions.studies import Studies
from loaders.sheets.absence import is_mark, mark_key


def same_study_triples(reviews: Sequence[Review]) -> Iterator[Triple]:
    """The triples that join the chartings of one paper, each to the first of them in the order of their IRIs."""
    keys = {review.id: [study.id for study in review.studies] for review in reviews}
    if len(keys) < 2:
        return
    for chartings in Studies.of(keys, _pairs(reviews)).chartings.values():
        first, *others = sorted(study_iri(*charting) for charting in chartings)
        for other in others:
            yield (other, LACUNA.sameStudyAs, first)


def _pairs(reviews: Iterable[Review]) -> Iterator[tuple[str, str]]:
    by_doi: dict[str, str] = {}
    for review in reviews:
        for study in review.studies:
            iri = str(study_iri(review.id, study.id))
            if study.doi:
                yield by_doi.setdefault(study.doi, iri), iri
        for same in review.same_as:
            yield str(study_iri(review.id, same.study)), str(study_iri(same.review, same.key))


def paper_faults(reviews: Sequence[Review]) -> Iterator[Fault]:
    """A fault for each study that is the paper of another study of its review, by DOI or by ``same_as``."""
    for review in reviews:
        by_doi: dict[str, list[Study | RetractedStudy]] = defaultdict(list)
        for study in review.in_sheets:
            if study.doi:
                by_doi[study.doi].append(study)
        for first, *others in by_doi.values():
            for study in others:
                rule = (
                    f"is also the DOI of study {first.id}{_row(first)}, so one paper would count as two studies. Give all rows "
                    "of the paper the same study key, or correct the DOI."
                )
                yield Fault(_cell(study, "doi", study.doi or ""), rule)
    yield from _joined(reviews)


def _joined(reviews: Sequence[Review]) -> Iterator[Fault]:
    """Faults of ``same_as`` lines that name no study, or make one paper of two studies of a review."""
    known = {review.id: review.keys for review in reviews}
    keys = {review.id: {study.id for study in review.studies} for review in reviews}
    for review in reviews:
        for number, same in enumerate(review.same_as):
            if same.review in known and same.key not in known[same.review]:
                cell = Cell(REVIEW_FILE, 0, f"same_as.{number}.key", same.key)
                yield Fault(cell, f"is not the key of a study in the review {same.review}.")
    joined = Studies.of({id_: sorted(of_review) for id_, of_review in keys.items()}, _pairs(reviews)) if keys else None
    for chartings in joined.chartings.values() if joined and joined.several else ():
        of_review = defaultdict(list)
        for id_, key in chartings:
            of_review[id_].append(key)
        for id_, several in of_review.items():
            if len(several) > 1 and any(each.same_as for each in reviews):
                rule = (
                    f"makes one paper of the studies {' and '.join(several)} of the review {id_}, where they would count as "
                    "two. Give their rows the same study key, or correct same_as."
                )
                yield Fault(Cell(REVIEW_FILE, 0, "same_as", id_), rule)


def paper_notices(review: Review) -> Iterator[Fault]:
    """A notice for each study with title and year of another one, where a DOI does not tell them apart."""
    known: dict[tuple[str, int | None], Study] = {}
    for study in review.studies:
        if study.title and not is_mark(study.title):
            first = known.setdefault((mark_key(study.title), study.year), study)
            if first is not study and not (first.doi and study.doi):
                rule = (
                    f"is also the title of study {first.id}{_row(first)}, of the same year. If both are one paper, it counts "
                    "twice: give all its rows the same study key."
                )
                yield Fault(_cell(study, "title", study.title), rule)


def title_key(title: str | None) -> str:
    """What all spellings of a title have in common: its letters and digits, without case; empty if there is no title."""
    if not title or is_mark(title):
        return ""
    return "".join(sign for sign in unicodedata.normalize("NFKC", title).casefold() if sign.isalnum())


def across_notices(reviews: Sequence[Review], kept: Container[str] = ()) -> Iterator[Fault]:
    """A notice for each study with title and year of a study of another review, where nothing joins them or tells them apart.

    ``kept`` are reviews of which nothing is told by themselves.
    """
    keys = {review.id: [study.id for study in review.studies] for review in reviews}
    joined = Studies.of(keys, _pairs(reviews)) if len(keys) > 1 else None
    known: dict[tuple[str, int], list[tuple[str, Study]]] = defaultdict(list)
    # Those that are kept come first, so that the notice is on the sheet at hand.
    for review in sorted(reviews, key=lambda each: each.id not in kept) if joined else ():
        for study in review.studies:
            if not study.year or not (title := title_key(study.title)):
                continue
            for other_review, other in known[title, study.year]:
                apart = study.doi and other.doi
                same = joined and joined.id_of(review.id, study.id) == joined.id_of(other_review, other.id)
                if other_review != review.id and not (apart or same or (review.id in kept and other_review in kept)):
                    rule = (
                        f"is also the title of study {other.id} of the review {other_review}, of the same year. If both are one "
                        f"paper, it counts twice: state both DOIs, or in {REVIEW_FILE} of {review.id} "
                        f"same_as: [{{study: {study.id}, review: {other_review}, key: {other.id}}}]."
                    )
                    yield Fault(_cell(study, "title", study.title or ""), rule)
            known[title, study.year].append((review.id, study))


def retraction_notices(reviews: Sequence[Review]) -> Iterator[Fault]:
    """A notice for each study that counts in a review although a review has its paper as retracted."""
    counted = [(review, study) for review in reviews for study in review.studies]
    for of, retracted in ((review, study) for review in reviews for study in review.retracted):
        for review, study in counted:
            if _is_paper_of(retracted, study):
                rule = (
                    f"is retracted in the review {of.id} ({retracted.id}: {retracted.retraction.text}), but counts in "
                    f"{review.id}. If it is the same paper, fill in the column retracted there, too."
                )
                yield Fault(_cell(study, "study", study.id), rule)


def _is_paper_of(retracted: RetractedStudy, study: Study) -> bool:
    """Whether a study is the paper of a retracted one: by DOI or, where one of them has none, by title and year."""
    if retracted.doi and study.doi:
        return retracted.doi == study.doi
    title = title_key(retracted.title)
    return bool(title) and title == title_key(study.title) and retracted.year == study.year


def renaming_notices(reviews: Iterable[Review], kept: Sequence[Review]) -> Iterator[Fault]:
    """A notice for each review that looks like one that stays beside it, under another name."""
    for review in reviews:
        papers = _papers(review)
        for other in kept:
            both = papers & _papers(other)
            if 2 * len(both) > len(papers):
                rule = (
                    f"have keys or DOIs of studies of the review {other.id}, which stays beside this one. If it is the same "
                    f"review, name its file or folder {other.id}, so that it is replaced."
                )
                yield Fault(Cell(review.id, 0, "", f"{len(both)} of {len(papers)} studies"), rule)


def _papers(review: Review) -> set[str]:
    return {study.doi or study.id for study in review.in_sheets}


def _cell(study: Study | RetractedStudy, column: str, value: str) -> Cell:
    found = next((cell for cell in study.cells if cell.column == column), None)
    return found or Cell("-", 0, column, value)


def _row(study: Study | RetractedStudy) -> str:
    return f" (row {study.cells[0].row} of {study.cells[0].sheet})" if study.cells else ""
