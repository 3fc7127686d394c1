"""The requests as methods of a session: the same for the blocking session and the one for asyncio.

Owns their names, arguments and documentation. What a call gives is the session's matter: an
answer, or what is awaited for one.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Generic, TypeAlias, TypeVar

from . import requests
from ._native import KVList, Request
from .enums import DialMode, OptimizeBy
from .records import DialingPriority, Schedule
from .typing import PairsLike, Timeout

__all__ = ["Calls"]

_Extra: TypeAlias = KVList | PairsLike | None
_R = TypeVar("_R", covariant=True)


class Calls(ABC, Generic[_R]):
    """A method for each request; each of them is a `call` of the request of that name in `commdn.requests`."""

    @abstractmethod
    def call(self, request: Request, *, timeout: Timeout = ..., answers: int | None = 1) -> _R:
        """Send a request and wait for its answer."""

    def do_not_call(
        self,
        phone: str | None = None,
        *,
        customer_id: str | None = None,
        chain: str | None = None,
        target: int | None = None,
        extra: _Extra = None,
        as_is: bool = False,
        timeout: Timeout = ...,
        answers: int | None = 1,
    ) -> _R:
        """Put a phone number, a customer, or both on the do-not-call list.

        `phone` is a number in any notation that `normalize_phone` reads; with `as_is` any text is sent unharmed.
        With `target=0` every OCS on the DN is asked; see `call` for `answers` and what is raised.
        """
        request = requests.do_not_call(
            phone,
            customer_id=customer_id,
            chain=chain,
            target=target,
            extra=extra,
            as_is=as_is,
        )
        return self.call(request, timeout=timeout, answers=answers)

    def cancel_record(
        self,
        phone: str | None = None,
        *,
        customer_id: str | None = None,
        campaign_name: str | None = None,
        chain: str | None = None,
        target: int | None = None,
        extra: _Extra = None,
        as_is: bool = False,
        timeout: Timeout = ...,
        answers: int | None = 1,
    ) -> _R:
        """Cancel the records of a phone number, in one campaign or in all.

        `answer.message` tells of records that could not be cancelled because agents work on them.
        `phone` is a number in any notation that `normalize_phone` reads; with `as_is` any text is sent unharmed.
        With `target=0` every OCS on the DN is asked; see `call` for `answers` and what is raised.
        """
        request = requests.cancel_record(
            phone,
            customer_id=customer_id,
            campaign_name=campaign_name,
            chain=chain,
            target=target,
            extra=extra,
            as_is=as_is,
        )
        return self.call(request, timeout=timeout, answers=answers)

    def load_campaign(
        self,
        campaign: int | None = None,
        group: int | None = None,
        *,
        dial_mode: DialMode | int | None = None,
        optimize_by: OptimizeBy | int | None = None,
        optimize_goal: int | None = None,
        auto_completion: bool | None = None,
        dialing_priority: DialingPriority | None = None,
        schedule: Schedule | None = None,
        target: int | None = None,
        extra: _Extra = None,
        timeout: Timeout = ...,
    ) -> _R:
        """Load a campaign with a dialling mode, method and goal, or a sequence; see `call` for what is raised."""
        request = requests.load_campaign(
            campaign,
            group,
            dial_mode=dial_mode,
            optimize_by=optimize_by,
            optimize_goal=optimize_goal,
            auto_completion=auto_completion,
            dialing_priority=dialing_priority,
            schedule=schedule,
            target=target,
            extra=extra,
        )
        return self.call(request, timeout=timeout)

    def start_dialing(
        self,
        campaign: int | None = None,
        group: int | None = None,
        *,
        dial_mode: DialMode | int | None = None,
        optimize_by: OptimizeBy | int | None = None,
        optimize_goal: int | None = None,
        auto_completion: bool | None = None,
        dialing_priority: DialingPriority | None = None,
        schedule: Schedule | None = None,
        target: int | None = None,
        extra: _Extra = None,
        timeout: Timeout = ...,
    ) -> _R:
        """Start dialling a campaign or a sequence; see `call` for what is raised.

        A campaign dials as it was loaded in whatever is not given: a mode may be given alone, a method
        only with its goal.
        """
        request = requests.start_dialing(
            campaign,
            group,
            dial_mode=dial_mode,
            optimize_by=optimize_by,
            optimize_goal=optimize_goal,
            auto_completion=auto_completion,
            dialing_priority=dialing_priority,
            schedule=schedule,
            target=target,
            extra=extra,
        )
        return self.call(request, timeout=timeout)

    def set_dialing_mode(
        self,
        campaign: int | None = None,
        group: int | None = None,
        *,
        dial_mode: DialMode | int | None = None,
        optimize_by: OptimizeBy | int | None = None,
        optimize_goal: int | None = None,
        auto_completion: bool | None = None,
        dialing_priority: DialingPriority | None = None,
        schedule: Schedule | None = None,
        target: int | None = None,
        extra: _Extra = None,
        timeout: Timeout = ...,
    ) -> _R:
        """Change how a campaign or a sequence dials; see `call` for what is raised.

        What is not given stays as it is: a mode may be given alone, a method only with its goal.
        """
        request = requests.set_dialing_mode(
            campaign,
            group,
            dial_mode=dial_mode,
            optimize_by=optimize_by,
            optimize_goal=optimize_goal,
            auto_completion=auto_completion,
            dialing_priority=dialing_priority,
            schedule=schedule,
            target=target,
            extra=extra,
        )
        return self.call(request, timeout=timeout)

    def stop_dialing(
        self,
        campaign: int | None = None,
        group: int | None = None,
        *,
        schedule: Schedule | None = None,
        target: int | None = None,
        extra: _Extra = None,
        timeout: Timeout = ...,
    ) -> _R:
        """Stop dialling; see `call` for what is raised."""
        request = requests.stop_dialing(
            campaign, group, schedule=schedule, target=target, extra=extra
        )
        return self.call(request, timeout=timeout)

    def unload_campaign(
        self,
        campaign: int | None = None,
        group: int | None = None,
        *,
        schedule: Schedule | None = None,
        target: int | None = None,
        extra: _Extra = None,
        timeout: Timeout = ...,
    ) -> _R:
        """Unload a campaign or a sequence, once no record is out any more; see `call` for what is raised."""
        request = requests.unload_campaign(
            campaign, group, schedule=schedule, target=target, extra=extra
        )
        return self.call(request, timeout=timeout)

    def force_unload_campaign(
        self,
        campaign: int | None = None,
        group: int | None = None,
        *,
        schedule: Schedule | None = None,
        target: int | None = None,
        extra: _Extra = None,
        timeout: Timeout = ...,
    ) -> _R:
        """Unload without waiting for records that are out; see `call` for what is raised."""
        request = requests.force_unload_campaign(
            campaign, group, schedule=schedule, target=target, extra=extra
        )
        return self.call(request, timeout=timeout)

    def campaign_status(
        self,
        campaign: int | None = None,
        group: int | None = None,
        *,
        schedule: Schedule | None = None,
        target: int | None = None,
        extra: _Extra = None,
        timeout: Timeout = ...,
    ) -> _R:
        """Ask where a campaign stands; of a sequence, each of its items. See `call` for what is raised."""
        request = requests.campaign_status(
            campaign, group, schedule=schedule, target=target, extra=extra
        )
        return self.call(request, timeout=timeout)

    def complete_campaign(
        self,
        campaign: int,
        group: int,
        *,
        target: int | None = None,
        extra: _Extra = None,
        timeout: Timeout = ...,
    ) -> _R:
        """End a campaign as if its records were used up; see `call` for what is raised."""
        request = requests.complete_campaign(campaign, group, target=target, extra=extra)
        return self.call(request, timeout=timeout)
