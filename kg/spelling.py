"""Spelling of names: what all spellings of a name have in common, which known names are like a text; numbers with a noun."""

import re
import unicodedata
from collections.abc import Iterable
from difflib import SequenceMatcher
from functools import lru_cache

LONGEST_NAME = 200
"""In characters. Nothing longer is the name of anything, so it is not compared with names."""

_JOINTS = re.compile(r"[\s_\-\u00ad\u058a\u2010-\u2015\u2043\u2212\ufe58]+")
_APOSTROPHES = str.maketrans(dict.fromkeys("\u2018\u2019\u201b\u02bc\u02b9\u2032\u00b4`", "'"))
_WORD = re.compile(r"[^\W_]+")

# Beginnings of words that make something else of the rest: supervised and unsupervised are no spellings of one word.
_BEGINNINGS = re.compile(
    "^(un|non|in|im|ir|dis|anti|off|on|at|over|under|up|down|pre|post|hyper|hypo|intra|inter|endo|exo|macro|micro|nano|multi|uni|"
    "semi|de|re)"
)

_LIKE, _LIKE_BUT_FOR_THE_FIRST, _SAME_REST = 0.72, 0.88, 0.85
"""The least likeness of a misspelling, of one that begins with another letter, and of the rests of two opposites."""
_LINKS = {"a", "and", "by", "for", "of", "or", "the", "to", "with"}
_NEGATIONS = {"no", "non", "not", "un", "without"}


@lru_cache(maxsize=65_536)  # a sheet names few things, each of them often
def folded(text: str) -> str:
    """A text as names are compared: without regard to case, Unicode form, spaces, hyphens, and invisible signs.

    ``In-line``, ``in line`` with a no-break space, and ``inline`` are one name; apostrophes of all kinds are one sign.
    """
    visible = "".join(sign for sign in _plain(text) if unicodedata.category(sign) != "Cf")
    return _JOINTS.sub("", visible.translate(_APOSTROPHES))


def same_but_for_case(one: str, other: str) -> bool:
    """Whether two texts differ at most by case and spaces."""
    return one == other or one.casefold().split() == other.casefold().split()


def sign_name(sign: str) -> str:
    """A character by its number and name, such as ``U+200E (LEFT-TO-RIGHT MARK)``."""
    name = unicodedata.name(sign, "")
    return f"U+{ord(sign):04X}" + (f" ({name})" if name else "")


def most_like(text: str, known: Iterable[str], count: int = 3) -> tuple[str, ...]:
    """Up to ``count`` known names that a text may be a misspelling of, or shares its words with; best first.

    Whole words count first. A name is only offered if no word of it stands against another word of the text: what a person
    meant by ``XRF spectroscopy`` is perhaps ``spectroscopy``, and never ``NMR spectroscopy``.
    """
    words = _words(text[:LONGEST_NAME])
    ranked = sorted((rank, name) for name in known if (rank := _rank(words, _words(name))))
    return tuple(name for _, name in ranked[:count])


def stands_in(text: str, name: str) -> bool:
    """Whether the words of a text are some of a name's, but not all of them."""
    words = {*_words(text[:LONGEST_NAME])}
    return bool(words) and words < {*_words(name)}


def _rank(written: tuple[str, ...], name: tuple[str, ...]) -> tuple[int, float] | None:
    """The place of a name among those that a text may mean, the least first; None if it means something else."""
    if not written or not name:
        return None
    if "".join(written) == "".join(name):
        return 0, 0.0
    beside, left = list(written), list(name)
    for word in written:
        if word in left:
            beside.remove(word)
            left.remove(word)
    shared = len(written) - len(beside)
    unlike = 0.0
    misspelt = 0
    for word in tuple(beside):
        likeness, best = max(((_likeness(word, other), other) for other in left), default=(0.0, ""))
        if likeness:
            beside.remove(word)
            left.remove(best)
            misspelt += 1
            unlike += 1 - likeness
    if shared:
        left = [word for word in left if word not in _LINKS]
    if shared and len(beside) == len(left) == 1 and _lacks_a_letter(beside[0], left[0], at_the_end=shared == 1):
        beside, left, misspelt, unlike = [], [], misspelt + 1, unlike + _LIKE
    if (beside and left) or not (shared or misspelt) or _NEGATIONS & {*beside, *left}:
        return None
    if beside or left:  # all words of one are words of the other
        return (1 if not misspelt else 3), len(beside) + len(left) + unlike
    return (1 if not misspelt else 2), unlike


@lru_cache(maxsize=65_536)
def _likeness(word: str, other: str) -> float:
    """How much a word looks like a misspelling of another, from 0 (not at all) to 1."""
    if word.isdecimal() and other.isdecimal():  # years, which are alike, or numbers, which are not
        return _LIKE if len(word) == len(other) == 4 else 0.0
    shorter, longer = sorted((word, other), key=len)
    if _swaps_letters(word, other):
        return _LIKE
    # Short words are abbreviations, in which each letter matters; and no likeness exceeds what the lengths allow.
    if len(longer) < 5 or 2 * len(shorter) / (len(word) + len(other)) < _LIKE:
        return 0.0
    is_like = _LIKE if word[0] == other[0] or shorter in longer else _LIKE_BUT_FOR_THE_FIRST
    matcher = SequenceMatcher(None, word, other, autojunk=False)
    if matcher.quick_ratio() < is_like or _are_opposites(word, other):
        return 0.0
    likeness = matcher.ratio()
    return likeness if likeness >= is_like else 0.0


def _are_opposites(word: str, other: str) -> bool:
    one, two = _BEGINNINGS.match(word), _BEGINNINGS.match(other)
    if (one and one[0]) == (two and two[0]):
        return False
    rest, other_rest = (each[len(begin[0]) if begin else 0 :] for each, begin in ((word, one), (other, two)))
    return SequenceMatcher(None, rest, other_rest, autojunk=False).ratio() > _SAME_REST


def _swaps_letters(word: str, other: str) -> bool:
    """Whether two words of four letters or more differ by two neighbouring letters that changed places."""
    if len(word) != len(other) or len(word) < 4:
        return False
    unlike = [place for place in range(len(word)) if word[place] != other[place]]
    if len(unlike) != 2 or unlike[1] != unlike[0] + 1:
        return False
    return word[unlike[0]] == other[unlike[1]] and word[unlike[1]] == other[unlike[0]]


def _lacks_a_letter(word: str, other: str, *, at_the_end: bool) -> bool:
    """Whether one of two words is the other one without one of its letters, or without its last one."""
    shorter, longer = sorted((word, other), key=len)
    if at_the_end:
        return len(shorter) > 2 and longer[:-1] == shorter
    return any(longer[:place] + longer[place + 1 :] == shorter for place in range(len(longer)))


@lru_cache(maxsize=65_536)
def _words(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall("".join(sign for sign in _plain(text) if unicodedata.category(sign) != "Cf")))


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())


def counted(number: int, one: str, several: str = "") -> str:
    """A number with its noun, whose plural ends in s where no other is given."""
    return f"{number:,} {one if number == 1 else several or f'{one}s'}"
