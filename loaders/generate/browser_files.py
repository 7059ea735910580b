"""Files for Neo4j Browser: the style, and the questions as text and as a zip of saved queries.

Tried with Browser 5.24. In a style, a later rule overrides an earlier one; colons and comments are not understood. In a zip,
every ``.cypher`` file becomes a saved query, in the folder it has in the zip, with its first line as the title.
"""

import colorsys
import io
import re
import zipfile
from collections.abc import Mapping, Sequence

from kg.property_graph.model import Schema
from kg.property_graph.schema import NO_EVIDENCE
from kg.query.compiled import Query
from kg.query.cypher import literal
from kg.stores.neo4j.writing import BOOKKEEPING

_GOLDEN = 0.618034
"""Hues this fraction of the circle apart stay distinct, however many there are."""
_DARK, _LIGHT = ((0, 0.36, 0.6),), ((0.58, 0.83, 0.75), (0.58, 0.72, 0.65))
"""Tones (hue offset, lightness, saturation), used in turn: of charted evidence, captioned in white, and of terms, in black."""
_GREY = "#DCDFE3"
_SIZES = {"Review": 90, "Study": 75, "EvidenceUnit": 75, "Term": 80}
_NO_EVIDENCE_COLOUR = "#FFFFFF"
_CAPTIONS = {
    "HeldAssertion": "{name} ({status})",
    "CoderAssertion": "{name} ({status})",
    "Possibility": "{name}?",
    "FlowCount": "{count} {name}",
}
_OPEN = {"LEFT_OPEN": ("{reason}?", "#D9480F"), "CLOSED_BY_CODERS": ("({reason})", "#868E96")}
_RELATIONSHIP = {
    "color": "#A5ABB6",
    "shaft-width": "1px",
    "font-size": "8px",
    "padding": "3px",
    "text-color-external": "#000000",
    "text-color-internal": "#FFFFFF",
    "caption": "'<type>'",
}


def style(declared: Schema) -> str:
    """The ``.grass`` file: evidence dark, terms light with a colour per facet, what is no evidence white, open edges orange."""
    rules: dict[str, Mapping[str, str]] = {"node": _node("", _GREY), "relationship": _RELATIONSHIP}
    plain = [type_.label for type_ in declared.nodes if not type_.sublabels and type_.label not in NO_EVIDENCE]
    for place, label in enumerate(plain):
        rules[f"node.{label}"] = _node(label, _colour(place, _DARK), "#FFFFFF")
    for label in NO_EVIDENCE:
        rules[f"node.{label}"] = _node(label, _NO_EVIDENCE_COLOUR)
    for type_ in declared.nodes:
        if type_.sublabels:
            rules[f"node.{type_.label}"] = _node(type_.label, _GREY)
            for place, label in enumerate(sorted(set(type_.sublabels.values()))):
                rules[f"node.{label}"] = _node(type_.label, _colour(place, _LIGHT))
    for label in BOOKKEEPING:
        rules[f"node.{label}"] = _node(label, "#495057", "#FFFFFF")
    for edge in declared.edges:
        if edge.has_reason:
            caption, colour = _OPEN[edge.type]
            rules[f"relationship.{edge.type}"] = {"color": colour, "shaft-width": "2px", "caption": f"'{caption}'"}
    return "\n".join(_rule(selector, rule) for selector, rule in rules.items())


def standalone(query: Query) -> str:
    """A question's Cypher as one statement, with values instead of parameters."""
    # Browser shows no rows when several statements, ``:params`` included, are run at once.
    values = {name: literal(value) for name, value in query.parameters.items()}
    text = re.sub(r"^// :params .*\n", "", query.text, count=1, flags=re.MULTILINE)
    text = re.sub(r"\n(//.*\n)+\Z", "\n", text)  # what the parameters mean; the statement ends with a semicolon
    return re.sub(r"\$(\w+)", lambda found: values[found[1]], text).rstrip("\n") + ";\n"


def archive(files: Mapping[str, str]) -> bytes:
    """A zip of texts by path.

    The same bytes on every machine: nothing is compressed, and no time is written.
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as target:
        for path, text in sorted(files.items()):
            info = zipfile.ZipInfo(path)
            info.create_system = 3
            info.external_attr = 0o644 << 16
            target.writestr(info, text)
    return buffer.getvalue()


def _node(label: str, colour: str, text: str = "#212529") -> dict[str, str]:
    return {
        "diameter": f"{_SIZES.get(label, 65)}px",
        "color": colour,
        "border-color": _shaded(colour),
        "border-width": "2px",
        "text-color-internal": text,
        "font-size": "10px",
        "caption": f"'{_CAPTIONS.get(label, '{name}')}'",
    }


def _rule(selector: str, rule: Mapping[str, str]) -> str:
    return "\n".join((f"{selector} {{", *(f"  {name}: {value};" for name, value in rule.items()), "}", ""))


def _colour(place: int, tones: Sequence[tuple[float, float, float]]) -> str:
    hue, lightness, saturation = tones[place % len(tones)]
    return _hex(*colorsys.hls_to_rgb((hue + place * _GOLDEN) % 1, lightness, saturation))


def _shaded(colour: str) -> str:
    return _hex(*(int(colour[at : at + 2], 16) / 255 * 0.8 for at in (1, 3, 5)))


def _hex(red: float, green: float, blue: float) -> str:
    return f"#{round(red * 255):02X}{round(green * 255):02X}{round(blue * 255):02X}"
