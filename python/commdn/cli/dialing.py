"""How a campaign dials, on the command line: the options for it, and the words for modes and methods.

Owns what may be typed for a mode, a method and a goal, and what is said of a change of mode. What is not given is left
to OCS as it is; nothing is sent from here but the status query that a change of mode needs.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Annotated, Any, TypeVar

import typer

from .._native import Event, Request
from ..enums import DialMode, GroupStatus, OptimizeBy
from ..records import DialingPriority, PriorityRule
from ..session import Session
from .completion import words_of
from .confirm import confirm
from .grouped import grouped
from .inputs import MOST_INT32, whole
from .panels import DIALLING

__all__ = [
    "AutoCompletion",
    "Change",
    "Dialing",
    "Goal",
    "LoadMode",
    "Method",
    "Mode",
    "Rule",
    "agreed",
    "change_of_mode",
    "number_or_name",
    "priority_of",
    "settle",
    "to_load",
    "to_change",
    "with_change",
    "with_method",
    "words",
]

_Enum = TypeVar("_Enum", DialMode, OptimizeBy)

_PERCENT = (OptimizeBy.BUSY_FACTOR, OptimizeBy.OVERDIAL_RATE)
_KINDS = {DialMode: "dialling mode", OptimizeBy: "method"}

_MODES = f"{', '.join(mode.word for mode in DialMode if mode)}, or a number."
LoadMode = Annotated[
    str,
    typer.Option(
        "--mode", metavar="MODE", rich_help_panel=DIALLING, autocompletion=words_of(DialMode),
        help=f"Dialling mode: {_MODES}", show_default=False,
    ),
]
Mode = Annotated[
    str | None,
    typer.Option(
        "--mode", metavar="MODE", rich_help_panel=DIALLING, autocompletion=words_of(DialMode),
        help=f"Another dialling mode: {_MODES}",
    ),
]
Method = Annotated[
    str | None,
    typer.Option(
        "--optimize-by", metavar="METHOD", rich_help_panel=DIALLING, autocompletion=words_of(OptimizeBy),
        help=f"Method: {', '.join(method.word for method in OptimizeBy if method)}, or a number.",
    ),
]
Goal = Annotated[
    int | None,
    typer.Option(
        metavar="NUMBER",
        rich_help_panel=DIALLING,
        help="Target of the method: percent (busy-factor, overdial-rate) or seconds (wait-time).",
    ),
]
AutoCompletion = Annotated[
    bool | None, typer.Option(rich_help_panel=DIALLING, help="Stop and unload by itself when the records are used up.")
]
Rule = Annotated[str | None, typer.Option(metavar="PRIORITY:RECORDS", rich_help_panel=DIALLING, help="Dialling priority and share of these records, as 1:20.")]


@dataclass(frozen=True, slots=True)
class Dialing:
    """What was given of how to dial; None stays as it is."""

    mode: DialMode | None
    method: OptimizeBy | None
    goal: int | None

    @property
    def is_empty(self) -> bool:
        """Whether nothing was given."""
        return self.mode is None and self.method is None and self.goal is None

    def fill(self, build: Callable[..., Request], campaign: int, group: int, **more: Any) -> Request:
        """The request of `build`, of `commdn.requests`, with this."""
        return build(
            campaign, group, dial_mode=self.mode, optimize_by=self.method, optimize_goal=self.goal, **more
        )


def words(member: DialMode | OptimizeBy | None) -> str:
    """A mode or a method as it is typed: `predictive`, `push-preview`, `busy-factor`."""
    return "unknown" if member is None else member.word


def number_or_name(kind: type[_Enum], text: str) -> _Enum:
    """A number, a name of the field, a member's name in any case, or the word for a mode; with - for _.

    Raises: typer.BadParameter with the names that there are, the closest one first.
    """
    plain = text.strip()
    if plain.isascii() and plain.removeprefix("-").isdecimal():
        number = whole(plain)
        if number is None:
            raise typer.BadParameter(f"{text}: a {_KINDS[kind]} is a number from 0 to {MOST_INT32}")
        return kind(number)
    try:
        return kind.from_name(plain)
    except ValueError:
        close = kind.closest(plain)
    guess = f" Did you mean {close.word}?" if close else ""
    known = ", ".join(words(member) for member in kind)
    raise typer.BadParameter(f"{text!r} is not a {_KINDS[kind]}.{guess} There are: {known}, or a number.")


def _parsed(mode: str | None, method: str | None, goal: int | None) -> Dialing:
    asked = Dialing(
        None if mode is None else number_or_name(DialMode, mode),
        None if method is None else number_or_name(OptimizeBy, method),
        goal,
    )
    _check_goal(asked.method, goal)
    return asked


def _check_goal(method: OptimizeBy | None, goal: int | None) -> None:
    if goal is None:
        return
    percent = method is None or method in _PERCENT
    # Of a method that is not told yet, more than 100 may be seconds.
    most = 100 if method in _PERCENT else MOST_INT32
    if not 0 <= goal <= most:
        what = "a percentage from 0 to 100" if percent else f"a number from 0 to {MOST_INT32}"
        raise typer.BadParameter(f"--goal {goal}: {what}.")


def to_load(mode: str, method: str | None, goal: int | None) -> Dialing:
    """What a load says: the mode that was given, and 80 % busy factor if nothing else was."""
    if method is None:
        method = words(OptimizeBy.BUSY_FACTOR)
        goal = 80 if goal is None else goal
    asked = _parsed(mode, method, goal)
    if asked.goal is None:
        raise typer.BadParameter(f"--optimize-by {method} needs --goal, its target")
    return asked


def to_change(mode: str | None, method: str | None, goal: int | None) -> Dialing:
    """What a start or a change says: what was given, and nothing else."""
    asked = _parsed(mode, method, goal)
    if asked.method not in (None, OptimizeBy.NOT_CHANGED) and goal is None:
        raise typer.BadParameter(f"--optimize-by {method} needs --goal, its target")
    return asked


@dataclass(frozen=True, slots=True)
class Change:
    """What was given of how a campaign that is loaded shall go on."""

    dialing: Dialing
    more: dict[str, Any]
    """The other arguments of the request."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing was given."""
        return self.dialing.is_empty and all(value is None for value in self.more.values())


