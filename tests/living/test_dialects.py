"""Dialects: how databases and reference managers write each format, with made-up records in the form of real exports."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.records.readers import lines as reading
from loaders.records.readers import read_export
from loaders.records.record import Export


@pytest.fixture
def read(tmp_path):
    def read_text(text: str | bytes) -> Export:
        path = tmp_path / "export.txt"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return read_export(path)

    return read_text


OVID = """1.
TY  - JOUR
DB  - Embase <1996 to 2020>
ID  - 20203152553
DO  - https://dx.doi.org/10.4236/OJF.2020.101008
T1  - Detection of tablets, a perspective.
A1  - Holmstrom, E.
A1  - Wallin, I.
Y1  - 2020//
N2  - Changes were evaluated.
IL - 6 was not.
JF  - Open Journal
VL  - 10
IS  - 1
SP  - 110
EP  - 123
C5  - 38773066
ER  -

2.
TY  - CHAP
T1  - Second
ER  -
"""
COCHRANE = """Record #1 of 2
Provider: John Wiley & Sons, Ltd.
Content: text/plain; charset="UTF-8"

TY  -  JOUR
AN  -  CN-00778158
AU  -  Bywater, T
TI  -  A protocol
JA  -  Trials
PY  -  2011
SP  -  39
C3  -  PUBMED 21314913,EMBASE 643589775
DO  -  10.1186/1745-6215-12-39
ER  -


"""
ENDNOTE = """TY  - JOUR
AU  - Boisvert, C.
DB  - Embase
Medline
N1  - L2030246463
doi: 10.1002/ar.25520.
PY  - 2024
TI  - A new specimen
  on two lines
T2  - Anatomical Record
UR  - https://www.embase.com/search/results?id=10.9999/other
ER  -
"""
EPPI = "TY  - JOUR\nT1  - A bird\nJF  - BMC\nA1  - Brownstein C D\nA1  - van der Berg Jan\nDA  - 2024///\nY1  - 2023///\nER  - \n"
NO_SPACES = "TY  -JOUR\nTI  -A title\nAU  -Li, W.\nER  -\n"
IEEE_RIS = """TY  - CONF
TI  - A paper
T2  - 2020 Conference
SP  - 183
EP  - 186
AU  - A. B. Author
AU  - E. van der Berg
Y1  - 4-8 Aug. 2020
ER  -
"""
TWICE = "TY  - JOUR\nTI  - A\nTI  - B\nA1  - Li, W.\nAU  - Li, W.\nPY  - 2020\nPY  - 2021\nER  - \n"
APART = "TY  - JOUR\nTI  - A\nA1  - Georgiev, D.\nAU  - Bello, L.\nER  - \n"
APA = "TY  - JOUR\nPMID  - 33355555\nT1  - A\nSP  - No Pagination\nER  - \n"
WILEY = (
    "TY  - JOUR\nT1  - A\nM3  - doi: 10.1002/abc.1\nN1  - Comment on doi:10.1000/other\nSP  - n/a\nEP  - n/a\nER  - \n"
)
COMMENT = "TY  - JOUR\nT1  - A\nN1  - This corrects the article at 10.1000/other\nER  - \n"


@pytest.mark.parametrize(
    ("text", "values"),
    [
        (
            OVID,
            {
                "doi": "10.4236/ojf.2020.101008",
                "title": "Detection of tablets, a perspective.",
                "authors": "Holmstrom, E.; Wallin, I.",
                "year": "2020",
                "pages": "110-123",
                "pmid": "38773066",
                "journal": "Open Journal",
            },
        ),
        (
            COCHRANE,
            {"pmid": "21314913", "doi": "10.1186/1745-6215-12-39", "pages": "39", "journal": "Trials", "line": 5},
        ),
        (ENDNOTE, {"doi": "10.1002/ar.25520", "title": "A new specimen on two lines", "type": "article"}),
        (EPPI, {"authors": "Brownstein, C D; van der Berg Jan", "year": "2024"}),
        (NO_SPACES, {"title": "A title", "authors": "Li, W.", "type": "article"}),
        (
            IEEE_RIS,
            {"authors": "Author, A. B.; van der Berg, E.", "year": "2020", "type": "inproceedings", "pages": "183-186"},
        ),
        (TWICE, {"title": "A", "year": "2020", "authors": "Li, W."}),
        (APART, {"authors": "Georgiev, D.; Bello, L."}),
        (APA, {"pmid": "33355555", "pages": ""}),
        (WILEY, {"doi": "10.1002/abc.1", "pages": ""}),
        (COMMENT, {"doi": ""}),
    ],
)
def test_ris(text, values, read):
    export = read(text)
    assert (export.format, export.refused, export.notices) == ("RIS", [], [])
    assert export.records[0]._asdict().items() >= values.items()


def test_joined_ris_with_byte_order_marks_and_indents(read):
    export = read("\ufeffTY  - JOUR\nTI  - A\nER  - \n\ufeff  TY  - JOUR\nTI  - B\n  ER  - \n")
    assert [(record.title, record.line) for record in export.records] == [("A", 1), ("B", 4)]


NBIB = """
PMC - PMC6055010
PMID- 30042925
OWN - NLM
DP  - 2018 Mar-Apr
TI  - A method for something
      long.
