"""The command: what it prints where, and how it ends."""

import base64
import json
import socket
from importlib.metadata import entry_points

import pytest

from kg.questions.catalogue import read_catalogue
from kg.stores.registry import ENGINES
from loaders.corpus import built_in

USAGE, FAULT, OK = 2, 1, 0


def test_gaps(lacuna_process):
    done = lacuna_process("gaps")
    assert (done.returncode, done.stderr) == (OK, "")
    lines = done.stdout.splitlines()
    assert [line.split()[0] for line in lines] == sorted(read_catalogue())
    of_review = ("gap_exclusion_reasons", "gap_maturity_order")
    assert all("85 included, 31 charted, 54 uncharted" in line for line in lines if not line.startswith(of_review))
    array = json.loads(lacuna_process("gaps", "--json").stdout)
    assert [each["question"]["name"] for each in array] == sorted(read_catalogue())


def test_ask_reads_like_a_sentence(lacuna):
    done = lacuna("ask", "--where", "unit-operation=coating", "--not", "pat-modality=raman-spectroscopy")
    assert done.returncode == OK
    assert "Population: 85 included, 31 charted, 54 uncharted; " in done.stdout
    assert "“unit operation: coating” and “PAT modality: no Raman spectroscopy”" in " ".join(done.stdout.split())
    assert "none" not in done.stdout.lower()


def test_show_and_terms(lacuna):
    shown = lacuna("show", "gap_raman_deep_learning").stdout
    assert "pat-modality = raman-spectroscopy" in shown
    assert lacuna("terms", "freeze drying").stdout.startswith("unit-operation=lyophilization  lyophilization: ")
    assert json.loads(lacuna("terms", "freeze drying", "--json").stdout)[0]["id"] == "lyophilization"


def test_load_and_check_as_json(lacuna, tmp_path):
    home = tmp_path / "home"
    report = json.loads(lacuna("load", "--json", home=home).stdout)
    assert [each["review"] for each in report["corpora"]] == list(built_in())
    assert report["corpora"][-1]["studies"] == 31
    assert (home / "current").read_text() == report["version"]["version"].removeprefix("sha256:")
    sheet = tmp_path / "s.csv"
    sheet.write_text("study,ai-method\na,deep lerning\n", encoding="utf-8")
    done = lacuna("check", str(sheet), "--json", home=home)
    assert done.returncode == FAULT
    (fault,) = json.loads(done.stdout)
    assert (fault["row"], fault["column"], fault["value"], fault["nearest"][0]) == (
        2,
        "ai-method",
        "deep lerning",
        "deep-learning",
    )


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("ask", "--where", "unit-operation=lyofilization"), FAULT, "lyophilization"),
        (("ask", "--where", "unit-operation"), USAGE, "FACET=TERM"),
        (("ask", "--where", "ai-method=clustering", "--completeness", "most"), USAGE, "review"),
        (("ask", "gap_integrated_lyophilisation"), FAULT, "gap_integrated_lyophilization"),
        (("ask", "gap_integrated_lyophilization", "--definition", "own-work"), FAULT, "integrated-lenient"),
        (
            ("ask", "gap_twin_coating", "--definition", "strict", "--json"),
            FAULT,
            "another notion than gap_twin_coating",
        ),
        (("ask",), USAGE, "lacuna gaps lists them"),
        (("ask", "--not", "ai-method=clustering"), FAULT, "at least one condition"),
        (("ask", "gap_raman_deep_learning", "--where", "ai-method=clustering"), USAGE, "not both"),
        (("ask", "gap_raman_deep_learning", "-k", "0"), USAGE, "1<=x<=1000"),
        (("ask", "gap_raman_deep_learning", "-k", "1001"), USAGE, "1<=x<=1000"),
        (("ask", "gap_raman_deep_learning", "-k", "9" * 90_000), USAGE, "-k"),
        (("ask", "gap_raman_deep_learning", "-k", "2.0"), USAGE, "-k"),
        (("load", "no-such-corpus"), USAGE, "no-such-corpus"),
        (("load", "okafor-bello-2024"), USAGE, "okafor-bello-2025"),
        (("load", "no/such/sheet.csv"), USAGE, "'no/such/sheet.csv'. Name a sheet, a folder with review.yaml"),
        (("check", "no/such/sheet.csv"), USAGE, "'no/such/sheet.csv'. Name a sheet"),
        (("checklist", "no/such/sheet.csv"), USAGE, "'no/such/sheet.csv'. Name a sheet"),
        (("check",), USAGE, "FILE"),
        (("terms", "qqqqqq"), FAULT, "No term"),
        (("brew",), USAGE, "brew"),
    ],
)
def test_how_it_ends(arguments, code, says, lacuna):
    done = lacuna(*arguments)
    assert done.returncode == code
    assert says in done.stderr
    assert done.stdout == ""
    assert "Traceback" not in done.stderr


COMMANDS_WITH_SETTINGS = (
    ("load",),
    ("versions",),
    ("prune", "--dry-run"),
    ("show", "gap_raman_deep_learning"),
    ("show", "gap_raman_deep_learning", "--cypher"),
    ("ask", "gap_raman_deep_learning"),
    ("gaps",),
    ("agreement",),
    ("checklist",),
    ("template", "form.csv", "--from", "current"),
    ("export", "out"),
    ("push",),
    ("serve", "--port", "0"),
)


