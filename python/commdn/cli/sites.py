"""`commdn site`: the sites of the settings file.

Owns how the file is changed: comments and order stay, and it is replaced only by one that can be read. What may stand in it
is the core's matter (`commdn.site`).
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Annotated, Any

import typer

from .. import _native
from ..errors import CommDNInvalidArgument
from ..site import Site, SiteFile
from .files import read_text
from .output import print_json, print_rows, say
from .output_options import Json
from .settings import with_given
from .settings_map import current, site_names

__all__ = ["add", "list_", "test", "use"]


def _sites(incomplete: str) -> list[str]:
    return [name for name in site_names() if name.startswith(incomplete)]


Name = Annotated[
    str,
    typer.Argument(
        metavar="NAME", help="The site, as berlin.", show_default=False, autocompletion=_sites
    ),
]
ConfigFile = Annotated[
    Path | None,
    typer.Option(
        "--config",
        envvar="COMMDN_CONFIG",
        help="The settings file.  [default: commdn/config.toml in ~/.config or %APPDATA%]",
    ),
]

# Keys of a site that are options of a connection, too.
_KEYS = [name for name, _ in _native.site_keys() if name not in ("password", "password_file", "expect")]


@with_given
def add(
    *,
    given: dict[str, Any],
    name: Annotated[str, typer.Argument(metavar="NAME", help="A name for the site, as berlin.", show_default=False)],
    keyring: Annotated[
        bool, typer.Option("--keyring", help="Ask for the password, and keep it in the keyring.")
    ] = False,
    password_command: Annotated[
        str | None, typer.Option(metavar="COMMAND", help="A command that prints the password, as 'pass show berlin'.")
    ] = None,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace a site of that name.")] = False,
) -> None:
    """Add a site to the settings file, with the connection options that are given.

    The first site becomes the default. The password itself is never written into the file: give --password-file, --keyring
    or --password-command.

    Example: commdn site add berlin --server tserver:3000 --dn 8001 --app-dbid 20 --ocs-dbid 101
    """
    import tomlkit

    path = _path(given["config"])
    layers = current()
    chosen = [key for key in _KEYS if layers is not None and layers.origin(key).startswith("option")]
    if given["password"] is not None:
        raise typer.BadParameter("a password does not go into the file: --keyring, --password-file or --password-command")
    table = tomlkit.table()
    for key in chosen:
        value = given[key]
        table[key] = str(Path(value).absolute()) if key in ("tls_ca", "tls_cert", "tls_key") else _plain(value)
    secret = _secret(name, given, keyring, password_command)
    if secret is not None:
        inline = tomlkit.inline_table()
        inline.update(secret)
        table["password"] = inline
    document = _document(path)
    sites = document.setdefault("site", tomlkit.table(is_super_table=True))
    if name in sites and not overwrite:
        raise typer.BadParameter(f"{path} has a site {name} already: --overwrite replaces it")
    sites[name] = table
    if "default" not in document and len(sites) == 1:
        document = _with_default(document, name)
    _write(path, document)
    say(f"Site {name} is in {path}.")


@with_given
def use(*, given: dict[str, Any], name: Name) -> None:
    """Make a site the default, for commands without --site.

    Example: commdn site use berlin
    """
    path = _path(given["config"])
    Site.load(name, path)
    _write(path, _with_default(_document(path), name))
    say(f"Commands without --site use {name} now.")


def list_(*, config: ConfigFile = None, json: Json = False) -> None:
    """List the sites of the settings file.

    Example: commdn site list
    """
    path = _path(config)
    file = SiteFile.load(path) if path.exists() else SiteFile(path, None, ())
    sites = [Site.load(name, path) for name in file.names]
    if json:
        for site in sites:
            told = {key: site.value(key) for key in ("server", "dn", "app_dbid", "ocs_dbid")}
            print_json({"name": site.name, "default": site.name == file.default, **told})
        return
    if not sites:
        say(f"There are no sites in {path}. Add one: commdn site add NAME --server HOST:PORT --dn DN --app-dbid DBID")
        return
    rows = []
    for site in sites:
        mark = "default" if site.name == file.default else ""
        rows.append([str(site.name), str(site.value("server") or ""), str(site.value("dn") or ""), mark])
    print_rows(("site", "server", "dn", ""), rows)


def test(ctx: typer.Context, *, name: Name, config: ConfigFile = None, json: Json = False) -> None:
    """Connect to a site as `commdn doctor` does, and tell what is wrong.

    Nothing is changed. The exit status is the doctor's.

    Example: commdn site test berlin
    """
    from .tree import find

    arguments = ["--site", name]
    if config is not None:
        arguments += ["--config", str(config)]
    command = find(["doctor"])
    with command.make_context("test", [*arguments, *(["--json"] if json else [])], parent=ctx.parent) as inner:
        command.invoke(inner)


def _path(config: Path | None) -> Path:
    path = _native.site_path() if config is None else config
    if path is None:
        raise typer.BadParameter("no settings file: the environment has neither XDG_CONFIG_HOME nor HOME; give --config")
    return path


def _plain(value: Any) -> Any:
    """A value as TOML has it; a name of an object is its text."""
    return value if isinstance(value, (str, int, float)) else str(getattr(value, "text", value))


def _secret(name: str, given: dict[str, Any], keyring: bool, command: str | None) -> dict[str, Any] | None:
    file = given["password_file"]
    if sum((keyring, command is not None, file is not None)) > 1:
        raise typer.BadParameter("give one of --keyring, --password-file and --password-command")
    if file is not None:
        return {"file": str(Path(file).absolute())}
    if command is not None:
        import shlex

        return {"command": shlex.split(command)}
    if not keyring:
        return None
    try:
        import keyring as store
    except ModuleNotFoundError:
        raise typer.BadParameter("--keyring needs pip install 'commdn[keyring]'") from None
    from .passwords import find_password

    password = find_password(None, None, True)
    try:
        store.set_password("commdn", name, password or "")
    except Exception as error:
        raise typer.BadParameter(f"--keyring: the keyring does not take it: {error}") from None
    return {"keyring": "commdn", "user": name}


def _document(path: Path) -> Any:
    import tomlkit

    if not path.exists():
        return tomlkit.document()
    # The core's errors tell the line.
    SiteFile.load(path)
    return tomlkit.parse(read_text(path))


def _with_default(document: Any, name: str) -> Any:
    """The document with that default, a key that stands above all sections."""
    import tomlkit

    if "default" in document:
        document["default"] = name
        return document
    line = f"default = {tomlkit.string(name).as_string()}\n"
    others = tomlkit.dumps(document)
    return tomlkit.parse(f"{line}\n{others}" if others else line)


def _write(path: Path, document: Any) -> None:
    """Replace the file, once the new one has been read."""
    import tomlkit

    path.parent.mkdir(parents=True, exist_ok=True)
    number, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(number, "w", encoding="utf-8", newline="\n") as file:
            file.write(tomlkit.dumps(document))
            file.flush()
            os.fsync(file.fileno())
        try:
            SiteFile.load(temporary)
        except CommDNInvalidArgument as error:
            raise typer.BadParameter(str(error).replace(temporary, str(path))) from None
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
