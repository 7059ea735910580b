"""Values of records, from the ways in which exports write them."""

import pytest

from loaders.records.readers.entry_types import entry_type
from loaders.records.readers.latex import from_latex
from loaders.records.readers.names import by_comma, family_first
from loaders.records.readers.values import doi_in, pages_of, plain, pmid_in, year_in


@pytest.mark.parametrize(
    ("text", "year"),
    [
        *(
            (each, "2020")
            for each in ("2020", "2020//", "2020/02/03/", "2020-02-03T00:00", "2020 Feb-Mar", "DEC 16 2020", "3/4/2020")
        ),
        *(
            (each, "2020")
            for each in ("c2020", "20200203", "Spring 2020", "4-8 Aug. 2020", "2020.0", "[2020]", "0000 2020", "2020a")
        ),
        *(
            (each, "")
            for each in ("", "in press", "20", "888", "12020", "2020123", "1499", "2101", "20201303", "0000", "MMXX")
        ),
        ("1999-2001", "1999"),
    ],
)
def test_years(text, year):
    assert year_in(text) == year


@pytest.mark.parametrize(
    ("text", "doi"),
    [
        *(
            (f"{before}10.1016/J.Abc_(2).1{after}", "10.1016/j.abc_(2).1")
            for before in (
                "",
                "doi:",
                "DOI: ",
                "https://doi.org/",
                "http://dx.doi.org/",
                "doi.org/",
                "info:doi/",
                "urn:doi:",
                " https://www.doi.org/",
            )
            for after in ("", ".", ";", " [doi]", ")", " and 10.1000/2")
        ),
        ("https://doi.org/10.1038%2Fs41467-024", "10.1038/s41467-024"),
        ("https://doi.org/10.1038/s41467?via=x#y", "10.1038/s41467"),
        (
            "10.1002/(SICI)1097-0258(1998)17:15&lt;1661::AID-SIM968&gt;3.0.CO;2-2",
            "10.1002/(sici)1097-0258(1998)17:15<1661::aid-sim968>3.0.co;2-2",
        ),
        *(
            (text, "")
            for text in ("", "10.1/x", "110.1016/x", "10.1016", "10.1016/", "x", "10.1016/" + "a" * 400, "10.1016/é")
        ),
    ],
)
def test_dois(text, doi):
    assert doi_in(text) == doi


@pytest.mark.parametrize(
    ("text", "doi"),
    [
        ("10.1000/a", "10.1000/a"),
        ("doi: 10.1000/a", "10.1000/a"),
        ("Times Cited: 3\n10.1000/a\nMore", "10.1000/a"),
        ("J. 2020;1:2. doi: 10.1000/a. Epub 2019", "10.1000/a"),
        ("https://doi.org/10.1000/a", "10.1000/a"),
        ("See 10.1000/other, and doi 10.1000/a", "10.1000/a"),
        ("Corrects the article 10.1000/other", ""),
        ("https://www.embase.com/search?id=10.1000/other", ""),
    ],
)
def test_dois_of_notes(text, doi):
    assert doi_in(text, note=True) == doi


def test_pmids():
    assert [pmid_in(text) for text in ("123", " PMID: 123 ", "PUBMED 123", "0", "123456789", "PMC123", "12 3")] == [
        "123"
    ] * 3 + [""] * 4
    noted = ("123", "x\nPMID: 123", "PUBMED 123,EMBASE 9", "as in PMID 123")
    assert [pmid_in(text, note=True) for text in noted] == ["", "123", "123", ""]


