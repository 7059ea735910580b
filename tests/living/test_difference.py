"""What two versions differ in: answers and the studies that moved them, cells, terms."""

import csv
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from kg.answer.answer import answer
from kg.answer.models import Answer
from kg.difference.answers import kind_of_change
from kg.difference.compare import compare
from kg.difference.text import HEADINGS, render
from kg.evaluation.verdict import Bounds, verdict
from kg.questions.catalogue import read_catalogue
from kg.versions.dataset import Dataset
from kg.versions.home import Home
from loaders.corpus import read_corpus
from loaders.pipeline import load
from tests.law.random_reviews import dataset_of, real_vocabulary

GAP = "gap_raman_deep_learning"
ROW = {
    "study": "a-2021",
    "title": "A",
    "coder": "ann",
    "read": "title; abstract; full-text",
    "source": "Methods",
    "unit-operation": "lyophilization",
    "pat-modality": "raman-spectroscopy",
    "ai-method": "deep-learning",
    "twin-label": "labelled-digital-twin",
    "twin-component": "not reported",
    "integration-level": "digital-twin-strict",
    "study-design": "not reported",
}
SILENT = {**ROW, "study": "b-2022", "title": "B", "pat-modality": "not reported", "ai-method": "not reported"}


@cache
def made(*rows):
    """A version with one review of some rows."""
    with TemporaryDirectory() as folder:
        sheet = Path(folder) / "review.csv"
        with sheet.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, [*ROW, "country"], restval="")
            writer.writeheader()
            writer.writerows(map(dict, rows))
        corpus = read_corpus(real_vocabulary(), sheet)
    assert corpus.faults == ()
    return dataset_of(corpus.review)


def compared(before, after):
    """The difference between two versions of one review's rows."""
    one, two = (made(*(tuple(row.items()) for row in rows)) for rows in (before, after))
    return compare(one, two, read_catalogue())


def of_gap(difference):
    return next(each for each in difference.answers if each.name == GAP)


def test_nothing_differs():
    same = compared([ROW], [ROW])
    assert (same.studies, same.terms, same.answers) == ((), (), ())
    assert same.voids
    assert (same.voids.opened_total, same.voids.closed_total) == (0, 0)
    assert "0 closed, 0 opened" in render(same)
    assert "No study, term or answer differs." in render(same)


def test_a_new_study_closes_a_gap():
    found = compared([SILENT], [SILENT, ROW])
    change = of_gap(found)
    assert change.change == "closed"
    assert (change.before.bounds.certain, change.after.bounds.certain) == (0, 1)
    assert [(each.id, each.before, each.after, each.cause) for each in change.by] == [
        ("review/a-2021", "absent", "certain", "new")
    ]
    assert [(each.id, each.change) for each in found.studies] == [("review/a-2021", "new")]
    assert "A 2021" in render(found) or "a-2021" in render(found)


def test_a_study_that_is_gone_opens_it_again():
    change = of_gap(compared([SILENT, ROW], [SILENT]))
    assert change.change == "opened"
    assert (change.by[0].after, change.by[0].cause) == ("absent", "gone")


def test_a_cell_that_was_charted_otherwise_is_named():
    found = compared([ROW], [{**ROW, "ai-method": "neural-network"}])
    change = of_gap(found)
    assert change.change == "opened"
    assert (change.by[0].before, change.by[0].after, change.by[0].cause) == ("certain", "hinted", "charted")
    (study,) = found.studies
    assert study.change == "charted"
    assert [(each.facet, each.coder, each.before, each.after) for each in study.cells] == [
        ("ai-method", "ann", "deep-learning", "neural-network")
    ]
    assert "ai-method, ann: deep-learning → neural-network" in render(found)


def test_a_cell_that_is_not_charted_any_more():
    without = {name: text for name, text in ROW.items() if name != "pat-modality"}
    (study,) = compared([ROW], [without]).studies
    assert [(each.facet, each.before, each.after) for each in study.cells] == [
        ("pat-modality", "raman-spectroscopy", None)
    ]


def test_every_answer_that_differs_is_told_and_no_other():
    changed = {**SILENT, "country": "germany", "ai-method": "neural-network"}
    old, new = [SILENT, ROW], [changed, {**ROW, "study": "c-2023", "title": "C"}]
    found = compared(old, new)
    before, after = (made(*(tuple(row.items()) for row in rows)).evidence() for rows in (old, new))
    told = {each.name for each in found.answers}
    for name, stored in read_catalogue().items():
        if stored.about_review:
            assert name in found.not_compared
            continue
        one, two = (answer(each, stored.read(each.vocabulary), stored=stored) for each in (before, after))
        says = [(each.bounds, _certain(each), _possible(each)) for each in (one, two)]
        assert (says[0] != says[1]) == (name in told), name


def test_a_term_that_moved_moves_answers_by_terms_alone(tmp_path):
    folder = tmp_path / "review"
    versions = []
    home = Home(tmp_path / "home")
    for broader in ("drying", "packaging-operations"):
        _write_folder(folder, broader)
        load((str(folder),), home)
        versions.append(home.current())
    before, after = (Dataset.open(home, each) for each in versions)
    found = compare(before, after, read_catalogue())
    assert [(each.id, each.change, each.before, each.after) for each in found.terms] == [
        ("shelf-drying", "moved", ("drying",), ("packaging-operations",))
    ]
    assert found.studies == ()
    assert found.answers
    assert all(each.by_terms for each in found.answers)
    assert "terms or completeness statements alone moved the answer" in render(found)


def _certain(found: Answer) -> list[str]:
    return [study.id for study in found.certain or ()]


def _possible(found: Answer) -> dict[str, tuple[bool, bool]]:
    return {study.id: (study.hinted, study.silent) for study in found.possible or ()}


def _write_folder(folder, broader):
    (folder / "ontology").mkdir(parents=True, exist_ok=True)
    (folder / "review.yaml").write_text("title: R\nincluded: 3\n", encoding="utf-8")
    (folder / "ontology" / "own.ttl").write_text(
        f"""@prefix lacuna: <https://w3id.org/lacuna/onto/> .
@prefix term: <https://w3id.org/lacuna/term/> .
@prefix own: <https://w3id.org/lacuna/vocabulary/review/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
own:shelf-drying a lacuna:UnitOperation ; skos:broader term:{broader} ;
    skos:prefLabel "shelf drying"@en ; skos:definition "Drying on shelves."@en .
""",
        encoding="utf-8",
    )
    row = {**ROW, "unit-operation": "shelf-drying"}
    lines = [",".join(row), ",".join(f'"{text}"' for text in row.values())]
    (folder / "sheet.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")


BOUNDS = [
    Bounds(certain, reported, possible, upper)
    for certain in (0, 1, 3)
    for reported in range(certain, 4)
    for possible in range(reported, 5)
    for upper in (*range(possible, 7), None)
]


def test_what_becomes_of_a_gap_is_one_of_seven():
    seen = set()
    for before in BOUNDS:
        for after in BOUNDS:
            kind = kind_of_change((verdict(before), before), (verdict(after), after))
            back = kind_of_change((verdict(after), after), (verdict(before), before))
            opposite = {"closed": "opened", "certified": "un-certified", "narrowed": "widened", "moved": "moved"}
            opposite |= {value: key for key, value in opposite.items()}
            assert back == opposite[kind]
            assert (kind == "closed") == (before.certain == 0 < after.certain)
            seen.add(kind)
    assert seen == set(HEADINGS)
