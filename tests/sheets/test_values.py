"""Values that are no terms: each way of writing one gives the same stored form; what may be several is refused."""

import unicodedata
from urllib.parse import quote

import pytest

from loaders.sheets.values import Broken, Understood, read_confidence, read_day, read_doi, read_year

YEARS = ["2021", "2021.0", "2021.00", "2021,0", "２０２１", "２０２１.０"]
NO_YEARS = ["2021.5", "2,021", "21", "c. 2021", "2021a", "2021-2022", "1899", "2101", "12021", "2021.", "٢٠٢١", "1e3"]

DAYS = [
    *(
        "2026-11-23",
        "2026/11/23",
        "2026.11.23",
        "2026-11-23 00:00:00",
        "2026-11-23T00:00:00Z",
        "2026-11-23T00:00:00.000",
    ),
    *("23.11.2026", "23/11/2026", "23-11-2026", "23. 11. 2026", "11/23/2026", "11-23-2026", "23\u00a011\u00a02026"),
    *("23 November 2026", "23 Nov 2026", "23-Nov-2026", "November 23, 2026", "Nov. 23 2026", "23rd November 2026"),
]
ONE_DAY = ["05.05.2026", "5/5/2026", "2026-05-05", "5 May 2026", "May 5, 2026"]
TWO_DAYS = {
    "03/04/2026": ("2026-03-04", "2026-04-03"),
    "3.4.2026": ("2026-03-04", "2026-04-03"),
    "12-11-2026": ("2026-11-12", "2026-12-11"),
    "01/02/2026": ("2026-01-02", "2026-02-01"),
    "10 12 2026": ("2026-10-12", "2026-12-10"),
}
NO_DAYS = [
    *(
        "2026-02-30",
        "31.02.2026",
        "30/30/2026",
        "2026-23-11",
        "23.11.26",
        "11/23/26",
        "20261123",
        "2026-W47-1",
        "2026-11",
    ),
    *(
        "yesterday",
        "2026-11-23 10:00:00",
        "23 Novembre 2026",
        "No 23 2026",
        "23 2026",
        "٢٣.١١.٢٠٢٦",
        "0000-00-00",
        "1/1/1",
    ),
]

CONFIDENCES = {
    "0.8": ["0.8", "0,8", "80%", "80 %", ".8", "0.80", "0,800", "80.0%", "80,0 %", "00.8", "８０％"],
    "1": ["1", "1.0", "1,00", "100%"],
    "0": ["0", "0.0", "0%", "0,0"],
    "0.005": ["0.005", "0,5%", ".5 %"],
    "high": ["high", "High", " HIGH "],
}
NO_CONFIDENCES = [
    "80",
    "1.5",
    "1,5",
    "101%",
    "-0.5",
    "0.8.1",
    "0,8,1",
    "%",
    "",
    ".",
    "sure",
    "very high",
    "8e-1",
    "0.8 %%",
    "½",
]

DOI = "10.1016/j.x.2020.1"
DOIS = [
    *(DOI, DOI.upper(), f"https://doi.org/{DOI}", f"http://dx.doi.org/{DOI}", f"http://doi.org/{DOI}", f"doi:{DOI}"),
    *(
        f"DOI: {DOI}",
        f"doi.org/{DOI}",
        f"https://www.doi.org/{DOI}",
        f"HTTPS://DOI.ORG/{DOI.upper()}",
        f"info:doi/{DOI}",
    ),
    *(f"doi {DOI}", f"urn:doi:{DOI}", f"https://doi.org/doi:{DOI}", f"https://doi.org/{DOI.replace('/', '%2F')}"),
    *(f"https://doi.org/{DOI}{more}" for more in ("?utm_source=x", "?nosfx", "#abstract", "?a=b#c", "?a=10.1016/y")),
    *(f"https://dx.doi.org/{DOI.replace('.', '%2E')}", f"info:doi/{DOI.replace('/', '%2f')}"),
]
ODD_DOIS = [
    *("10.1002/(sici)1097-0282(199603)38:3<385::aid-bip11>3.0.co;2-#", "10.1016/0378-4347(91)80007-u", "10.1000/a(b)"),
    *(
        "10.1642/0004-8038(2007)124[1121:eofe]2.0.co;2",
        "10.12688/f1000research.1-1.v1",
        "10.1000/182",
        "10.1093/nar/gkx1",
    ),
]
SIGNS = {
    "\u200b": "ZERO WIDTH SPACE",
    "\u200e": "LEFT-TO-RIGHT MARK",
    "\ufeff": "ZERO WIDTH NO-BREAK SPACE",
    "\u00ad": "SOFT HYPHEN",
    "\u2060": "WORD JOINER",
    "\u202c": "POP DIRECTIONAL FORMATTING",
    "\u00a0": "NO-BREAK SPACE",
    "\u3164": "HANGUL FILLER",
    "\ufe0f": "VARIATION SELECTOR-16",
    "\u0430": "CYRILLIC SMALL LETTER A",
    "\u0445": "CYRILLIC SMALL LETTER HA",
    "\u03bf": "GREEK SMALL LETTER OMICRON",
    "ｘ": "FULLWIDTH LATIN SMALL LETTER X",
    "１": "FULLWIDTH DIGIT ONE",
    "．": "FULLWIDTH FULL STOP",
    "\u2010": "HYPHEN",
    "\u2013": "EN DASH",
    "\u2044": "FRACTION SLASH",
    "\u2026": "HORIZONTAL ELLIPSIS",
    "\u201d": "RIGHT DOUBLE QUOTATION MARK",
}
TRAILING = [".", ",", ";", ":", "!", "?", "'", '"', ")", "]", "}", ">", "/", "-", "_", "*", "|"]


