"""Where a SPARQL query asks other servers (``SERVICE``), which Lacuna does not."""

import re
from collections.abc import Iterator

REFUSED = "SERVICE is not supported: no other server is queried."

_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_TOKEN = re.compile(
    r'\"\"\"(?:[^"\\]|\\.?|"(?!""))*+(?:\"\"\")?'
    r"|'''(?:[^'\\]|\\.?|'(?!''))*+(?:''')?"
    r'|"(?:[^"\\\n\r]|\\.?)*+"?'
    r"|'(?:[^'\\\n\r]|\\.?)*+'?"
    r'|<[^<>"{}|^`\\\x00-\x20]*+>'
    r"|#[^\n\r]*+"
    r"|[?$@]\w+"
    r"|\w*+:(?:[\w:.%-]|\\.)*+"
    r"|\w++[.-]?",
    re.DOTALL,
)
"""What may hold the word without asking (texts, IRIs, comments, variables, names with a prefix), and words."""


def asks_elsewhere(query: str) -> bool:
    """Whether a query has a ``SERVICE`` that must not be run.

    One that is ``SILENT``, of a server that is named in the query, gives no rows if no connection can be made; whatever else
    Oxigraph may do then, it does not do there.
    """
    tokens = list(_tokens(query))
    for place, token in enumerate(tokens):
        if token.lower() == "service":
            silent, server = [*tokens[place + 1 : place + 3], "", ""][:2]
            # To any other address Oxigraph prepares an encrypted connection, and ends the process if it cannot.
            if silent.lower() != "silent" or not server.lower().startswith("<http://"):
                return True
    return False


def _tokens(query: str) -> Iterator[str]:
    if "service" in (plain := _ESCAPE.sub(_unescaped, query)).lower():
        for each in _TOKEN.finditer(plain):
            if not each[0].startswith("#"):
                yield each[0]


def _unescaped(escape: re.Match[str]) -> str:
    code = int(escape[1] or escape[2], 16)
    return chr(code) if code <= 0x10FFFF else escape[0]
