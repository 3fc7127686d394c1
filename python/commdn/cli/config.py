"""`commdn config`: which settings hold, and where each comes from."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from .. import _native
from ..site import Setting
from .output import print_json, print_rows, warn
from .settings import with_given
from .settings_map import current

__all__ = ["show"]


@with_given
def show(
    *,
    given: dict[str, Any],
    origin: Annotated[bool, typer.Option("--origin", help="Tell where each setting comes from.")] = False,
) -> None:
    """Show the settings that hold, without connecting; passwords are never shown.

    An option wins over a variable, a variable over the site, the site over what stands above all sections of the file.

    Example: commdn config show --origin
    """
    layers = current()
    assert layers is not None
    site = layers.site()
    if layers.set_aside:
        warn(layers.set_aside)
    rows = []
    for key, _ in _native.site_keys():
        value = given.get(key)
        if value is None and site is not None:
            value = site.value(key)
        if value is not None:
            rows.append((key, _shown(key, value), layers.origin(key)))
    if given["json"]:
        found = {key: {"value": value, "origin": where} for key, value, where in rows}
        print_json({"site": None if site is None else site.name, "settings": found})
        return
    headings = ("key", "value", "origin") if origin else ("key", "value")
    print_rows(headings, [row if origin else row[:2] for row in rows])


def _shown(key: str, value: Any) -> str:
    """A value for people; of a password only where it is."""
    if key == "password" and not isinstance(value, tuple):
        return "****"
    return Setting(key, getattr(value, "text", value), 0, None).shown
