"""When two words of a table are probably the same."""

import re
import unicodedata
from functools import lru_cache


@lru_cache(maxsize=65_536)
def loose(text: str) -> str:
    """What is left of a text without accents, hyphens, spaces, plurals and the British s of -isation."""
    plain = "".join(
        sign
        for sign in unicodedata.normalize("NFKD", text.casefold())
        if not unicodedata.category(sign).startswith("M")
    )
    words = [singular(word) for word in re.findall(r"\w+(?:[.,]\d+)*|[+<>#%=]|-$", plain)]
    return re.sub(r"(?<!\d) | (?!\d)", "", " ".join(words)).replace("isation", "ization")


def singular(word: str) -> str:
    """A word without the s of a plural."""
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "is", "us")) else word
