"""The command ``lacuna``, in this process or in one of its own."""

import io
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import chdir, contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path

import pytest

from kg.cli import main

Completed = subprocess.CompletedProcess[str]
PROGRAM = str(Path(sys.executable).with_name("lacuna"))
PATH = "/usr/bin:/bin"


def run_in_process(arguments: tuple[str, ...], cwd: Path, env: Mapping[str, str]) -> Completed:
    """Run the command without the half second to two that a new Python takes to import everything."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
    with (
        _environment({"PATH": PATH, **env}),
        chdir(cwd),
        redirect_stdout(out),
        redirect_stderr(err),
        pytest.raises(SystemExit) as end,
    ):
        main(arguments, prog_name="lacuna")
    out.seek(0)
    err.seek(0)
    return Completed(["lacuna", *arguments], int(end.value.code or 0), out.read(), err.read())


def run_process(arguments: tuple[str, ...], cwd: Path, env: Mapping[str, str], seconds: float) -> Completed:
    """Run the installed program, as a user would; warnings are errors in it too."""
    return subprocess.run(
        [PROGRAM, *arguments],
        cwd=cwd,
        env={"PATH": PATH, "PYTHONWARNINGS": "error", **env},
        capture_output=True,
        text=True,
        check=False,
        timeout=seconds,
    )


@contextmanager
def _environment(variables: Mapping[str, str]) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patched:
        for name in set(os.environ) - set(variables):
            patched.delenv(name)
        for name, value in variables.items():
            patched.setenv(name, value)
        yield
