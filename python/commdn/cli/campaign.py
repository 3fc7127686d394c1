"""`commdn campaign`: load, start, stop, change, unload, and ask."""

from __future__ import annotations

from typing import Annotated, TypeVar

import typer

from ..enums import DialMode, OptimizeBy
from ..records import DialingPriority, PriorityRule
from .output import print_answer
from .settings import Connection, with_connection

__all__ = ["app", "number_or_name"]

app = typer.Typer(help="Control campaigns.", no_args_is_help=True, rich_markup_mode=None)

_Enum = TypeVar("_Enum", DialMode, OptimizeBy)


def number_or_name(kind: type[_Enum], text: str) -> _Enum:
    """A number, a name of the field, or a member's name in any case, with - for _."""
    if text.lstrip("-").isdecimal():
        return kind(int(text))
    for name in (text, text.upper().replace("-", "_")):
        try:
            return kind.from_name(name)
        except ValueError:
            continue
    names = ", ".join(member.name.lower().replace("_", "-") for member in kind)
    raise typer.BadParameter(f"{text!r} is none of {names}, nor a number")


def _rule(text: str | None) -> PriorityRule | None:
    if text is None:
        return None
    priority, _, count = text.partition(":")
    if not (priority.isdecimal() and count.isdecimal()):
        raise typer.BadParameter(f"{text!r} is not priority:records, for example 1:20")
    return PriorityRule(int(priority), int(count))


Campaign = Annotated[int, typer.Argument(help="DBID of the campaign.", show_default=False)]
Group = Annotated[int, typer.Argument(help="DBID of the group.", show_default=False)]
Mode = Annotated[
    str,
    typer.Option("--mode", metavar="MODE", help="predict, progress, preview, ... or a number."),
]
Method = Annotated[
    str,
    typer.Option(
        "--optimize-by", metavar="METHOD", help="busy-factor, overdial-rate, wait-time, ..."
    ),
]
Goal = Annotated[int, typer.Option(help="Of the method: percent, or seconds.")]
AutoCompletion = Annotated[
    bool | None, typer.Option(help="Stop and unload by itself when the records are used up.")
]
Rule = Annotated[str | None, typer.Option(metavar="PRIORITY:RECORDS", help="Dialling priority.")]


def _priority(
    general: str | None, rescheduled: str | None, call_back: str | None
) -> DialingPriority | None:
    if general is None and rescheduled is None and call_back is None:
        return None
    return DialingPriority(
        general=_rule(general),
        campaign_rescheduled=_rule(rescheduled),
        campaign_call_back=_rule(call_back),
    )


@app.command("load")
@with_connection
def load(
    *,
    connection: Connection,
    campaign: Campaign,
    group: Group,
    mode: Mode = "predict",
    optimize_by: Method = "busy-factor",
    goal: Goal = 80,
    auto_completion: AutoCompletion = None,
    general: Rule = None,
    rescheduled: Rule = None,
    call_back: Rule = None,
) -> None:
    """Load a campaign with a dialling mode."""
    priority = _priority(general, rescheduled, call_back)
    dial_mode = number_or_name(DialMode, mode)
    method = number_or_name(OptimizeBy, optimize_by)
    with connection.open() as session:
        answer = session.load_campaign(
            campaign,
            group,
            dial_mode=dial_mode,
            optimize_by=method,
            optimize_goal=goal,
            auto_completion=auto_completion,
            dialing_priority=priority,
        )
    print_answer(answer, as_json_line=connection.json)


@app.command("start")
@with_connection
def start(
    *,
    connection: Connection,
    campaign: Campaign,
    group: Group,
    mode: Mode = "predict",
    optimize_by: Method = "busy-factor",
    goal: Goal = 80,
    auto_completion: AutoCompletion = None,
    general: Rule = None,
    rescheduled: Rule = None,
    call_back: Rule = None,
) -> None:
    """Start dialling."""
    priority = _priority(general, rescheduled, call_back)
    dial_mode = number_or_name(DialMode, mode)
    method = number_or_name(OptimizeBy, optimize_by)
    with connection.open() as session:
        answer = session.start_dialing(
            campaign,
            group,
            dial_mode=dial_mode,
            optimize_by=method,
            optimize_goal=goal,
            auto_completion=auto_completion,
            dialing_priority=priority,
        )
    print_answer(answer, as_json_line=connection.json)


@app.command("mode")
@with_connection
def mode(
    *,
    connection: Connection,
    campaign: Campaign,
    group: Group,
    mode: Mode = "predict",
    optimize_by: Method = "busy-factor",
    goal: Goal = 80,
    auto_completion: AutoCompletion = None,
    general: Rule = None,
    rescheduled: Rule = None,
    call_back: Rule = None,
) -> None:
    """Change how a campaign dials."""
    priority = _priority(general, rescheduled, call_back)
    dial_mode = number_or_name(DialMode, mode)
    method = number_or_name(OptimizeBy, optimize_by)
    with connection.open() as session:
        answer = session.set_dialing_mode(
            campaign,
            group,
            dial_mode=dial_mode,
            optimize_by=method,
            optimize_goal=goal,
            auto_completion=auto_completion,
            dialing_priority=priority,
        )
    print_answer(answer, as_json_line=connection.json)


@app.command("stop")
@with_connection
def stop(*, connection: Connection, campaign: Campaign, group: Group) -> None:
    """Stop dialling."""
    with connection.open() as session:
        answer = session.stop_dialing(campaign, group)
    print_answer(answer, as_json_line=connection.json)


@app.command("unload")
@with_connection
def unload(*, connection: Connection, campaign: Campaign, group: Group) -> None:
    """Unload a campaign, once no record is out any more."""
    with connection.open() as session:
        answer = session.unload_campaign(campaign, group)
    print_answer(answer, as_json_line=connection.json)


@app.command("force-unload")
@with_connection
def force_unload(*, connection: Connection, campaign: Campaign, group: Group) -> None:
    """Unload a campaign without waiting for records that are out."""
    with connection.open() as session:
        answer = session.force_unload_campaign(campaign, group)
    print_answer(answer, as_json_line=connection.json)


@app.command("complete")
@with_connection
def complete(*, connection: Connection, campaign: Campaign, group: Group) -> None:
    """End a campaign as if its records were used up."""
    with connection.open() as session:
        answer = session.complete_campaign(campaign, group)
    print_answer(answer, as_json_line=connection.json)


@app.command("status")
@with_connection
def status(*, connection: Connection, campaign: Campaign, group: Group) -> None:
    """Ask where a campaign stands."""
    with connection.open() as session:
        answer = session.campaign_status(campaign, group)
    print_answer(answer, as_json_line=connection.json)