AB  - One paragraph.

      Another one, after an empty line.
FAU - Takeuchi, Yuichi
AU  - Takeuchi Y
CN  - A Group
PT  - Journal Article
PT  - Research Support, Non-U.S. Gov't
JT  - MethodsX
AID - S2215-0161(18)30045-1 [pii]
AID - 10.1016/j.mex.2018.03.007 [doi]
SO  - MethodsX. 2018 Mar 30;5:283-98.

PMID- 2
TI  - [Without authors].
SO  - J. 2018;5:283-98. doi: 10.1016/J.ABC.1.
PMID- 3
TI  - Directly below.
SO  - J.

TI  - Without a number.
SO  - J.
"""
ERIC = """
OWN - ERIC
TI  - A
AU  - Smith, Tom
SO  - v10 n1 p1-10 2000
AID - http://dx.doi.org/10.1000/123456789
DP  - 2000

OWN - ERIC
TI  - B
SO  - v10
"""


def test_pubmed(read):
    export = read(NBIB)
    assert (export.format, export.refused, export.notices) == ("NBIB", [], [])
    first, second, third, fourth = export.records
    assert (first.title, first.year, first.pmid, first.authors) == (
        "A method for something long.",
        "2018",
        "30042925",
        "Takeuchi, Yuichi",
    )
    assert (first.doi, first.type, first.line) == ("10.1016/j.mex.2018.03.007", "article", 2)
    assert (second.doi, second.pmid) == ("10.1016/j.abc.1", "2")
    assert (third.title, fourth.title, fourth.pmid) == ("Directly below.", "Without a number.", "")


def test_eric(read):
    first, second = read(ERIC).records
    assert (first.doi, first.authors, second.title) == ("10.1000/123456789", "Smith, Tom", "B")


BIBTEX = r"""
A comment with an address: someone@example.org

@comment{jabref-meta: databaseType:bibtex;}
@string{ijp = "International Journal"}
@STRING(of = { of Pharmaceutics})
@preamble{"\newcommand{\x}{y}"}

