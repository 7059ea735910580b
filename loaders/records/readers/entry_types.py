"""Types of publications: what each format calls them, as entry types of BibTeX."""

from collections.abc import Iterable, Mapping

OTHER = "misc"
"""The type of what has a type that is not in the table."""

_NAMES: Mapping[str, tuple[str, ...]] = {
    "article": (
        *("jour", "ejour", "jfull", "mgzn", "news", "inpr", "abst", "j"),
        *("article", "journal article", "journal articles", "journal, article", "journalarticle", "article-journal"),
        *("article in a periodical", "article-magazine", "article-newspaper", "magazinearticle", "newspaperarticle"),
        *(
            "magazine article",
            "newspaper article",
            "electronic article",
            "article in press",
            "review",
            "review article",
        ),
        *("short survey", "survey", "note", "letter", "editorial", "editorial material", "erratum", "correction"),
        *("data paper", "case reports", "clinical trial", "randomized controlled trial", "comparative study"),
        *("meta-analysis", "systematic review", "evaluation study", "validation study", "observational study"),
        *("comment", "news item", "book review", "review-book", "retracted", "retracted publication", "periodical"),
        *("ieee journals", "ieee magazines", "ieee early access articles", "iet journals"),
    ),
    "inproceedings": (
        *("conf", "cpaper", "c", "inproceedings", "conference", "conference paper", "conference proceedings"),
        *("conferencepaper", "paper-conference", "proceedings paper", "conference abstract", "meeting abstract"),
        *("ieee conferences", "iet conferences", "congress", "conference proceeding", "conference papers"),
    ),
    "proceedings": ("proceedings", "conference review"),
    "incollection": (
        *("chap", "echap", "ency", "incollection", "inbook", "book section", "book chapter", "book, chapter"),
        *("booksection", "chapter", "electronic book section", "encyclopediaarticle", "entry-encyclopedia", "entry"),
        *("dictionaryentry", "entry-dictionary", "encyclopedia", "ieee book chapters", "suppbook", "inreference"),
    ),
    "book": (
        *("book", "ebook", "edbook", "clswk", "b", "book, whole", "edited book", "electronic book", "collection"),
        *("mvbook", "reference", "monograph", "books", "ser"),
    ),
    "phdthesis": ("thes", "thesis", "dissertation", "phdthesis", "phd thesis", "academic dissertation"),
    "mastersthesis": ("mastersthesis", "master thesis"),
    "techreport": (
        *("rprt", "report", "techreport", "govdoc", "stand", "standard", "ieee standards", "technical report"),
        *("government document", "reports - research", "reports - descriptive", "reports - evaluative"),
    ),
    "unpublished": ("unpb", "unpd", "manscpt", "unpublished", "manuscript", "unpublished work"),
    "manual": ("manual",),
    "booklet": ("booklet", "pamp", "pamphlet"),
    OTHER: (
        *(OTHER, "gen", "generic", "elec", "web", "webpage", "web page", "blog", "blogpost", "post-weblog", "online"),
        *("electronic", "data", "dataset", "dbase", "aggr", "comp", "software", "computerprogram", "computer program"),
        *("pat", "p", "patent", "document", "preprint", "posted-content", "slide", "presentation", "speech", "video"),
        *("document from internet site", "research project", "book, other", "videorecording", "s"),
        *("trial registry record", "internet communication"),
    ),
}
_TYPES = {name: type_ for type_, names in _NAMES.items() for name in names}


def entry_type(texts: Iterable[str]) -> str | None:
    """The entry type that the first telling one of some texts means; ``None`` if none of them is known.

    Of a text with several parts, such as ``Article; Book Chapter``, the last that is known counts, as it says more.
    """
    for text in texts:
        known = (_TYPES.get(" ".join(part.split()).casefold()) for part in reversed(text.split(";")))
        if found := next((each for each in known if each), None):
            return found
    return None
