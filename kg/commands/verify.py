"""``lacuna verify``: stored versions against their hashes."""

import click

from kg.cli import print_json
from kg.errors import LacunaError, StoreFailed
from kg.settings import read_settings
from kg.versions.home import Home
from kg.versions.lock import hold
from kg.versions.verification import Verification
from kg.versions.verification import verify as verify_folder


@click.command()
@click.argument("versions", nargs=-1, metavar="[VERSION]...")
@click.option("--json", "as_json", is_flag=True, help="A plain array.")
def verify(versions: tuple[str, ...], *, as_json: bool) -> None:
    """Compare stored versions with their hashes: all of them, or each VERSION; exit 3 if one is damaged.

    Every file is compared with its checksum, the triples with the name of the version, and the property graph with the
    triples. A version stored by another release of Lacuna is listed but not compared.
    """
    home = Home(read_settings().home)
    home.tidy()
    pointer = _fault_of_pointer(home)
    found = [_verified(home, each) for each in versions or home.digests()]
    if as_json:
        print_json([each.model_dump(mode="json") for each in found])
    for each in () if as_json else found:
        click.echo("\n".join(_lines(each)))
    if pointer and not versions:
        click.echo(str(pointer), err=True)
    if (pointer and not versions) or any(each.state == "damaged" for each in found):
        click.get_current_context().exit(StoreFailed.exit_code)


def _verified(home: Home, version: str) -> Verification:
    try:
        held = hold(home, version)
    except StoreFailed:  # without a manifest there is nothing to lock
        return verify_folder(home.folder(version))
    try:
        return verify_folder(home.folder(version))
    finally:
        held.release()


def _fault_of_pointer(home: Home) -> LacunaError | None:
    try:
        home.current()
    except LacunaError as error:
        return error
    return None


def _lines(found: Verification) -> list[str]:
    match found.state:
        case "ok":
            return [f"ok             {found.version}"]
        case "other release":
            return [f"other release  {found.version}  not verified"]
        case "damaged":
            return [f"damaged        {found.version}  {' '.join((*found.damage, found.cure or ''))}"]
