"""Text from LaTeX: letters with accents, letters of other alphabets, and signs, without the commands around them."""

import re
import unicodedata

_ACCENTS = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", "=": "\u0304", "u": "\u0306", ".": "\u0307",
    '"': "\u0308", "r": "\u030a", "H": "\u030b", "v": "\u030c", "d": "\u0323", "c": "\u0327", "k": "\u0328", "b": "\u0331",
}  # fmt: skip
_SIGNS = {
    "ss": "ß", "SS": "ẞ", "o": "ø", "O": "Ø", "l": "ł", "L": "Ł", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ",
    "aa": "å", "AA": "Å", "dh": "ð", "DH": "Ð", "dj": "đ", "DJ": "Đ", "th": "þ", "TH": "Þ", "ng": "ŋ", "NG": "Ŋ",
    "i": "ı", "j": "ȷ", "textendash": "–", "textemdash": "—", "textquoteright": "’", "textquoteleft": "‘",
    "textquotedblleft": "“", "textquotedblright": "”", "textregistered": "®", "texttrademark": "™", "textdegree": "°",
    "degree": "°", "textmu": "µ", "times": "×", "pm": "±", "copyright": "©", "ldots": "…", "dots": "…",
    "textasciitilde": "~", "textasciicircum": "^", "textbackslash": "\\", "textunderscore": "_", "textless": "<",
    "textgreater": ">", "textbar": "|", "sim": "~", "leq": "≤", "le": "≤", "geq": "≥", "ge": "≥", "cdot": "·",
    "rightarrow": "→", "to": "→", "circ": "°", "infty": "∞", "approx": "≈", "quad": " ", "qquad": " ", "newline": " ",
}  # fmt: skip
_GREEK = {"varepsilon": "epsilon", "vartheta": "theta", "varphi": "phi", "varrho": "rho", "varsigma": "final sigma"}

_TOKEN = re.compile(
    r"""\\(?:(?P<accent>[`'^~=".])|(?P<letter>[uvHrdckb])(?=[\s{]))\s{0,9}
            (?:\{\s{0,9}(?:\\(?P<dotless>[ij])|(?P<braced>[^\W\d_]))\s{0,9}\}|\\(?P<bare>[ij])(?![A-Za-z])|(?P<plain>[^\W\d_]))
        |\\(?P<command>[A-Za-z]{1,30})\s{0,9}
        |\\(?P<escaped>.)
        |(?P<mark>[{}$~]|-{2,3}|``|'')""",
    re.VERBOSE | re.DOTALL,
)
_MARKS = {"{": "", "}": "", "$": "", "~": " ", "--": "–", "---": "—", "``": "“", "''": "”"}


def from_latex(text: str) -> str:
    r"""A text as a reader sees it: ``G{\"o}del`` is ``Gödel``, ``$\alpha$`` is ``α``, and braces are dropped.

    Of an unknown command, such as ``\emph``, what it applies to is left.
    """
    if not any(sign in text for sign in "\\{}$~-`'"):
        return text
    if text.count("$") == 1 and r"\$" not in text:  # an amount of money, and no formula
        text = text.replace("$", r"\$")
    return unicodedata.normalize("NFC", _TOKEN.sub(_shown, text))


def _shown(token: re.Match[str]) -> str:
    if accent := token["accent"] or token["letter"]:
        letter = token["dotless"] or token["bare"] or token["braced"] or token["plain"]
        return letter + _ACCENTS[accent]
    if command := token["command"]:
        return _SIGNS.get(command) or _greek(command)
    if (escaped := token["escaped"]) is not None:
        return " " if escaped in "\\ \n" else "" if escaped in ",;:!/-*@()[]" else escaped
    return _MARKS[token["mark"]]


def _greek(command: str) -> str:
    name = _GREEK.get(command, command)
    case = "CAPITAL" if name[0].isupper() else "SMALL"
    try:
        return unicodedata.lookup(f"GREEK {case} LETTER {name.upper()}")
    except KeyError:
        return ""
