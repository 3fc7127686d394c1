"""Requests by name, to be sent with `Session.call`, `Session.submit`, `Session.stream` or a `Completions` queue.

`Session` has a method of the same name for each of them. A request is checked when it is sent.
"""

from __future__ import annotations

from typing import TypedDict

from ._generated.requests import *
from .enums import DialMode, OptimizeBy

__all__ = [
    "Dialing",
    # generated: names
    "campaign_status",
    "cancel_record",
    "complete_campaign",
    "do_not_call",
    "force_unload_campaign",
    "load_campaign",
    "set_dialing_mode",
    "start_dialing",
    "stop_dialing",
    "unload_campaign",
    # end of names
]


class Dialing(TypedDict):
    """How a campaign dials, to be kept and passed as `**dialing`."""

    dial_mode: DialMode | int | str
    """The dialling mode: a member, a number, or a name such as `predictive`."""
    optimize_by: OptimizeBy | int | str
    """The method: a member, a number, or a name such as `busy-factor`."""
    optimize_goal: int
    """The goal: percent, or seconds."""
