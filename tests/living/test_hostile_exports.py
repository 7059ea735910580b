"""Exports made to take much time and memory are refused, or read, with little of both."""

import json
import sys

import pytest

from kg.errors import Refused
from loaders.records.readers import MOST_RECORDS, read_export
from loaders.records.readers.lines import LARGEST
from tests.support.processes import limited

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="memory is measured in /proc")

SECONDS, MEBIBYTES = 2.0, 200.0
"""Of CPU time and memory."""

RIS = "TY  - JOUR\nTI  - A\n"
SCOPUS = "Authors,Title,Year,Source title\n"
MILLION = 1_000_000
XML = "<xml><records>"

CASES: dict[str, str | bytes] = {
    "one line": "TY  - JOUR\nTI  - " + "x" * 20 * MILLION + "\nER  - \n",
    "one record of many lines": RIS + "AB  - \nx\n" * 400_000 + "ER  - \n",
    "a title of many lines": "TY  - JOUR\nTI  - " + "x\n" * MILLION + "ER  - \n",
    "many authors": RIS + "AU  - Li, W.\n" * 80_000 + "ER  - \n",
    "many names in one": RIS + "AU  - " + "A;" * 400_000 + "\nER  - \n",
    "many initials": RIS + "AU  - A" + " B." * 300_000 + "\nER  - \n",
    "dots of a DOI": RIS + "DO  - " + "10.1234567" * 90_000 + "\nER  - \n",
    "brackets of a DOI": RIS + "DO  - 10.1234/" + ")" * 900_000 + "\nER  - \n",
    "DOIs of a note": RIS + "N1  - " + "x 10.1234/abc " * 60_000 + "\nER  - \n",
    "digits": RIS + "PY  - " + "1" * 900_000 + "\nER  - \n",
    "entities": "TY  - JOUR\nTI  - " + "&" * 900_000 + "\nER  - \n",
    "spaces": RIS + "SP  - 1" + " \t" * 400_000 + "-\nER  - \n",
    "other lines": RIS + "ER  - \n" + "x\n" * MILLION,
    "opened": "TY  - \n" * 90_000,
    "binary": "TY  - JOUR\nTI  - A\nER  - \n" + "\0\x07\n" * MILLION,
    "not UTF-8": (RIS + "ER  - \n").encode() + b"\xff" * 4 * MILLION,
    "lines that are not UTF-8": (RIS + "ER  - \n").encode() + b"\xff\n" * 400_000,
    "types": "".join(f"TY  - X{number}\nTI  - A\nER  - \n" for number in range(30_000)),
    "a long NBIB": "PMID- 1\nTI  - A\n" + "AB  - x\n" * MILLION,
    "many PMIDs": "PMID- 1\n" * 90_000,
    "EndNote records": "%0 Book\n" * 90_000,
    "authors of EndNote": "%0 Book\n%T A\n" + "%A Ann B. Li\n" * 80_000,
    "Web of Science": "FN x\nVR 1.0\nPT J\nAU " + "x\n   " * MILLION,
    "braces": "@a{b, title={" + "{" * 900_000,
    "closed braces": "@a{b, title={" + "{" * 400_000 + "}" * 400_000 + "}}",
    "fields": "@a{b" + ",a=1" * 200_000 + "}",
    "long fields": "@a{b" + ",title={x}" * 90_000 + "}",
    "authors of BibTeX": "@a{b, title={A}, author={" + " and ".join(["{"] * 2_000) + "}",
    "one author of BibTeX": "@a{b, title={A}, author={" + "a " * 400_000 + "}}",
    "many authors of BibTeX": "@a{b, title={A}, author={" + " and ".join(["A B"] * 50_000) + "}}",
    "strings of strings": '@string{a="'
    + "x" * 9_000 + '"}\n' + "@string{a=a#a#a#a}\n" * 2_000 + f"@a{{b,title={'#'.join('a' * 100_000)}}}",
    "commands": "@a{b, title={" + "\\a" * 400_000 + "}}",
    "accents": "@a{b, title={" + "\\'{" * 300_000 + "}}",
    "ats": "@a{b, title={" + "@ " * 400_000 + "}}",
    "spaces of BibTeX": "@a{b,\n" + (" " * 1_000 + "\n") * 900 + "}",
    "a name of BibTeX": "@" + "a" * MILLION + "\n@a{b, title={A}}",
    "entries": "@a{b}\n" * 60_000,
    "lists": "[{" + '"type":' + "[" * 2 * MILLION,
    "lists of lists": '[{"type":"x","title":' + "[]," * 700_000,
    "members": '[{"type":"x","title":"A"}' + ",{}" * 60_000 + "]",
    "quotes": '[{"type":"x","title":"' + '\\"' * 2 * MILLION,
    "open quotes": '[{"type":"x","title":' + '"\n' * MILLION,
    "sets of codes": '{"CodeSets":[' + "{}," * 700_000 + "0]}",
    "names of JSON": json.dumps([{"type": "x", "title": "A", "author": [{"family": "B"}] * 40_000}]),
    "nested names": '[{"type":"x","title":' + '{"family":' * 60 + "1" + "}" * 60 + "}]",
    "an XML tag": f"{XML}<record " + "a='b' " * 300_000 + "/>",
    "elements": f"{XML}<record>" + "<a/>" * 200_000 + "</record>",
    "nested elements": f"{XML}<record>" + "<a>" * 200_000 + "</record>",
    "titles of XML": f"{XML}<record>" + "<title>x</title>" * 50_000 + "</record>",
    "records of XML": XML + "<record></record>" * 90_000,
    "records without an end": XML + "<record>" * 90_000,
    "text of XML": XML + "<record><title>" + "x" * 5 * MILLION,
    "columns": SCOPUS + "," * 900_000,
    "a long row": SCOPUS + "x" * 5 * MILLION,
    "rows": SCOPUS + "a,b,1,c\n" * 60_000,
    "an open quote": SCOPUS + '"' + "a,b\n" * MILLION,
    "quotes of a table": SCOPUS + '"a\n' * 90_000,
    "doubled quotes": SCOPUS + '"""' * 300_000,
    "a heading of many columns": "Authors,Title,Source title," * 10_000 + "\n" + "a," * 30_000 + "\n",
    "line ends": "TY  - JOUR\r\r\r\nTI  - A\r" + "\r" * 2 * MILLION,
    "UTF-16": (RIS + "x\n" * MILLION).encode("utf-16"),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_little_time_and_memory(case, tmp_path):
    path = tmp_path / "hostile"
    content = CASES[case]
    path.write_bytes(content if isinstance(content, bytes) else content.encode())

    def read() -> list[str]:
        try:
            export = read_export(path)
        except Refused as refused:
            return [str(fault) for fault in refused.faults]
        assert len(export.notices) <= 1_100
        return [str(fault) for fault in [*export.refused[:1_000], *export.notices]] + [
            record.title for record in export.records[:10]
        ]

    outcome = limited(read, SECONDS)
    assert outcome.seconds < SECONDS
    assert outcome.memory < MEBIBYTES
    assert outcome.returned
    assert all(len(text) < 6_000 for text in outcome.returned)


def test_too_large(tmp_path):
    path = tmp_path / "large.ris"
    with path.open("wb") as file:
        file.truncate(LARGEST + 1)
    with pytest.raises(Refused, match="is larger than 256 MB"):
        read_export(path)


def test_too_many_records(tmp_path):
    path = tmp_path / "many.ris"
    path.write_text("TY  - \nER  - \n" * (MOST_RECORDS + 1), encoding="utf-8")
    with pytest.raises(Refused, match="has more than 100,000 records"):
        read_export(path)


@pytest.mark.parametrize("beginning", ["[", '{"References":['])
def test_too_large_json(beginning, tmp_path):
    path = tmp_path / "large.json"
    path.write_text(beginning + '{"type":"x","issued":{}},\n' + " " * 64 * 1024**2, encoding="utf-8")
    with pytest.raises(Refused, match="is JSON of more than 64 MB"):
        read_export(path)


def test_nothing_of_an_abstract_is_kept(tmp_path):
    path = tmp_path / "export.ris"
    path.write_text(
        "TY  - JOUR\nTI  - A\nAB  - Secret words\n  and more\nN2  - Secret words\nER  - \n", encoding="utf-8"
    )
    assert "ecret" not in str(read_export(path))