@pytest.mark.parametrize(
    ("pages", "first", "last", "shown"),
    [
        (["1--9"], [], [], "1-9"),
        (["1 – 9"], [], [], "1-9"),
        (["283-98"], [], [], "283-98"),
        (["e12"], [], [], "e12"),
        ([], ["1"], ["9"], "1-9"),
        ([], ["1"], ["1"], "1"),
        ([], ["206-217"], ["217"], "206-217"),
        (["104567"], [""], [""], "104567"),
        (["7"], ["1"], ["9"], "1-9"),
        ([], ["n/a"], ["n/a"], ""),
        (["-"], [], [], ""),
        ([], [], [], ""),
        ([], [], ["9"], ""),
    ],
)
def test_pages(pages, first, last, shown):
    assert pages_of(pages, first, last) == shown


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Smith, John B.", "Smith, John B."),
        ("Smith,J.", "Smith, J."),
        ("Smith JB", "Smith, JB"),
        ("Smith J.B.", "Smith, J.B."),
        ("Smith J. B.", "Smith, J. B."),
        ("Jalil N.-E.", "Jalil, N.-E."),
        ("Brownstein C D", "Brownstein, C D"),
        ("de la Cruz M", "de la Cruz, M"),
        ("J. B. Smith", "Smith, J. B."),
        ("A. van der Berg", "van der Berg, A."),
        ("  Smith ,  J ", "Smith, J"),
        ("Smith, John, Jr.", "Smith, John, Jr."),
        ("Smith, ", "Smith"),
        ("World Health Organization", "World Health Organization"),
        ("Plato", "Plato"),
        ("王小明", "王小明"),
        ("王 小明", "王 小明"),
        ("J.", "J."),
        ("Wilson, Lauren N. (58975547800)", "Wilson, Lauren N."),
        ("Doe, J (j.doe@example.org)", "Doe, J"),
        ("Food Agency (FDA)", "Food Agency (FDA)"),
    ],
)
def test_names(written, name):
    assert family_first([written]) == [name]


def test_nobody_is_no_author():
    assert (
        family_first(["", " , ", "[No author name available]", "No authors listed", "Anonymous", "n/a", "et al."]) == []
    )


def test_given_names_first():
    names = ["Joseph Rottman", "Mary van Lacity", "Ludwig", "J. Li"]
    assert family_first(names, given_first=True) == ["Rottman, Joseph", "van Lacity, Mary", "Ludwig", "Li, J."]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Smith J., Doe A.B.", ["Smith, J.", "Doe, A.B."]),
        ("Smith, J., Doe, A.B.", ["Smith, J.", "Doe, A.B."]),
        ("Smith J.; Doe, A.", ["Smith, J.", "Doe, A."]),
        ("Smith DK, O'Connor RE.", ["Smith, DK", "O'Connor, RE"]),
        ("Group, Doe, A.", ["Group", "Doe, A."]),
    ],
)
def test_names_between_commas(text, names):
    assert family_first(by_comma(text)) == names


def test_types():
    assert entry_type(["Article; Book Chapter"]) == "incollection"
    assert entry_type(["Review; Early Access"]) == "article"
    assert entry_type(["Research Support", "JOURNAL  article"]) == "article"
    assert entry_type(["odd"]) is None
    assert entry_type([]) is None


def test_entities_and_spaces():
    assert (
        plain(" A &amp;\n B&#946;&nbsp;&apos;c&apos; &lt;i&gt; AT&T &copy R&para; &#0; ")
        == "A & Bβ 'c' <i> AT&T &copy R¶ \ufffd"
    )


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        (r"G{\"o}del, G\"{o}del, {G\"odel}, \"{O}", "Gödel, Gödel, Gödel, Ö"),
        (r"\'e \`{a} \^{\i} \~n \=a \u{g} \.z \r{u} \H{o} \v{s} \d{h} \c{c} \k{a} \c c", "é à î ñ ā ğ ż ů ő š ḥ ç ą ç"),
        (r"{\ss} \o{} \L{}ukasz {\AA}ngstr\"om \ae\oe{} {\i}", "ß ø Łukasz Ångström æœ ı"),
        (r"$\alpha$-lactose, \Omega, $\varepsilon$, $\beta$-blocker", "α-lactose, Ω, ε, β-blocker"),
        (r"\emph{in vitro} \textit{Picea} {\em x} \url{http://a_b}", "in vitro Picea x http://a_b"),
        (r"5\% of \$10 \& \#1 \_x \{y\} a\,b a\ b", "5% of $10 & #1 _x {y} ab a b"),
        (r"100% of it costs $5 -- ``quoted'' and~so on---x", "100% of it costs $5 – “quoted” and so on—x"),
        ("no LaTeX at all", "no LaTeX at all"),
        ("\\", "\\"),
        (r"\'", "'"),
        (r"\unknowncommand{x}", "x"),
    ],
)
def test_latex(latex, text):
    assert from_latex(latex) == text
