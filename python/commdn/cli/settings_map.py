"""Where a setting comes from: an option, a variable, the site, or the default, in this order.

The parser does the layering: what neither an option nor a variable gives is asked of a `SettingsMap`, which reads the site
when it is first asked. Owns which site that is, and when a site is set aside:

- `--site` or COMMDN_SITE names it; else it is the default of the file, or what stands in it above all sections.
- The file is the one of `--config` or COMMDN_CONFIG, or the one in the default place.
- A site that has a server of its own is set aside where a server is named more urgently than the site: an option counts
  more than a variable, a variable more than the file's default. So no password is sent to another server than its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from .. import _native
from ..site import Site

__all__ = ["SettingsMap", "current", "put_under", "site_names"]

# The password is looked up when it is needed; what chooses the site is not in it.
# What makes the settings file need not find one.
_MAKES_THE_FILE = "commdn site add"
# Who must answer is a list in the file and a text on the command line: the command asks for it.
_NOT_HERE = ("site", "config", "password", "password_file", "ask_password", "expect")


class SettingsMap(Mapping[str, Any]):
    """The site's values, as the parser asks for them."""

    def __init__(self, ctx: Any, *, may_be_unknown: bool) -> None:
        self._ctx = ctx
        self._may_be_unknown = may_be_unknown
        self._looked = False
        self._site: Site | None = None
        self.set_aside: str | None = None
        """Why a site that there is does not count."""

    def __getitem__(self, key: str) -> Any:
        site = None if key in _NOT_HERE else self.site()
        found = None if site is None else site.value(key)
        if found is None:
            raise KeyError(key)
        return found

    def __iter__(self) -> Iterator[str]:
        site = self.site()
        return iter(() if site is None else site.settings)

    def __len__(self) -> int:
        return len(list(iter(self)))

    def site(self) -> Site | None:
        """The site that counts.

        Raises: CommDNInvalidArgument naming file, line and key.
        """
        if not self._looked:
            self._looked = True
            self._site = self._found()
        return self._site

    def _found(self) -> Site | None:
        name, config = self._ctx.params.get("site"), self._ctx.params.get("config")
        path = _native.site_path() if config is None else Path(config)
        missing = path is None or not path.exists()
        if missing and ((name is None and config is None) or self._ctx.command_path == _MAKES_THE_FILE):
            return None
        if self._may_be_unknown and name is not None and (path is None or name not in _names_in(path)):
            return None
        site = Site.load(name, path)
        chosen = max(self._rank("site"), self._rank("config"))
        if "server" in site.settings and self._rank("server") > chosen:
            named = "--server" if self._rank("server") == 2 else "COMMDN_SERVER"
            what = f"site {site.name}" if site.name else str(site.path)
            self.set_aside = f"{what} is not used, because {named} names another server"
            return None
        return site

    def _rank(self, key: str) -> int:
        """How urgently a setting is given: 2 by an option, 1 by a variable."""
        return {"COMMANDLINE": 2, "ENVIRONMENT": 1}.get(self._source(key), 0)

    def _source(self, key: str) -> str:
        source = self._ctx.get_parameter_source(key)
        return "" if source is None else str(source.name)

    def origin(self, key: str) -> str:
        """Where the value of a key comes from: `option --dn`, `variable COMMDN_DN`, a file with its line, or `default`."""
        source = self._source(key)
        if source == "COMMANDLINE":
            return f"option --{key.replace('_', '-')}"
        if source == "ENVIRONMENT":
            return f"variable COMMDN_{key.upper()}"
        site = self.site()
        setting = None if site is None else site.settings.get(key)
        if site is None or setting is None:
            return "default"
        section = f" [site.{setting.section}]" if setting.section else ""
        return f"{site.path}, line {setting.line}{section}"


_current: SettingsMap | None = None


def put_under(ctx: Any) -> None:
    """Let a command's context take from the site what is not given.

    A command with a site of its own, a fleet's, takes the settings of the site of that name if the file has one.
    """
    global _current
    (option,) = (param for param in ctx.command.params if param.name == "site")
    # What chooses the site is known before anything is asked of it.
    option.is_eager = True
    _current = SettingsMap(ctx, may_be_unknown=option.envvar is None)
    ctx.default_map = _current


def current() -> SettingsMap | None:
    """The map of the command that runs."""
    return _current


def site_names() -> list[str]:
    """The sites of the file in the default place, for completion."""
    path = _native.site_path()
    return [] if path is None else _names_in(path)


def _names_in(path: Path) -> list[str]:
    return _native.site_names(path)[1] if path.exists() else []
