"""Records beside stored studies: which of them the current version holds in another review."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from kg.errors import Cell, Fault, NotFound, NoVersion, StoreFailed
from kg.review.model import Study
from kg.stores.registry import checked_settings
from kg.versions.dataset import Dataset
from kg.versions.home import Home
from loaders.records.files import RECORDS_FILE
from loaders.records.folder import Found
from loaders.same_studies import title_key


class Elsewhere(NamedTuple):
    """A study as it is cited, and the review that holds it."""

    review: str
    study: Study


def stored_elsewhere(folder: Path) -> tuple[list[Elsewhere], list[Fault]]:
    """The studies that the current version holds in reviews other than that of a folder; and why they cannot be read."""
    try:
        with closing(Dataset.open(Home(checked_settings().home))) as dataset:
            others = [each for each in dataset.evidence().reviews if each.id != folder.resolve().name]
            return [Elsewhere(each.id, each.heading(key)) for each in others for key in each.keys], []
    except NoVersion:
        return [], []
    except (NotFound, StoreFailed) as error:
        rule = f"cannot be read, so that no record was compared with its studies: {error}"
        return [], [Fault(Cell("the current version", 0, ""), rule)]


def known_elsewhere(found: Found, studies: Iterable[Elsewhere]) -> Iterator[Fault]:
    """A notice for each publication among the records that is a stored study: by DOI, else by title and year.

    Two DOIs that differ tell publications apart, whatever their titles.
    """
    by_doi: dict[str, list[Elsewhere]] = defaultdict(list)
    by_title: dict[tuple[str, str], list[Elsewhere]] = defaultdict(list)
    for each in studies:
        if each.study.doi:
            by_doi[each.study.doi].append(each)
        if (title := title_key(each.study.title)) and each.study.year:
            by_title[title, str(each.study.year)].append(each)
    for head, group in found.groups.members.items():
        records = [found.by_key[each] for each in group]
        dois = {each.doi for each in records if each.doi}
        same = {(each.review, each.study.id): "DOI" for doi in sorted(dois) for each in by_doi.get(doi, ())}
        for record in records:
            for each in by_title.get((title_key(record.title), record.year), ()):
                if not (dois and each.study.doi):
                    same.setdefault((each.review, each.study.id), "title and year")
        for (review, study), by in same.items():
            rule = f"is the study {study} of the review {review}, by {by}. It stays a record of this one."
            yield Fault(Cell(RECORDS_FILE, 0, "record", head), rule)
