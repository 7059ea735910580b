"""The seed's papers as they were published, year by year: an update is the same as a load of everything at once."""

from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pytest

from kg.difference.compare import compare
from kg.difference.models import Difference
from kg.evaluation.standing import Evaluation, evaluate_rows
from kg.evaluation.verdict import SPARSE_BELOW
from kg.questions.catalogue import read_catalogue
from kg.versions.dataset import Dataset
from kg.versions.home import Home
from kg.versions.population import Population
from loaders.corpus import DEFAULT_CORPUS
from loaders.pipeline import load, read_and_check
from tests.retraction.seed import YEARS, doi_of, rows_of, write_seed, write_sheet, years

TWICE, SECOND_KEY = "harms-2019", "harms-again"
"""A study of the seed, and the key under which a later corpus has its paper once more."""
RETRACTED = "domokos-2021"
NOTICE = "10.1016/j.powtec.2024.1; 2024-05-01"
pytestmark = pytest.mark.slow
STEPS = ("2018", "2019", "2020", "2021", "second key", "its DOI", "2022", "2023", "retraction", "2024", "2025")
CATALOGUE = {name: stored for name, stored in read_catalogue().items() if not stored.about_review}


class Step(NamedTuple):
    """What is stored after a step, reached step by step, and the hash of the same files loaded at once."""

    dataset: Dataset
    at_once: str

    @property
    def population(self) -> Population:
        return self.dataset.evidence().population