def _change_options(
    mode: Mode = None,
    optimize_by: Method = None,
    goal: Goal = None,
    auto_completion: AutoCompletion = None,
    general: Rule = None,
    rescheduled: Rule = None,
    call_back: Rule = None,
) -> Change:
    priority = priority_of(general, rescheduled, call_back)
    more = {"auto_completion": auto_completion, "dialing_priority": priority}
    return Change(to_change(mode, optimize_by, goal), more)


with_change = grouped("change", _change_options)
"""Give a command the options of a change; it gets them as `change`."""


def settle(session: Session, campaign: int, group: int, asked: Dialing, yes: bool) -> Dialing:
    """What to send to a campaign that is loaded, once a change of its mode is agreed to.

    Asks OCS for the campaign's status if a mode, or a goal without its method, was given.
    Raises: typer.BadParameter, typer.Exit as `confirm` does; what a status query raises.
    """
    changes_mode = asked.mode not in (None, DialMode.NOT_CHANGED)
    goal_alone = asked.goal is not None and asked.method is None
    if not changes_mode and not goal_alone:
        return asked
    return agreed(session.campaign_status(campaign, group).event, campaign, group, asked, yes)


def change_of_mode(now: Event, asked: Dialing) -> str | None:
    """What would change of the mode of a campaign that is loaded, as `preview -> predictive`."""
    kept = asked.mode in (None, DialMode.NOT_CHANGED, now.dial_mode)
    if kept or now.status is GroupStatus.NOT_LOADED:
        return None
    return f"{words(now.dial_mode)} -> {words(asked.mode)}"


def agreed(now: Event, campaign: int, group: int, asked: Dialing, yes: bool) -> Dialing:
    """The same where the status is known."""
    change = change_of_mode(now, asked)
    if change is not None:
        confirm(f"Campaign {campaign} of group {group}: {change}", yes, tell=True)
    return with_method(now, asked)


def with_method(now: Event, asked: Dialing) -> Dialing:
    """The same with the method that a goal alone is for: the one in force."""
    if asked.goal is None or asked.method is not None:
        return asked
    # Of what is not loaded, OCS says so itself.
    loaded = now.status is not GroupStatus.NOT_LOADED
    method = now.optimize_by if loaded else OptimizeBy.NOT_CHANGED
    if method is None:
        raise typer.BadParameter(f"--goal {asked.goal}: OCS does not tell its method, give --optimize-by")
    _check_goal(method, asked.goal)
    return replace(asked, method=method)


def priority_of(
    general: str | None, rescheduled: str | None, call_back: str | None
) -> DialingPriority | None:
    """The dialling priority that three options tell."""
    if general is None and rescheduled is None and call_back is None:
        return None
    return DialingPriority(
        general=_rule(general),
        campaign_rescheduled=_rule(rescheduled),
        campaign_call_back=_rule(call_back),
    )


def _rule(text: str | None) -> PriorityRule | None:
    if text is None:
        return None
    priority, records = (whole(part) for part in text.partition(":")[::2])
    if priority is None or records is None:
        raise typer.BadParameter(f"{text!r} is not priority:records, for example 1:20")
    return PriorityRule(priority, records)
