"""The command ``lacuna``, with subcommands from the entry points ``lacuna.commands``."""

import sys
from importlib.metadata import entry_points

import click

from kg.errors import LacunaError
from kg.json_text import to_json


class _Commands(click.Group):
    """The group of all commands; a ``LacunaError`` becomes its text on stderr and its exit code."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(entry_points(group="lacuna.commands").names)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        found = entry_points(group="lacuna.commands", name=cmd_name)
        command: click.Command | None = next(iter(found)).load() if found else None
        return command

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except LacunaError as error:
            click.echo(str(error), err=True)
            ctx.exit(error.exit_code)
        except OSError as error:  # such as a full disk behind stdout; the stores raise StoreFailed instead
            click.echo(_explained(error), err=True)
            ctx.exit(1)


def _explained(error: OSError) -> str:
    """An error of the operating system, with the file where it names one, and what to do about it."""
    what = f"{error.filename} cannot be read or written" if error.filename else "The output cannot be written"
    reason = error.strerror or str(error)
    return f"{what} ({reason}): check that the folder exists, is yours and has space left, then run the command again."


@click.group(cls=_Commands)
@click.version_option(package_name="lacuna-kg")
def main() -> None:
    """What has nobody studied yet, and how sure are we?

    Settings come from the environment or a file .env: LACUNA_HOME (where versions live), LACUNA_GRAPH.
    """


def print_json(value: object) -> None:
    """Write a value as JSON to stdout, byte for byte as HTTP would."""
    sys.stdout.buffer.write(to_json(value))
    sys.stdout.buffer.flush()