def broken(found: Understood | Broken) -> Broken:
    """What was read, as text that breaks a rule."""
    assert isinstance(found, Broken)
    return found


@pytest.mark.parametrize("text", YEARS)
def test_a_year_in_every_writing(text):
    assert read_year(text) == ("2021", text != "2021")


@pytest.mark.parametrize("text", NO_YEARS)
def test_what_is_no_year(text):
    assert isinstance(read_year(text), Broken)


def test_a_year_shown_of_a_day():
    assert read_year("2021-01-01", "year") == ("2021", True)
    assert read_year("2021", "number") == ("2021", False)
    assert isinstance(read_year("2021-03-04", "day"), Broken)
    assert broken(read_year("2021", "year as day")).nearest == ("2021",)


@pytest.mark.parametrize("text", DAYS)
def test_a_day_in_every_order(text):
    assert read_day(text) == ("2026-11-23", text != "2026-11-23")


@pytest.mark.parametrize("text", ONE_DAY)
def test_a_day_whose_order_does_not_matter(text):
    assert read_day(text)[0] == "2026-05-05"


@pytest.mark.parametrize("text", TWO_DAYS)
def test_what_may_be_two_days_is_refused_with_both(text):
    assert broken(read_day(text)).nearest == TWO_DAYS[text]


@pytest.mark.parametrize("text", NO_DAYS)
def test_what_is_no_day(text):
    assert "2026-11-23" in broken(read_day(text)).rule


@pytest.mark.parametrize(("stored", "text"), [(stored, text) for stored, each in CONFIDENCES.items() for text in each])
def test_a_confidence_in_every_writing(stored, text):
    found = read_confidence(text)
    assert found == (stored, bool({",", "%", "％"} & {*text}))
    assert isinstance(found, Understood)
    assert read_confidence(found.text) == (stored, False)


@pytest.mark.parametrize("text", NO_CONFIDENCES)
def test_what_is_no_confidence(text):
    assert isinstance(read_confidence(text), Broken)


@pytest.mark.parametrize("text", DOIS)
def test_a_doi_in_every_writing(text):
    assert read_doi(text) == (DOI, text != DOI)


@pytest.mark.parametrize("text", ODD_DOIS)
def test_an_odd_doi_is_no_fault(text):
    assert read_doi(text) == (text, False)
    assert read_doi(f"https://doi.org/{text.upper()}") == (text, True)


@pytest.mark.parametrize("text", ODD_DOIS)
def test_an_odd_doi_with_the_escapes_of_an_address(text):
    assert read_doi(f"https://doi.org/{quote(text, safe='')}?x=1") == (text, True)


@pytest.mark.parametrize("text", ["10.1016/a?b=c", "10.1016/a%20b", "10.1016/50%"])
def test_a_bare_doi_stays_as_it_is(text):
    assert read_doi(text) == (text, False)


@pytest.mark.parametrize("sign", SIGNS)
@pytest.mark.parametrize("place", [0, 9, len(DOI)])
def test_a_sign_that_no_doi_has_is_named(sign, place):
    rule = broken(read_doi(DOI[:place] + sign + DOI[place:])).rule
    assert f"U+{ord(sign):04X} ({SIGNS[sign]})" in rule
    assert ("invisible" in rule) == (unicodedata.category(sign) in {"Cf", "Zs", "Mn"})


@pytest.mark.parametrize("sign", TRAILING)
@pytest.mark.parametrize("before", ["", "https://doi.org/"])
def test_punctuation_behind_a_doi_is_named(sign, before):
    found = broken(read_doi(f"{before}{DOI}{sign}"))
    assert repr(sign) in found.rule
    assert found.nearest == (DOI,)


@pytest.mark.parametrize(
    "text",
    ["see PubMed", "10.1016", "https://example.org/10.1016/x", "doi:", "10.1016/a b", "11.1016/x", "https://doi.org/"],
)
def test_what_is_no_doi(text):
    assert "10.1234/abcd" in broken(read_doi(text)).rule
