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
        # Only the module of the command is imported, so that none waits for the others' libraries.
        entries = entry_points(group="lacuna.commands", name=cmd_name)
        command: click.Command | None = next(iter(entries)).load() if entries else None
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
    subject = f"{error.filename} cannot be read or written" if error.filename else "The output cannot be written"
    reason = error.strerror or str(error)
    return f"{subject} ({reason}): check that the folder exists and is writable, and that the disk is not full."


@click.group(cls=_Commands)
@click.version_option(package_name="lacuna-kg")
def main() -> None:
    """What has nobody studied yet, and how sure are we?

    Settings are environment variables or lines of a file .env, such as LACUNA_HOME (the folder of stored versions).
    """


def print_json(value: object) -> None:
    """Write a value as JSON to stdout, byte for byte as HTTP would."""
    sys.stdout.buffer.write(to_json(value))
    sys.stdout.buffer.flush()
