"""Every kind of fault is found, alone and among others, at exactly the cell where it was planted; clean sheets have none."""

import random

import pytest

from kg.errors import Refused
from loaders.corpus import read_corpus
from loaders.pipeline import check_only
from tests.support.clean_sheets import STUDIES, clean_sheet, save
from tests.support.sheet_faults import ANYWHERE, HEADINGS, ONLY_CSV, ONLY_XLSX

KINDS = {".csv": HEADINGS | ANYWHERE | ONLY_CSV, ".xlsx": HEADINGS | ANYWHERE | ONLY_XLSX}
EACH = [(suffix, kind) for suffix, kinds in KINDS.items() for kind in kinds]


def compare(faults, planted):
    """Every fault at its cell, with what it must say, and no other."""
    assert sorted((fault.cell.row, fault.cell.column) for fault in faults) == sorted(each[:2] for each in planted)
    for row, column, says in planted:
        (fault,) = (fault for fault in faults if (fault.cell.row, fault.cell.column) == (row, column))
        assert says in str(fault)
        assert fault.cell.address.endswith(str(row))


def test_there_are_many_kinds_of_fault():
    assert all(len(kinds) >= 40 for kinds in KINDS.values())


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize("suffix", KINDS)
def test_a_clean_sheet_has_no_fault(suffix, seed, vocabulary, tmp_path):
    corpus = read_corpus(vocabulary, save(clean_sheet(vocabulary, seed), tmp_path / f"sheet{suffix}"))
    assert corpus.faults == ()
    assert len(corpus.review.studies) == STUDIES


@pytest.mark.parametrize("suffix", KINDS)
def test_the_shapes_find_no_fault_in_a_clean_sheet_either(suffix, vocabulary, tmp_path):
    check_only((str(save(clean_sheet(vocabulary, 99), tmp_path / f"sheet{suffix}")),))


@pytest.mark.parametrize(("suffix", "kind"), EACH)
def test_a_fault_is_found_alone(suffix, kind, vocabulary, tmp_path):
    for seed in range(2):
        sheet = clean_sheet(vocabulary, seed)
        planted = [KINDS[suffix][kind](sheet)]
        compare(read_corpus(vocabulary, save(sheet, tmp_path / f"sheet{suffix}")).faults, planted)


@pytest.mark.parametrize("seed", range(15))
@pytest.mark.parametrize("suffix", KINDS)
def test_faults_are_found_together(suffix, seed, vocabulary, tmp_path):
    sheet, planted = spoilt(vocabulary, suffix, seed)
    compare(read_corpus(vocabulary, save(sheet, tmp_path / f"sheet{suffix}")).faults, planted)


@pytest.mark.parametrize("suffix", KINDS)
@pytest.mark.slow
def test_the_whole_way_of_a_load_finds_the_same(suffix, vocabulary, tmp_path):
    sheet, planted = spoilt(vocabulary, suffix, 100)
    with pytest.raises(Refused) as refused:
        check_only((str(save(sheet, tmp_path / f"sheet{suffix}")),))
    compare(refused.value.faults, planted)


def spoilt(vocabulary, suffix, seed):
    """A clean sheet with one fault of each of some kinds."""
    sheet = clean_sheet(vocabulary, seed)
    kinds = random.Random(seed).sample(sorted(KINDS[suffix]), 20)
    # Headings come first, so that no column is renamed or added after something was planted in it.
    kinds.sort(key=lambda kind: kind not in HEADINGS)
    return sheet, [KINDS[suffix][kind](sheet) for kind in kinds]