def write_late(folder: Path, doi: str) -> Path:
    """A later corpus of one study, which is a paper of the seed under another key."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "review.yaml").write_text("title: Late\nincluded: 1\n", encoding="utf-8")
    (row,) = (each for each in rows_of("first-pass.csv") if each["study"] == TWICE)
    write_sheet(
        folder / "sheet.csv", [{**row, "study": SECOND_KEY, "title": "The same paper, by its twin", "doi": doi}]
    )
    return folder


@pytest.fixture(scope="module")
def steps(tmp_path_factory) -> Mapping[str, Step]:
    files, home = tmp_path_factory.mktemp("files"), Home(tmp_path_factory.mktemp("home") / "home")
    seed, late = files / DEFAULT_CORPUS, files / "late"
    there: set[str] = set()
    retracted: dict[str, str] = {}
    found = {}
    for step in STEPS:
        if step.isdecimal():
            there |= {study for study, year in years().items() if year == int(step)}
        if step == "retraction":
            retracted[RETRACTED] = NOTICE
        changed = late if step in ("second key", "its DOI") else seed
        if changed == late:
            write_late(late, doi_of(TWICE) if step == "its DOI" else "")
        else:
            write_seed(seed, there, retracted)
        load([str(changed)], home, add=True)
        everything = [str(each) for each in (seed, late) if each.exists()]
        at_once = read_and_check(everything).content.version
        found[step] = Step(Dataset.open(home), at_once)
    assert there == set(years())
    return found


def test_every_step_is_the_version_that_one_load_gives(steps):
    assert {int(step) for step in steps if step.isdecimal()} == set(YEARS)
    assert {name: step.dataset.version for name, step in steps.items()} == {
        name: step.at_once for name, step in steps.items()
    }
    assert len({step.at_once for step in steps.values()}) == len(STEPS)


def evaluations(dataset: Dataset) -> Mapping[str, Evaluation]:
    """Every stored question, evaluated on the rows of SPARQL; a difference is made of those of Cypher."""
    evidence = dataset.evidence()
    found = {}
    for name, stored in CATALOGUE.items():
        question = stored.read(dataset.vocabulary)
        found[name] = evaluate_rows(
            question.expanded(dataset.vocabulary),
            dataset.rows(question, evidence.review_ids, "sparql"),
            evidence.studies,
            uncharted=evidence.population.uncharted,
            k=SPARSE_BELOW,
        )
    return found


def stands(dataset: Dataset, found: Evaluation) -> set[tuple[tuple[str, str], str]]:
    """Every charting of a study that an answer counts, with how it stands."""
    chartings = dataset.evidence().studies.chartings
    near = dict.fromkeys(found.certain, "certain") | {id_: each.standing.name for id_, each in found.possible.items()}
    return {(charting, how) for id_, how in near.items() for charting in chartings[id_]}


def upper(found: Evaluation) -> int:
    """The upper bound: every review here states how many studies it includes."""
    assert found.bounds.upper is not None
    return found.bounds.upper


def kind(before: Evaluation, after: Evaluation) -> str:
    """What became of a gap, from the words of the documentation alone."""
    one, two = before.bounds, after.bounds
    if bool(one.certain) != bool(two.certain):
        return "opened" if one.certain else "closed"
    if not two.certain and (before.verdict == "void") != (after.verdict == "void"):
        return "certified" if after.verdict == "void" else "un-certified"
    wide, wider = (upper(each) - each.bounds.certain for each in (before, after))
    return "moved" if wide == wider else "narrowed" if wider < wide else "widened"


def test_each_difference_is_that_of_the_answers_at_both(steps):
    at = [(step.dataset, evaluations(step.dataset)) for step in steps.values()]
    kinds = set()
    for (before, old), (after, new) in pairwise(at):
        told = compare(before, after, CATALOGUE)
        expected = {}
        for name in CATALOGUE:
            moved = stands(before, old[name]) ^ stands(after, new[name])
            if moved or old[name].bounds != new[name].bounds:
                expected[name] = kind(old[name], new[name]), {f"{review}/{key}" for (review, key), _ in moved}
        assert {each.name: (each.change, {move.id for move in each.by}) for each in told.answers} == expected
        kinds |= {change for change, _ in expected.values()}
    assert {"closed", "narrowed", "moved"} <= kinds


def difference(steps: Mapping[str, Step], step: str) -> Difference:
    """The difference that a step made."""
    before = STEPS[STEPS.index(step) - 1]
    return compare(steps[before].dataset, steps[step].dataset, CATALOGUE)


def before_and_after(steps, step):
    return steps[STEPS[STEPS.index(step) - 1]], steps[step]


def test_a_duplicate_counts_until_it_is_known_to_be_one(steps):
    (alone, twice), (_, once) = before_and_after(steps, "second key"), before_and_after(steps, "its DOI")
    charted = [each.population.charted for each in (alone, twice, once)]
    assert charted == [charted[0], charted[0] + 1, charted[0]]
    of_both = {(DEFAULT_CORPUS, TWICE), ("late", SECOND_KEY)}
    assert of_both in map(set, once.dataset.evidence().studies.chartings.values())
    ids = [twice.dataset.evidence().studies.id_of(*each) for each in of_both]
    before, after = evaluations(twice.dataset), evaluations(once.dataset)
    touched = 0
    for name, old in before.items():
        new = after[name]
        certain, possible = (
            sum(id_ in counted for id_ in ids) for counted in (old.certain, {**old.possible, **old.certain})
        )
        assert len(old.certain) - len(new.certain) == (certain == 2), name
        assert old.bounds.possible - new.bounds.possible == (possible == 2), name
        assert upper(old) - upper(new) == (possible == 2), name
        touched += possible == 2
    assert touched


def test_a_retraction_takes_its_study_out_of_every_count(steps):
    charted, without = before_and_after(steps, "retraction")
    study = f"{DEFAULT_CORPUS}/{RETRACTED}"
    one, two = charted.population, without.population
    numbers = [(each.included or 0, each.charted, each.uncharted or 0) for each in (one, two)]
    assert [old - new for old, new in zip(*numbers, strict=True)] == [1, 1, 0]
    assert numbers[0][0] == 85 + 1  # the seed's, and that of the later corpus
    assert (one.retracted, two.retracted) == (0, 1)
    before, after = evaluations(charted.dataset), evaluations(without.dataset)
    certain = 0
    for name, old in before.items():
        new = after[name]
        assert (set(old.certain) - set(new.certain)) == {study} & set(old.certain), name
        assert (set(old.possible) - set(new.possible)) == {study} & set(old.possible), name
        assert old.bounds.possible - new.bounds.possible == (study in {*old.certain, *old.possible}), name
        assert upper(old) - upper(new) == (study in {*old.certain, *old.possible}), name
        certain += study in old.certain
    assert certain
    told = difference(steps, "retraction")
    assert [(each.id, each.change) for each in told.studies] == [(study, "retracted")]
    assert {move.cause for each in told.answers for move in each.by} == {"retracted"}
    assert {move.id for each in told.answers for move in each.by} == {study}


def test_a_retraction_stays_while_studies_are_added(steps):
    last = steps[STEPS[-1]].dataset.evidence()
    assert [(id_, each.retraction.text) for id_, (_, each) in last.retracted.items()] == [
        (f"{DEFAULT_CORPUS}/{RETRACTED}", NOTICE)
    ]
    assert len(last.studies.ids) == len(years()) - 1
