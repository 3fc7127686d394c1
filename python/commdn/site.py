"""Sites: the settings of each contact centre, from the file that the command line and the other languages read, too.

    with commdn.connect(site="berlin") as session: ...

    site = commdn.Site.load("berlin")
    print(site["dn"].value, site.campaigns["spring"])

The file is `~/.config/commdn/config.toml` (`%APPDATA%` on Windows), or what COMMDN_CONFIG names. The core reads it; an
argument of `connect` wins over it, environment variables do not count here.
"""

from __future__ import annotations

import functools
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Generic, ParamSpec, Protocol, TypeVar, cast, overload

from . import _native
from .errors import CommDNInvalidArgument

__all__ = ["Alias", "Setting", "Site", "SiteFile"]

_P = ParamSpec("_P")
_R_co = TypeVar("_R_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Setting:
    """One key of a site, and where it stands."""

    key: str
    value: Any
    """A text, a number or a list; of a password a tuple that says where it is, never what."""
    line: int
    section: str | None
    """The site of its section; None above all sections."""

    @property
    def shown(self) -> str:
        """Its value for people: of a password where it is, of the text of a PEM file that it is one."""
        if isinstance(self.value, tuple):
            return "****" if self.value[0] == "plain" else " ".join(self.value)
        if isinstance(self.value, list):
            return ", ".join(map(str, self.value))
        text = str(self.value)
        return "PEM text" if text.lstrip().startswith("-----BEGIN") else text

    def __repr__(self) -> str:
        section = "" if self.section is None else f" [site.{self.section}]"
        return f"<Setting {self.key} = {self.shown}, line {self.line}{section}>"


@dataclass(frozen=True, slots=True)
class Alias:
    """A name that a site gives to a DBID."""

    kind: str
    """campaign, group, ocs or application."""
    name: str
    dbid: int
    group: int | None
    """Of a campaign, the group that it is dialled for."""
    line: int


@dataclass(frozen=True, slots=True)
class SiteFile:
    """A settings file: its sites, and the one that is used where none is named."""

    path: Path
    default: str | None
    names: tuple[str, ...]

    @classmethod
    def load(cls, path: str | os.PathLike[str] | None = None) -> SiteFile:
        """Read a file; without a path, the one in the default place.

        Raises: CommDNInvalidArgument naming file, line and key.
        """
        where = _place(path)
        default, names = _native.site_names(where)
        return cls(where, default, tuple(names))


@dataclass(frozen=True, slots=True)
class Site:
    """The settings of one contact centre: `site["dn"].value`, `site.campaigns["spring"].dbid`."""

    name: str | None
    path: Path
    settings: Mapping[str, Setting]
    aliases: tuple[Alias, ...] = field(repr=False)

    @classmethod
    def load(cls, name: str | None = None, config: str | os.PathLike[str] | None = None) -> Site:
        """The site of that name, or the file's default.

        Blocks: reads the file, not the password.
        Raises: CommDNInvalidArgument naming file, line and key.
        """
        where = _place(config)
        found, rows, aliases = _native.site_read(where, name)
        settings = {key: Setting(key, value, line, section) for key, value, line, section in rows}
        return cls(found, where, settings, tuple(Alias(*alias) for alias in aliases))

    def __getitem__(self, key: str) -> Setting:
        return self.settings[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self.settings)

    @property
    def campaigns(self) -> dict[str, Alias]:
        """The campaigns that have a name."""
        return self.named("campaign")

    def named(self, kind: str) -> dict[str, Alias]:
        """The aliases of a kind by name."""
        return {alias.name: alias for alias in self.aliases if alias.kind == kind}

    def value(self, key: str) -> Any:
        """A key's value; None where it is not set."""
        setting = self.settings.get(key)
        return None if setting is None else setting.value

    def password(self) -> str | None:
        """The password, if the site has one.

        Blocks: reads a file, runs a command, or asks the keyring.
        Raises: CommDNInvalidArgument if it cannot be had.
        """
        setting = self.settings.get("password") or self.settings.get("password_file")
        if setting is not None and isinstance(setting.value, tuple) and setting.value[0] == "keyring":
            return self._from_keyring(setting)
        return _native.site_password(self.path, self.name)

    def _from_keyring(self, setting: Setting) -> str:
        _, service, user = setting.value
        place = f"{self.path}, line {setting.line}: password"
        try:
            import keyring
        except ModuleNotFoundError:
            raise CommDNInvalidArgument(f"{place}: the keyring needs pip install 'commdn[keyring]'") from None
        try:
            found = keyring.get_password(service, user)
        except Exception as error:
            raise CommDNInvalidArgument(f"{place}: the keyring cannot be read: {error}") from None
        if found is None:
            raise CommDNInvalidArgument(
                f"{place}: the keyring has none for {user} of {service}: keyring set {service} {user}"
            )
        return found

    def dbid(self, key: str, kind: str) -> int | None:
        """A DBID that may be written as an alias of `kind`.

        Raises: CommDNInvalidArgument for a name that is none.
        """
        value = self.value(key)
        if not isinstance(value, str):
            return cast("int | None", value)
        aliases = self.named(kind)
        alias = aliases.get(value) or {name.lower(): one for name, one in aliases.items()}.get(value.lower())
        if alias is None:
            line = self.settings[key].line
            raise CommDNInvalidArgument(
                f"{self.path}, line {line}: {key} {value!r} is no DBID, and no {kind} of the site"
            )
        return alias.dbid

    def options(self) -> dict[str, Any]:
        """What the site says of a connection, as arguments of `connect`; with the password.

        Blocks as `password` does.
        """
        found: dict[str, Any] = {
            "address": self.value("server"),
            "dn": self.value("dn"),
            "app_dbid": self.dbid("app_dbid", "application"),
            "ocs_dbid": self.dbid("ocs_dbid", "ocs"),
            "application": self.value("application"),
            "password": self.password(),
            "tls": self.tls(),
            "request_timeout": self.value("timeout"),
            "connect_timeout": self.value("connect_timeout"),
            "charset": self.value("charset"),
        }
        return {name: value for name, value in found.items() if value is not None}

    def tls(self) -> Any:
        """Its options of TLS; None if it has none."""
        keys = ("ca", "cert", "key", "server_name", "minimum_version")
        given = {key: self.value(f"tls_{key}") for key in keys if f"tls_{key}" in self.settings}
        if not given:
            return None
        from .tls import TLS

        return TLS(**given)


def _place(path: str | os.PathLike[str] | None) -> Path:
    found = _native.site_path() if path is None else Path(path)
    if found is None:
        raise CommDNInvalidArgument("no settings file: the environment has neither XDG_CONFIG_HOME nor HOME")
    return found


class Connects(Protocol, Generic[_P, _R_co]):
    """`connect`: with an address and the rest, or with a site."""

    @overload
    def __call__(self, *args: _P.args, **kwargs: _P.kwargs) -> _R_co: ...
    @overload
    def __call__(self, *, site: str | Site, **options: Any) -> _R_co: ...


def with_site(connect: Callable[_P, _R_co]) -> Connects[_P, _R_co]:
    """Let a function that connects take `site`: what is not given comes from there."""

    @functools.wraps(connect)
    def connected(*args: Any, site: str | Site | None = None, **options: Any) -> Any:
        if site is None:
            return connect(*args, **options)
        found = site if isinstance(site, Site) else Site.load(site)
        if args:
            options["address"] = args[0]
        told = found.options()
        for key in ("address", "dn", "app_dbid"):
            if key not in told and key not in options:
                what = "server" if key == "address" else key
                raise CommDNInvalidArgument(f"{found.path}: no {what} of site {found.name}")
        anyhow: Callable[..., Any] = connect
        return anyhow(**{**told, **options})

    return cast("Connects[_P, _R_co]", connected)