@Article{ WOS:000444488888888,
   Author = {M{\"u}ller, J{\"u}rgen and van der Berg, A. and {World Health Organization} and Tom Cruise and others},
   Title = {{100\% of {$\alpha$-lactose}: a {\em dummy} title&apos;s} \& "na{\"\i}ve" S{\o}rensen--{\AA}str\"om},
   Journal = ijp # of,
   Year = 2022,
   Month = mar,
   Title = {Twice},
   Pages = {111--188},
   DOI = {10.1007/999-9-999-99999-9\_3},
   Abstract = {With an @ sign, a \} brace and a "quote"},
}
@inproceedings(key, title = "A {"}quoted{"} title", booktitle = "Proc.",
  url = {https://doi.org/10.1000/ABC}) @book{b, title={C}, editor={Ed Itor}}
@article{dup, title={D}, author="Milton {Abramowitz} and Irene A. {Stegun}"}
@article{dup, title={E}, date={2021-03}}
"""


def test_bibtex(read):
    export = read(BIBTEX)
    assert (export.format, export.refused, export.notices) == ("BibTeX", [], [])
    first, second, third, *rest = export.records
    assert first.authors == "Müller, Jürgen; van der Berg, A.; World Health Organization; Cruise, Tom"
    assert first.title == '100% of α-lactose: a dummy title\'s & "naïve" Sørensen–Åström'
    assert (first.journal, first.year, first.pages) == ("International Journal of Pharmaceutics", "2022", "111-188")
    assert (first.doi, first.type, first.line) == ("10.1007/999-9-999-99999-9_3", "article", 9)
    assert (second.title, second.journal, second.doi, second.type) == (
        'A "quoted" title',
        "Proc.",
        "10.1000/abc",
        "inproceedings",
    )
    assert (third.title, third.authors, third.type) == ("C", "Itor, Ed", "book")
    assert rest[0].authors == "Abramowitz, Milton; Stegun, Irene A."
    assert [(record.title, record.year) for record in rest] == [("D", ""), ("E", "2021")]


WOS = """FN Clarivate Analytics Web of Science
VR 1.0
PT J
AU Li, W
   Dou, Z
AF Li, Wei
   Dou, Zhiguo (zhiguo@example.org)
TI Soil fauna in a
   lakeshore wetland
SO ECOSYSTEM HEALTH
DT Article; Proceedings Paper
AR UNSP 1722034
DI 10.1080/20964129.2020.1722034
PD DEC 16 2020
ER

PT B
BA Doe, J
TI A book
EA JAN 2021
ER

EF
"""


def test_web_of_science(read):
    export = read(WOS)
    first, second = export.records
    assert first.authors == "Li, Wei; Dou, Zhiguo"
    assert (first.year, first.pages, first.type, first.line) == ("2020", "UNSP 1722034", "inproceedings", 3)
    assert (second.authors, second.type, second.year) == ("Doe, J", "book", "2021")


@pytest.mark.parametrize(
    "authors", ["Dehghan, M., Jiang, B.-C., Seetharam, A.", "Dehghan M., Jiang B.-C., Seetharam A."]
)
def test_old_scopus(authors, read):
    heading = "Authors,Title,Year,Source title,Volume,Issue,Art. No.,Page start,Page end,DOI,Document Type,Source,EID"
    row = f'"{authors}","On Routing",2016,"IEEE/ACM Transactions",,,,"","",10.1109/TNET.2016.2636843,Article in Press,Scopus,2'
    (record,) = read(f"\ufeff{heading}\n{row}\n").records
    assert record.authors == "Dehghan, M.; Jiang, B.-C.; Seetharam, A."
    assert (record.doi, record.type, record.pages) == ("10.1109/tnet.2016.2636843", "article", "")


def test_one_author_of_new_scopus(read):
    heading = '"Authors","Author full names","Author(s) ID","Title","Year","Source title"'
    export = read(
        f'{heading}\n"Li W.","Li, Wei (58975547800)","5","A","2020","J"\n"[No author name available]","","","B","2020","J"\n'
    )
    assert [record.authors for record in export.records] == ["Li, Wei", ""]


def test_semicolons_of_a_spreadsheet(read):
    (record,) = read("Authors;Title;Year;Source title\nLi W., Xu B.;A;2020;J\n").records
    assert (record.authors, record.year) == ("Li, W.; Xu, B.", "2020")


def test_ieee_with_its_search_above(read):
    text = '"https://ieeexplore.ieee.org/search?x",2016/03/08 10:04:13\n"Document Title",Authors,"Publication Title",Year,DOI\n'
    (record,) = read(f'{text}"A paper","A. Saad; S. Faddel",2015 Conference,2015,10.1109/X.1\n').records
    assert (record.title, record.authors, record.line) == ("A paper", "Saad, A.; Faddel, S.", 3)


def test_pubmed_csv(read):
    heading = "PMID,Title,Authors,Citation,First Author,Journal/Book,Publication Year,Create Date,PMCID,NIHMS ID,DOI"
    names, citation = "Griffin DK, Larkin DM, O'Connor RE.", "Eur J. 2020;63. doi: 10.1016/j.ejmg.2019.03.004. Epub."
    row = f'"30922926","Time lapse","{names}","{citation}","Griffin DK","Eur J","2020","2019/03/30","","",""'
    (record,) = read(f"\ufeff{heading}\n{row}\n").records
    assert record.authors == "Griffin, DK; Larkin, DM; O'Connor, RE"
    assert record.doi == "10.1016/j.ejmg.2019.03.004"


def test_web_of_science_table_has_no_quotes_around_cells(read):
    export = read('PT\tAU\tTI\tSO\nJ\tLi, W\t"Living" on the "edge"\tJ\nJ\tLi, W\t"All ""quoted"""\tJ\t\n')
    assert [record.title for record in export.records] == ['"Living" on the "edge"', 'All "quoted"']


def test_csl(read):
    text = """[{"type": "posted-content", "title": ["A list"], "author": [{"literal": "A Group"}, {"family": "Berg", "given": "A",
    "non-dropping-particle": "van der"}], "issued": {"raw": "Spring 2020"}, "container-title": [], "note": "PMID: 7\\nx"}, 7]"""
    export = read(text)
    (record,) = export.records
    assert (record.title, record.authors, record.year, record.pmid) == (
        "A list",
        "A Group; van der Berg, A",
        "2020",
        "7",
    )
    assert [(fault.cell.value, fault.rule) for fault in export.refused] == [("7", "is no record: it has no fields.")]


def test_endnote_xml_without_styles_over_lines(read):
    text = """<?xml version="1.0" encoding="ISO-8859-1"?>
<xml>
 <records>
  <record>
   <ref-type name="Book">6</ref-type>
   <contributors><authors><author>Noël, Y.</author></authors></contributors>
   <titles><title>Planting &amp; <style face="italic">growing</style>
     green</title><short-title>No title</short-title></titles>
   <dates><year></year><pub-dates><date>March 2008</date></pub-dates></dates>
   <urls><related-urls><url>http://dx.doi.org/10.1000/X</url></related-urls></urls>
  </record>
 </records>
</xml>"""
    (record,) = read(text.encode("latin-1")).records
    assert (record.title, record.authors, record.year) == ("Planting & growing green", "Noël, Y.", "2008")
    assert (record.doi, record.type, record.line) == ("10.1000/x", "book", 4)


ENDNOTE = """%0 Conference Paper
%A Ann B. Li
%A Example Working Group,
%A Novak, Jana
%D 2021
%T Drying of
tablets
%B Proceedings of Examples
%8 Mar 3
%P 1-4
%M 38773066
%~ PubMed
%U https://doi.org/10.1000/Abc
%X A long abstract.

A second paragraph of it.
%0 Journal Article
%T Coating of tablets
%A Okafor, C
%J Examples of Coating
%R 10.1000/xyz
%M S0378-5173
%~ ScienceDirect
"""


def test_endnote_tagged(read):
    export = read(ENDNOTE)
    assert (export.format, export.refused, export.notices) == ("EndNote tagged text", [], [])
    drying, coating = export.records
    assert drying[2:] == (
        *("Drying of tablets", "2021", "10.1000/abc", "38773066"),
        "Li, Ann B.; Example Working Group; Novak, Jana",
        *("Proceedings of Examples", "", "", "1-4", "inproceedings"),
    )
    assert coating[2:6] == ("Coating of tablets", "", "10.1000/xyz", "")


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1"])
def test_western_letters_get_a_notice(encoding, read):
    export = read("TY  - JOUR\nTI  - Größe\nAU  - Müller, Jürgen\nER  - \n".encode(encoding))
    assert (export.records[0].title, export.records[0].authors) == ("Größe", "Müller, Jürgen")
    (notice,) = export.notices
    assert notice.cell.row == 2
    assert notice.rule.startswith("has letters that are not UTF-8; they are read as Windows-1252, as have 1 more lines")


def test_joined_files_of_two_encodings(read):
    text = "TY  - JOUR\nTI  - Größe “x” naïve\nER  - \n"
    export = read(text.encode() + text.encode("cp1252"))
    assert [record.title for record in export.records] == ["Größe “x” naïve"] * 2


@given(
    content=st.lists(st.sampled_from(["a", "é", "数", "\n", "\r\n", "\r", "\u2028", "\x85"]), max_size=60).map("".join),
    block=st.integers(1, 9),
    longest=st.integers(6, 40),
)
def test_lines_across_blocks(content, block, longest, tmp_path_factory):
    path = tmp_path_factory.mktemp("lines") / "lines"
    path.write_bytes(content.encode())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading, "_BLOCK", block)
        patch.setattr(reading, "LONGEST_LINE", longest)
        lines = reading.Lines(path)
        numbered: dict[int, str] = {}
        for line in lines:
            numbered[lines.number] = numbered.get(lines.number, "") + line
    expected = re.split("\r\n|\r|\n", content.replace("\x85", " "))
    assert [text.removesuffix("\n") for text in numbered.values()] == (expected if expected[-1] else expected[:-1])
    assert list(numbered) == list(range(1, len(numbered) + 1))
