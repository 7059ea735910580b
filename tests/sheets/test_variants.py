"""Sheets as people make them: every variant is taken with its notice, or refused, at its cell, alone and among others.

The stored review is the same whichever way a value was written, and clean sheets raise no notice.
"""

import random
import unicodedata
from dataclasses import dataclass

import pytest

from kg.paths import CORPORA
from kg.review.model import Review
from kg.review.to_rdf import express
from loaders.corpus import find_corpus, read_corpus
from loaders.own.vocabularies import vocabulary_of
from loaders.pipeline import check_only
from loaders.sheets.absence import read_missing
from tests.support.clean_sheets import as_csv, clean_sheet, save
from tests.versions.random_charting import random_reviews


@dataclass(frozen=True)
class Variant:
    """Another way of writing what stands in a column, and a part of what is said of it."""

    column: str
    plain: str
    written: str
    says: str


TAKEN = [
    *(
        Variant("year", "2021", text, "is read as 2021.")
        for text in ("2021.0", "2021,0", "2021.00", "２０２１", "2021.000")
    ),
    *(
        Variant("charted_on", "2026-11-23", text, "is read as 2026-11-23.")
        for text in ("23.11.2026", "11/23/2026", "23-11-2026", "23 Nov 2026", "2026/11/23", "2026-11-23 00:00:00")
    ),
    *(
        Variant("doi", "10.1016/j.x.{}", text, "is read as 10.1016/j.x.")
        for text in (
            *(
                "https://doi.org/10.1016/j.x.{}",
                "http://dx.doi.org/10.1016/J.X.{}",
                "doi:10.1016/j.x.{}",
                "10.1016/J.x.{}",
            ),
            *("DOI: 10.1016/j.x.{}", "doi.org/10.1016/j.x.{}"),
        )
    ),
    *(
        Variant("pat-modality.confidence", "0.8", text, "is read as 0.8.")
        for text in ("0,8", "80%", "80 %", "0,80", "80,0%")
    ),
    *(
        Variant("pat-modality", "nir-spectroscopy", text, "is read as nir-spectroscopy.")
        for text in (
            "NIR",
            "nirs",
            "near infrared",
            "near\N{EN DASH}infrared spectroscopy",
            "nir_spectroscopy",
            "NIR\u00adS",
        )
    ),
    *(
        Variant("unit-operation", "lyophilization", text, "is read as lyophilization.")
        for text in (
            "freeze drying",
            "Freeze-Drying",
            "FREEZE\N{NON-BREAKING HYPHEN}DRYING",
            "freeze\u00a0drying",
            "freezedrying",
        )
    ),
    *(
        Variant("country", "turkiye; united-states-of-america", text, "is read as")
        for text in ("Turkey; USA", "turkiye; USA", "Tu\u0308rkiye;usa", "TR; US", "Türkiye; United States")
    ),
    *(
        Variant("ai-method", "not reported", text, "is read as not reported, as was said of it.")
        for text in ("NR", "n.r.", "not stated", "N/A", "NaN", "None", "\N{EM DASH}")
    ),
    *(
        Variant("ai-method", "not applicable", text, "is read as not applicable.")
        for text in (
            "not-applicable",
            "Not_Applicable",
            "NOT\N{EN DASH}APPLICABLE",
            "notapplicable",
            "not\u00adapplicable",
        )
    ),
]

SAID = read_missing([f"{mark}=not reported" for mark in ("NR", "not stated", "N/A", "NaN", "None", "-")])

WARNED = [
    *(
        Variant("title", "{} études", text, "Likely text")
        for text in (
            "{} Ã©tudes",
            "{} &eacute;tudes",
            "{} &#233;tudes",
            "{} &amp;eacute;tudes",
            "{} ÃƒÂ©tudes",
            "{} √©tudes",
        )
    ),
    *(
        Variant("citation", "Müller – {}’s", text, "Likely text")
        for text in (
            "MÃ¼ller â€“ {}â€™s",
            "M&uuml;ller &ndash; {}&rsquo;s",
            "M&#xFC;ller – {}’s",
            "MÃ¼ller – {}’s",
            "Müller &#8211; {}’s",
        )
    ),
    *(
        Variant("pat-modality.source", "p. {}", text, "Is it what was typed?")
        for text in ("5-Mar", "2026-03-05", "10:30", "1.5E+10", "TRUE", "03/04/2026")
    ),
]

