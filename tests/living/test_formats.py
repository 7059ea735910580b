"""Every format of search exports gives back the records that were written, whatever its encoding, line ends and name."""

from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loaders.records.readers import FORMATS, read_export
from loaders.records.record import Record
from loaders.sheets.values import Understood, read_doi
from tests.law.strategies import sized
from tests.living.writers import FORMATS as WRITTEN
from tests.living.writers import Written, records

FEW = st.lists(records(), min_size=1, max_size=4)
each_format = pytest.mark.parametrize("form", WRITTEN, ids=lambda form: form.name)
often = settings(max_examples=sized(quick=10, full=30, thorough=600), deadline=None)


def without(record: Record, names: Iterable[str]) -> Record:
    empty: dict[str, Any] = dict.fromkeys(names, "")
    return record._replace(**empty)


def expected(form: Written, written: list[Record]) -> list[Record]:
    return [without(record, form.lacks) for record in written]


def without_place(record: Record) -> Record:
    return record._replace(record="", line=0)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("exports")


def test_every_format_is_written_here():
    assert {form.name for form in WRITTEN} == {form.name for form in FORMATS}


@each_format
@often
@given(written=FEW)
def test_records_come_back(form, written, folder):
    path = folder / "export.x"
    path.write_text(form.write(written), encoding="utf-8")
    export = read_export(path)
    assert export.format == form.name
    assert [without_place(record) for record in export.records] == expected(form, written)
    assert (export.refused, export.notices) == ([], [])
    assert [record.record for record in export.records] == [
        f"export.x:{number}" for number in range(1, len(written) + 1)
    ]
    assert all(record.file == "export.x" for record in export.records)
    assert [record.line for record in export.records] == sorted(record.line for record in export.records)
    assert all(read_doi(record.doi) == Understood(record.doi) for record in export.records if record.doi)


@each_format
@often
@given(written=FEW, line_end=st.sampled_from(["\n", "\r\n", "\r"]), encoding=st.sampled_from(["utf-8-sig", "utf-16"]))
def test_encodings_and_line_ends(form, written, line_end, encoding, folder):
    path = folder / "export.y"
    path.write_bytes(form.write(written).replace("\n", line_end).encode(encoding))
    export = read_export(path)
    assert [without_place(record) for record in export.records] == expected(form, written)
    assert (export.refused, export.notices) == ([], [])


@pytest.mark.parametrize("form", [form for form in WRITTEN if "JSON" not in form.name], ids=lambda form: form.name)
@often
@given(written=FEW, others=FEW)
def test_joined_files(form, written, others, folder):
    path = folder / "joined"
    path.write_bytes(form.write(written).encode("utf-8-sig") + b"\n" + form.write(others).encode("utf-8-sig"))
    export = read_export(path)
    assert [without_place(record) for record in export.records] == expected(form, [*written, *others])
    assert export.refused == []