@pytest.mark.parametrize("command", COMMANDS_WITH_SETTINGS, ids=" ".join)
@pytest.mark.parametrize(
    ("setting", "says"),
    [
        ({"LACUNA_GRAPH": "graphite"}, "LACUNA_GRAPH=graphite"),
        ({"LACUNA_TIMEOUT": "soon"}, "LACUNA_TIMEOUT=soon"),
        ({"LACUNA_HOME": "~nobody-of-that-name/home"}, "LACUNA_HOME="),
    ],
)
def test_every_command_names_a_wrong_setting(command, setting, says, lacuna, tmp_path):
    done = lacuna(*command, env=setting)
    assert (done.returncode, done.stdout) == (USAGE, "")
    assert says in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert list(tmp_path.iterdir()) == []


def test_settings_in_another_encoding_are_refused(lacuna, tmp_path):
    (tmp_path / ".env").write_bytes("LACUNA_GRAPH=größe\n".encode("latin-1"))
    done = lacuna("versions")
    assert (done.returncode, done.stdout) == (USAGE, "")
    assert done.stderr.startswith("The file .env is not UTF-8")


@pytest.mark.parametrize(
    "command",
    [
        ("load",),
        ("versions",),
        ("prune",),
        ("gaps",),
        ("ask", "gap_raman_deep_learning"),
        ("export", "out"),
        ("serve", "--port", "0"),
    ],
    ids=" ".join,
)
@pytest.mark.parametrize("place", ["file", "file/below", "/proc/lacuna"])
def test_a_home_that_cannot_be_had(command, place, lacuna, tmp_path):
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    done = lacuna(*command, home=tmp_path / place)
    if done.returncode == OK:  # a folder that is not there holds no versions, and that is an answer
        assert (command, place) == (("versions",), "/proc/lacuna")
        return
    assert (done.returncode, done.stdout) == (3, "")
    assert str(tmp_path / place) in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("command", [("export", "/proc/out"), ("template", "/proc/form.csv")], ids=" ".join)
def test_a_place_that_cannot_be_written_is_named(command, lacuna):
    done = lacuna(*command)
    assert (done.returncode, done.stdout) == (FAULT, "")
    assert "/proc/" in done.stderr
    assert "check that the folder exists and is writable, and that the disk is not full" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_port_in_use_is_named_with_the_cure(lacuna):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = lacuna("serve", "--port", str(port))
    assert (done.returncode, done.stdout) == (USAGE, "")
    assert done.stderr == f"Port {port} of 127.0.0.1 is in use: stop what listens there, or choose another --port.\n"


@pytest.mark.parametrize("host", ["203.0.113.7", "no-such-host.invalid", "two..dots"])
def test_a_host_of_others_is_named_with_the_cure(host, lacuna):
    done = lacuna("serve", "--host", host, "--port", "0")
    assert (done.returncode, done.stdout) == (USAGE, "")
    assert done.stderr.startswith(f"Port 0 of {host} cannot be opened (")
    assert done.stderr.endswith("): choose another --port or --host.\n")


@pytest.mark.parametrize(
    "command",
    [("push",), ("push", "--verify"), ("ask", "gap_raman_deep_learning"), ("export", "--to", "http://127.0.0.1:9/s")],
    ids=" ".join,
)
def test_the_password_of_a_store_is_in_no_error(command, lacuna):
    secret = "correct-horse-battery-staple"  # noqa: S105 - planted, to be looked for
    env = {
        "LACUNA_GRAPH": "neo4j",
        "NEO4J_URI": "bolt://127.0.0.1:9",
        "NEO4J_PASSWORD": secret,
        "LACUNA_GRAPH_STORE_USERNAME": "writer",
        "LACUNA_GRAPH_STORE_PASSWORD": secret,
    }
    done = lacuna(*command, env=env)
    assert (done.returncode, done.stdout) == (3, "")
    assert "127.0.0.1:9" in done.stderr
    assert secret not in done.stderr
    assert base64.b64encode(f"writer:{secret}".encode()).decode() not in done.stderr


def test_a_setting_that_cannot_be(lacuna_process, tmp_path):
    (tmp_path / ".env").write_text("LACUNA_GRAPH=graphite\n", encoding="utf-8")
    done = lacuna_process("gaps")
    assert done.returncode == USAGE
    assert "LACUNA_GRAPH=graphite" in done.stderr
    assert all(name in done.stderr for name in ENGINES)
    assert "Traceback" not in done.stderr


def test_a_home_that_cannot_be_written(lacuna, tmp_path):
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    done = lacuna("load", home=tmp_path / "file")
    assert done.returncode == 3
    assert "cannot be written" in done.stderr
    assert "Traceback" not in done.stderr


def test_help_lists_every_command(lacuna_process):
    text = lacuna_process("--help").stdout
    for command in sorted(entry_points(group="lacuna.commands").names):
        assert f"\n  {command} " in text
