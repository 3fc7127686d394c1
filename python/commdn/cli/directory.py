"""`commdn directory`: a local copy of names and DBIDs, and what is in it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from ..directory import KINDS, Directory, DirectoryChange, DirectoryObject
from ..errors import CommDNInvalidArgument
from .did_you_mean import guess
from .local_copy import LocalCopy, age_in_words, default_path
from .output import print_json, print_rows, say
from .output_options import Json
from .settings import Connection, with_server
from .text_of_objects import as_json_object, one_line

__all__ = ["diff", "fetch", "find", "import_", "show"]

Where = Annotated[
    Path | None,
    typer.Option(
        "--directory",
        envvar="COMMDN_DIRECTORY",
        help="The local copy.  [default: commdn/directory.db in the user's folder for data]",
        show_default=False,
    ),
]
Nouns = Annotated[str | None, typer.Argument(help="Only these: campaigns, groups, ocs, applications ...", show_default=False)]


def _copy(path: Path | None) -> LocalCopy:
    """Raises: typer.BadParameter if there is none."""
    where = default_path() if path is None else path
    if not where.exists():
        raise typer.BadParameter(f"there is no local copy at {where}: `commdn directory fetch` makes one")
    return LocalCopy(where)


@with_server
def fetch(
    *,
    connection: Connection,
    tenant: Annotated[
        int | None, typer.Option(min=1, help="Only what belongs to the tenant with this DBID.", show_default=False)
    ] = None,
) -> None:
    """Fetch names and DBIDs into the local copy.

    They come from a server that answers for Configuration Server: a bridge, or the simulator. What there was stays
    until the new copy is whole.

    Example: commdn directory fetch --server sim:
    """
    path = _place(connection.directory)
    count = Directory.fetch_to(
        path,
        connection.server,
        application=connection.application,
        password=connection.password,
        tls=connection.tls(),
        connect_timeout=connection.connect_timeout,
        tenant=tenant,
    )
    _told(count, connection.server, path, connection.json)


def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="CSV, JSON, or an export of mutagen in the format RAW.")],
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would change.")] = False,
    directory: Where = None,
    json: Json = False,
) -> None:
    """Read names and DBIDs of a file into the local copy.

    Example: commdn directory import names.csv
    """
    path = _place(directory)
    found = Directory.load(file)
    if dry_run:
        before = LocalCopy(path).directory if path.exists() else Directory.parse("[]")
        _print_changes(before.changes(found), json)
        return
    found.store(path, str(file.absolute()))
    _told(len(found), str(file), path, json)


def _place(directory: Path | None) -> Path:
    """Where the copy is to be; its folder is made."""
    path = default_path() if directory is None else directory
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def _told(count: int, source: str, path: Path, as_json: bool) -> None:
    if as_json:
        print_json({"objects": count, "source": source, "path": str(path)})
    else:
        say(f"{count} objects of {source} are in {path}.")


def _objects(copy: LocalCopy, noun: str | None) -> list[DirectoryObject]:
    try:
        return list(copy.directory.objects(noun))
    except CommDNInvalidArgument as error:
        raise typer.BadParameter(str(error)) from None


def show(noun: Nouns = None, *, directory: Where = None, json: Json = False) -> None:
    """Show the local copy: how old it is, and its objects.

    Example: commdn directory show campaigns
    """
    copy = _copy(directory)
    found = _objects(copy, noun)
    whole = copy.directory
    if json:
        head: dict[str, Any] = {"source": whole.source, "fetched": whole.fetched and whole.fetched.isoformat()}
        print_json({**head, "objects": [as_json_object(one) for one in found]})
        return
    if noun is None:
        if whole.fetched is not None:
            say(f"{len(whole)} objects of {whole.source}, fetched {age_in_words(whole.fetched)} ago.")
        print_rows(("kind", "objects"), _counts(found))
        return
    print_rows(("DBID", "name", "tenant", "more"), (one_line(whole, one) for one in found))


def _counts(found: list[DirectoryObject]) -> list[tuple[str, str]]:
    counted = {kind: sum(one.kind == kind for one in found) for kind in KINDS}
    return [(kind.replace("_", " "), str(count)) for kind, count in counted.items()]


def find(
    words: Annotated[
        list[str],
        typer.Argument(
            metavar="[KIND] NAME",
            help="What to look for (campaign, group, ocs, application, dn ...) and its name, tenant/name, or DBID; "
            "or only a part of a name.",
        ),
    ],
    *,
    directory: Where = None,
    json: Json = False,
) -> None:
    """Find an object by its name or DBID, or all that have a text in their names.

    With a kind it is the one object that other commands would take.

    Example: commdn directory find campaign spring
    """
    if len(words) > 2:
        raise typer.BadParameter(f"a kind and a name at most, but there are {len(words)} words; quote a name with blanks")
    copy = _copy(directory)
    if len(words) == 1:
        _print_all(copy, words[0], json)
        return
    found = copy.find(*words)
    if json:
        print_json(as_json_object(found))
        return
    _print_one(found)


def _print_one(found: DirectoryObject) -> None:
    for key, value in as_json_object(found).items():
        print_rows((key, str(value)), ())


def _print_all(copy: LocalCopy, text: str, as_json: bool) -> None:
    """All objects of any kind with that in their names."""
    wanted = text.casefold()
    found = [one for one in copy.directory if wanted in one.name.casefold()]
    if not found:
        names = sorted(one.name for one in copy.directory)
        raise typer.BadParameter(f"no name in the directory has {text!r} in it.{guess(text, names)}")
    found.sort(key=lambda one: (one.name.casefold() != wanted, one.name.casefold()))
    if as_json:
        print_json([as_json_object(one) for one in found])
    elif len(found) == 1:
        _print_one(found[0])
    else:
        rows = (one_line(copy.directory, one) for one in found)
        kinds = (one.kind.replace("_", " ") for one in found)
        print_rows(("kind", "DBID", "name", "tenant", "more"), ((kind, *row) for kind, row in zip(kinds, rows, strict=True)))


@with_server
def diff(*, connection: Connection) -> None:
    """Show what has changed since the local copy was fetched.

    Example: commdn directory diff --server sim:
    """
    copy = _copy(connection.directory)
    later = Directory.fetch(
        connection.server,
        application=connection.application,
        password=connection.password,
        tls=connection.tls(),
        connect_timeout=connection.connect_timeout,
    )
    _print_changes(copy.directory.changes(later), connection.json)


def _print_changes(changes: list[DirectoryChange], as_json: bool) -> None:
    if as_json:
        names = ("kind", "dbid", "name", "change", "earlier_name", "fields")
        print_json([{name: getattr(change, name) for name in names} for change in changes])
    elif not changes:
        say("Nothing has changed.")
    else:
        print_rows(("kind", "DBID", "name", "change"), map(_row, changes))


def _row(change: DirectoryChange) -> tuple[str, str, str, str]:
    told = change.text.partition("): ")[2]
    return change.kind.replace("_", " "), str(change.dbid), change.name, told
