"""The drawing of the model as a file of its own, from what the page ``/model`` shows."""

from kg.paths import ROOT

_PAGES = ROOT / "api" / "pages"


def drawing() -> str:
    """The drawing with its colours, in SVG."""
    lines = (_PAGES / "templates" / "model.svg").read_text(encoding="utf-8")
    colours = (_PAGES / "static" / "drawing.css").read_text(encoding="utf-8")
    return lines.replace("<defs>", f"<style>\n{colours}</style>\n<defs>", 1)
