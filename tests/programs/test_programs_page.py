"""The examples of docs/programs.md run as they stand, in Python, R and a shell, and read what the service answers."""

import contextlib
import importlib
import io
import re
import shutil
import subprocess
from typing import Any

import pytest

from kg.paths import ROOT

PAGE = ROOT / "docs" / "programs.md"
ADDRESS = "http://localhost:8000"
RSCRIPT, CURL = shutil.which("Rscript") or "", shutil.which("curl")
needs_r = pytest.mark.skipif(not RSCRIPT, reason="needs R (Debian: r-base-core)")


def blocks(language, address):
    text = PAGE.read_text(encoding="utf-8")
    assert ADDRESS in text
    return [found.replace(ADDRESS, address) for found in re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)]


def in_r(*texts, cwd):
    """What R prints; a warning is an error."""
    script = cwd / "script.R"
    script.write_text("options(warn = 2)\n" + "\n".join(texts), encoding="utf-8")
    command = [RSCRIPT, "--vanilla", str(script)]
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


@pytest.fixture(scope="module")
def matrix(client):
    return client.get("/matrix?rows=unit-operation&columns=pat-modality").json()


@pytest.fixture(scope="module")
def variables(service, generated):
    """The variables after all Python of the page, in one go, and what it printed."""
    folder, _ = generated
    found: dict[str, Any] = {}
    with pytest.MonkeyPatch.context() as patched, contextlib.redirect_stdout(io.StringIO()) as printed:
        patched.syspath_prepend(str(folder))
        importlib.invalidate_caches()
        for text in blocks("python", service.url):
            exec(compile(text, str(PAGE), "exec"), found)  # noqa: S102 - our own page
        found["client"].get_httpx_client().close()
    return found, printed.getvalue()


def test_tables_read_by_pandas_have_the_answers(variables, client, matrix):
    found, _ = variables
    cells, gap = found["cells"], found["gap"]
    assert_cells(
        cells[["row", "column", "verdict", "bounds.certain", "bounds.upper"]].fillna("").values.tolist(), matrix
    )
    answer = client.get("/gaps/gap_integrated_lyophilization").json()
    assert list(dict.fromkeys(gap["study"])) == [each["id"] for each in (*answer["certain"], *answer["possible"])]
    for frame in (cells, gap, found["gaps"]):
        assert {str(frame[f"bounds.{name}"].dtype) for name in answer["bounds"]} == {"int64"}
    assert {name: gap[f"bounds.{name}"][0] for name in answer["bounds"]} == answer["bounds"]
    names = [each["question"]["name"] for each in client.get("/gaps?size=1000").json()["items"]]
    assert found["gaps"]["question.name"].tolist() == names
    total = client.get("/studies").json()["page"]["total"]
    assert len(found["studies"]) == found["studies"]["study"].nunique() == total


def assert_cells(rows, matrix):
    """Rows of a table hold the cells of a matrix; an empty verdict is that of a cell that does not apply."""
    expected = [
        [cell["row"], cell["column"], cell["verdict"] or "", cell["bounds"]["certain"], cell["bounds"]["upper"]]
        for cell in matrix["cells"]
    ]
    assert rows == expected
    assert "" in {verdict for _, _, verdict, _, _ in rows}


def test_the_generated_client_answers_as_the_page_says(variables, client):
    _, printed = variables
    answer = client.get("/gaps/gap_integrated_lyophilization").json()
    bounds = answer["bounds"]
    assert f"{answer['sentence']} {answer['verdict']} {bounds['certain']} {bounds['upper']}\n" in printed
    asked = client.get("/ask?unit-operation=coating&not.pat-modality=raman-spectroscopy").json()
    assert f"\n{asked['verdict']}\n" in printed
    wrong = client.get("/matrix?rows=unit-operatoin&columns=pat-modality").json()
    assert f"{wrong['detail']} {wrong['nearest']}\n" in printed


@needs_r
def test_r_reads_what_pandas_reads(service, matrix, tmp_path):
    plain = next(text for text in blocks("r", service.url) if "readr" not in text)
    print_cells = """
        empty <- function(x) ifelse(is.na(x), "", x)
        bounds <- paste(cells$bounds.certain, cells$bounds.upper, sep = "|")
        cat(paste(cells$row, cells$column, empty(cells$verdict), bounds, sep = "|"), sep = "\\n")
        stopifnot(is.integer(cells$bounds.certain), is.numeric(cells$surprise), nrow(gap) > 0, !is.na(gap$sentence))
    """
    rows = [line.split("|") for line in in_r(plain, print_cells, cwd=tmp_path)]
    assert_cells([[*row[:3], *map(int, row[3:])] for row in rows], matrix)


@needs_r
def test_readr_keeps_every_rule(service, matrix, tmp_path):
    """A column that is empty for a thousand rows is not taken for one without texts."""
    if in_r('cat(requireNamespace("readr", quietly = TRUE))', cwd=tmp_path) != ["TRUE"]:
        pytest.skip("needs the R package readr (Debian: r-cran-readr)")
    (text,) = (text for text in blocks("r", service.url) if "readr" in text)
    said = in_r("options(readr.show_col_types = FALSE)", text, 'cat(na.omit(cells$barred), sep = "\n")', cwd=tmp_path)
    assert said == ["; ".join(cell["barred"]) for cell in matrix["cells"] if cell["barred"]] != []


@pytest.mark.skipif(CURL is None, reason="needs curl")
def test_what_the_page_asks_with_curl_is_answered(service, tmp_path):
    commands = [
        line[2:] for text in blocks("console", service.url) for line in text.splitlines() if line[2:6] == "curl"
    ]
    assert len(commands) == 3
    for command in commands:
        done = subprocess.run(
            ["/bin/sh", "-c", command.replace("curl -s", "curl -sS --fail")],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        assert (done.returncode, done.stderr) == (0, ""), command
        assert done.stdout.splitlines()[0].partition(",")[0] in {"study", "TY  - JOUR"}, command
        assert len(done.stdout.splitlines()) > 5, command


def test_every_column_that_the_page_explains_is_one(client):
    _, _, table = PAGE.read_text(encoding="utf-8").partition("## What the columns mean")
    names = {
        name
        for row in re.findall(r"^\| (`.*?) \|", table.partition("\n## ")[0], re.MULTILINE)
        for name in re.findall(r"`([^`]+)`", row)
    }
    assert len(names) > 10
    known = set()
    for path in ("/matrix.csv?rows=twin-label&columns=flow-direction", "/gaps/gap_raman_deep_learning.csv"):
        known |= set(client.get(path).text.partition("\r\n")[0].split(","))
    assert {name for name in names if not any(each.startswith(name.removesuffix("…")) for each in known)} == set()
    assert {name for name in names if not name.endswith("…")} <= known