REFUSED = [
    *(Variant("ai-method", "none", text, "a program writes") for text in ("None", "NONE", "nONE", "None ", "No-ne")),
    *(
        Variant("ai-method", "none", text, "could mean several things")
        for text in ("NR", "n/a", "not stated", "-", "NaN", "unknown")
    ),
    *(
        Variant("charted_on", "2026-11-23", text, "may be several days")
        for text in ("03/04/2026", "3.4.2026", "1-2-2026", "12 11 2026", "02/01/2026")
    ),
    *(
        Variant("doi", "10.1016/j.x.{}", text, says)
        for text, says in (
            ("10.1016/j.x.{}\u200e", "LEFT-TO-RIGHT MARK"),
            ("10.1016/j\u200b.x.{}", "ZERO WIDTH SPACE"),
            ("10.1016/j.\u0445.{}", "CYRILLIC SMALL LETTER HA"),
            ("10.1016/ｊ.x.{}", "FULLWIDTH LATIN SMALL LETTER J"),
            ("https://doi.org/10.1016/j.x.{}.", "ends in '.'"),
            ("10.1016/j.x.{})", "ends in ')'"),
            ("10.1016/j.x.{};", "ends in ';'"),
        )
    ),
    *(Variant("title", "A title {}", text, "missing value") for text in ("None", "nan", "NaN", "NULL", "<NA>", "NaT")),
    *(Variant("study", "key-{}", text, "missing value") for text in ("None", "nan", "NULL", "<NA>", "NaT")),
    *(Variant("study", "key-{}", text, "totals") for text in ("Total", "Sum:", "n=80", "Mean", "total (80)")),
    *(
        Variant("pat-modality", "none", text, "CYRILLIC")
        for text in ("n\u0456r", "r\u0430man", "nir spectr\u043escopy", "\u041dIR", "Ram\u0430n spectroscopy")
    ),
]


def ids(variant):
    return f"{variant.column} {variant.written.encode('ascii', 'backslashreplace').decode()}"


