"""The page about the model: ``docs/model.md`` as HTML, and the queries that stand in it."""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from markupsafe import Markup, escape

from kg.paths import MODEL

_NUMBERED = re.compile(r"(\d+)\. (.+)")
_ANSWERED = re.compile(r"`GET (\S+)` → `(\S+)`")
_LANGUAGES = {"cypher": "Cypher", "sparql": "SPARQL"}


class ModelQuery(NamedTuple):
    """A query of the page.

    Attributes:
        name: in addresses, such as ``query-4``.
        title: what it asks.
        path: the address of the service that says the same.
        field: where in that answer.
        texts: by language, ``cypher`` and ``sparql``.
    """

    name: str
    title: str
    path: str
    field: str
    texts: dict[str, str]


@cache
def model_queries() -> Mapping[str, ModelQuery]:
    """The numbered queries of the page by name, in their order."""
    found: dict[str, ModelQuery] = {}
    tokens = _parser().parse(MODEL.read_text(encoding="utf-8"))
    current: ModelQuery | None = None
    for at, token in enumerate(tokens):
        if token.type == "heading_open":
            numbered = _NUMBERED.fullmatch(tokens[at + 1].content)
            current = ModelQuery(f"query-{numbered[1]}", numbered[2], "", "", {}) if numbered else None
        elif current and (answered := _ANSWERED.fullmatch(token.content)):
            current = current._replace(path=answered[1], field=answered[2])
            found[current.name] = current
        elif current and token.type == "fence":
            current.texts[token.info] = token.content
    return found


def model_html(root: str, drawing: Markup) -> Markup:
    """The page as HTML, with headings from the first level on.

    Args:
        root: goes before addresses of the service.
        drawing: stands in the place of the picture.
    """
    text = MODEL.read_text(encoding="utf-8")
    return Markup(_parser().render(text, {"root": root, "drawing": drawing}))  # noqa: S704 - our file, its HTML escaped


class _Renderer(RendererHTML):
    """Writes what a browser needs otherwise than a repository; ``env`` also keeps the name of the query that was begun."""

    def heading_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        """A heading with an anchor; that of a query is its name."""
        text = tokens[idx + 1].content
        numbered = _NUMBERED.fullmatch(text)
        env["query"] = f"query-{numbered[1]}" if numbered else ""
        anchor = env["query"] or re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
        return f'<{tokens[idx].tag} id="{anchor}">'

    def image(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        """The drawing, with the words that stand for it."""
        words = escape(tokens[idx].content)
        # Reached by keys, because on a telephone it is wider than the window.
        return f'<span class="drawing" role="img" tabindex="0" aria-label="{words}">{env["drawing"]}</span>'

    def fence(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        """A query below the name of its language; one in SPARQL can be opened in the editor."""
        token = tokens[idx]
        opens = token.info == "sparql" and env["query"]
        link = f': <a href="{env["root"]}/sparql?example={env["query"]}">open in the editor</a>' if opens else ""
        return (
            f'<p class="language">{_LANGUAGES[token.info]}{link}</p><pre><code>{escape(token.content)}</code></pre>\n'
        )

    def code_inline(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        """Code; an address of the service is a link."""
        text = tokens[idx].content
        path = text.removeprefix("GET ")
        code = f"<code>{escape(text)}</code>"
        return f'<a href="{env["root"]}{escape(path)}">{code}</a>' if path.startswith("/") else code

    def link_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        """Nothing: the service has no other page of the documentation."""
        return ""

    link_close = link_open

    def table_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        """A table that is not wider than the window."""
        return '<div class="wide"><table>'

    def table_close(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        """The end of that."""
        return "</table></div>"

    def th_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        """The heading of a column."""
        return '<th scope="col">'


def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}, renderer_cls=_Renderer).enable("table")
