"""The report of a check or a load, printed: data to stdout, messages to stderr."""

import click

from kg.cli import print_json
from kg.errors import Refused
from loaders.fault_lines import fault_lines
from loaders.reporting.models import CheckReport
from loaders.reporting.text import notices, render


def print_report(report: CheckReport, *, as_json: bool) -> None:
    """Print a report as text, or as JSON."""
    if as_json:
        print_json(report.model_dump(mode="json"))
        return
    for notice in notices(report):
        click.echo(notice, err=True)
    for line in render(report):
        click.echo(line)


def print_refusal(refused: Refused, *, as_json: bool) -> None:
    """Print the faults and end the command with exit code 1."""
    if as_json:  # JSON to stdout for programs; the text goes to stderr in any case
        print_json(
            [
                {
                    "sheet": fault.cell.sheet,
                    "row": fault.cell.row,
                    "column": fault.cell.written.column,
                    "cell": fault.cell.address,
                    "value": fault.cell.written.value,
                    "rule": fault.rule,
                    "nearest": list(fault.nearest),
                }
                for fault in refused.faults
            ]
        )
    for line in fault_lines(refused.faults):
        click.echo(line, err=True)
    number = len(refused.faults)
    click.echo(
        f"{number} fault{'' if number == 1 else 's'}. The whole input was refused; nothing was stored.", err=True
    )
    click.get_current_context().exit(1)