def sheet(tmp_path, variants, *, plain=False, name="sheet.csv"):
    """A sheet with a study for each variant, in which it stands, or in which its plain form does."""
    columns = ["study", "title", "citation", "year", "doi", "coder", "charted_on", "country", "pat-modality"]
    columns += ["pat-modality.source", "pat-modality.confidence", "unit-operation", "ai-method"]
    rows = [columns]
    for number, variant in enumerate(variants, 2):
        row = {
            "study": f"key-{number}",
            "title": f"Study {number}",
            "pat-modality": "none",
            "pat-modality.source": "p. 3",
        }
        row[variant.column] = (variant.plain if plain else variant.written).format(number)
        rows.append([row.get(column, "") for column in columns])
    path = tmp_path / name
    quoted = ([f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in row] for row in rows)
    path.write_text("\n".join(map(",".join, quoted)) + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize("variant", TAKEN, ids=ids)
def test_a_variant_is_taken_with_a_notice(variant, vocabulary, tmp_path):
    corpus = read_corpus(vocabulary, sheet(tmp_path, [variant]), SAID)
    assert corpus.faults == ()
    assert corpus.notices
    assert all((notice.cell.row, notice.cell.column) == (2, variant.column) for notice in corpus.notices)
    assert variant.says in corpus.notices[0].rule
    written = express(vocabulary, corpus.review)
    plain = read_corpus(vocabulary, sheet(tmp_path, [variant], plain=True))
    assert (plain.faults, plain.notices) == ((), ())
    assert set(written) == set(express(vocabulary, plain.review))


@pytest.mark.parametrize("variant", WARNED, ids=ids)
def test_a_variant_is_kept_with_a_warning(variant, vocabulary, tmp_path):
    corpus = read_corpus(vocabulary, sheet(tmp_path, [variant]))
    assert corpus.faults == ()
    (notice,) = corpus.notices
    assert (notice.cell.row, notice.cell.column) == (2, variant.column)
    assert variant.says in notice.rule
    if variant.says == "Likely text":
        assert repr(variant.plain.format(2)) in notice.rule


@pytest.mark.parametrize("variant", REFUSED, ids=ids)
def test_a_variant_is_refused(variant, vocabulary, tmp_path):
    (fault,) = read_corpus(vocabulary, sheet(tmp_path, [variant])).faults
    assert (fault.cell.row, fault.cell.column) == (2, variant.column)
    assert variant.says in str(fault)


@pytest.mark.parametrize("seed", range(4))
def test_variants_are_told_apart_together(seed, vocabulary, tmp_path):
    dice = random.Random(seed)
    variants = dice.sample(TAKEN, 25) + dice.sample(WARNED, 8)
    dice.shuffle(variants)
    corpus = read_corpus(vocabulary, sheet(tmp_path, variants), SAID)
    assert corpus.faults == ()
    assert {(notice.cell.row, notice.cell.column) for notice in corpus.notices} <= {
        (number, variant.column) for number, variant in enumerate(variants, 2)
    }
    assert {notice.cell.value for notice in corpus.notices} >= {
        variant.written.format(number).strip() for number, variant in enumerate(variants, 2)
    }
    refused = dice.sample(REFUSED, 15)
    mixed = [*variants, *refused]
    dice.shuffle(mixed)
    faults = read_corpus(vocabulary, sheet(tmp_path, mixed)).faults
    unsaid = [each for each in variants if each.says.endswith("as was said of it.")]
    expected = sorted(
        (number, each.column) for number, each in enumerate(mixed, 2) if each in refused or each in unsaid
    )
    assert sorted((fault.cell.row, fault.cell.column) for fault in faults) == expected


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_the_unicode_form_of_a_sheet_does_not_matter(form, vocabulary, tmp_path):
    text = (
        "study,unit,citation,title,year,coder,charted_on,country,country.source,ai-method\n"
        "gyürkés,é1,Gyürkés 2022,Séchage,2022,Zoë,2026-01-02,Türkiye,Übersicht,none\n"
        "gyürkés,é2,Gyürkés 2022,Séchage,2022,Zoë,2026-01-02,,,none\n"
    )
    path = tmp_path / "form.csv"
    path.write_text(unicodedata.normalize(form, text), encoding="utf-8")
    corpus = read_corpus(vocabulary, path)
    assert corpus.faults == ()
    path.write_text(text, encoding="utf-8")
    assert corpus.review == read_corpus(vocabulary, path).review
    assert corpus.review.studies[0].title == "Séchage"


@pytest.mark.parametrize(
    "other",
    [
        "Se\u0301chage du lait",
        "Séchage\u00a0du lait",
        "Séchage  du lait",
        "Séchage du\u200b lait",
        "Sé\u00adchage du lait",
    ],
)
def test_titles_that_look_alike_are_one(other, vocabulary, tmp_path):
    reviews = []
    for first, second in (("Séchage du lait", other), (other, "Séchage du lait")):
        path = tmp_path / "titles.csv"
        path.write_text(f"study,unit,title,ai-method\na,1,{first},none\na,2,{second},none\n", encoding="utf-8")
        corpus = read_corpus(vocabulary, path)
        assert corpus.faults == ()
        reviews.append(corpus.review)
    assert reviews[0] == reviews[1]


@pytest.mark.parametrize("other", ["Séchage du Lait", "Sechage du lait", "Séchage-du lait", "Séchage du lait."])
def test_titles_that_differ_visibly_contradict_each_other(other, vocabulary, tmp_path):
    path = tmp_path / "titles.csv"
    path.write_text(f"study,unit,title,ai-method\na,1,Séchage du lait,none\na,2,{other},none\n", encoding="utf-8")
    (fault,) = read_corpus(vocabulary, path).faults
    assert "contradicts row 2" in fault.rule


# --- No false alarm ---


@pytest.mark.parametrize("corpus", sorted(folder.name for folder in CORPORA.iterdir() if folder.is_dir()))
def test_the_corpora_raise_no_notice(corpus):
    read = read_corpus(vocabulary_of(find_corpus(corpus)), find_corpus(corpus))
    assert (read.faults, read.notices) == ((), ())


@pytest.mark.parametrize("seed", range(200, 210))
@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_clean_sheets_raise_no_notice(suffix, seed, vocabulary, tmp_path):
    corpus = read_corpus(vocabulary, save(clean_sheet(vocabulary, seed), tmp_path / f"sheet{suffix}"))
    assert (corpus.faults, corpus.notices) == ((), ())


@pytest.mark.parametrize("number", range(4))
def test_what_lacuna_writes_raises_no_notice(number, vocabulary, tmp_path):
    for review in random_reviews(number):
        path = tmp_path / "form.csv"
        path.write_bytes(as_csv(vocabulary, review).encode("utf-8-sig"))
        corpus = read_corpus(vocabulary, path)
        assert (corpus.faults, corpus.notices) == ((), ())
        assert set(express(vocabulary, _alone(review, corpus.review.id))) == set(express(vocabulary, corpus.review))


def _alone(review, id_):
    """The studies of a review without its own statements."""
    return Review(id=id_, studies=review.studies, retracted=review.retracted)


def test_a_check_tells_what_was_understood(vocabulary, tmp_path):
    warnings = check_only([str(sheet(tmp_path, [TAKEN[0], WARNED[0]]))]).warnings
    assert [warning.split(" — ")[0] for warning in warnings] == [
        "sheet.csv row 2 column year: '2021.0' (cell D2)",
        "sheet.csv row 3 column title: '3 Ã©tudes' (cell B3)",
    ]
