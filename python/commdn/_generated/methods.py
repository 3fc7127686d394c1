"""A method of a session for each request.

Printed by `cargo xtask api` from core/src/description: change that, and run it.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any, overload

from .. import requests
from .._native import (
    CampaignAnswer,
    KVList,
    RecordAnswer,
    Request,
    SequenceAnswer,
    StatusAnswer,
)
from ..enums import DialMode, OptimizeBy
from ..records import DialingPriority, Schedule
from ..typing import PairsLike, Timeout

__all__ = ["RequestMethods"]


class RequestMethods(ABC):
    """Each is a `call` of the request of that name in `commdn.requests`."""

    @abstractmethod
    def _dbid(self, noun: str, value: Any) -> Any:
        """The DBID of a name, by the session's directory; a number stays what it is."""

    @abstractmethod
    def call(self, request: Request, *, timeout: Timeout = ..., answers: int | None = 1) -> Any:
        """Send a request and wait for its answer."""

    def load_campaign(
        self,
        campaign: int | str | None = None,
        group: int | str | None = None,
        *,
        dial_mode: DialMode | int | str | None = None,
        optimize_by: OptimizeBy | int | str | None = None,
        optimize_goal: int | None = None,
        auto_completion: bool | None = None,
        schedule: Schedule | None = None,
        dialing_priority: DialingPriority | None = None,
        target: int | str | None = None,
        extra: KVList | PairsLike | None = None,
        timeout: Timeout = ...,
    ) -> CampaignAnswer:
        """Load a campaign; its dialling settings are mandatory.

        `campaign`: DBID of the campaign; 0 addresses a sequence.
        `group`: DBID of the group.
        `dial_mode`: Dialling mode of a campaign group.
        `optimize_by`: Optimisation method.
        `optimize_goal`: Optimisation goal: percent, or seconds.
        `auto_completion`: Whether OCS stops and unloads the group when it runs out of records.
        `schedule`: Campaign sequence; in answers each item has a status. In place of a
            campaign.
        `dialing_priority`: Dialling priorities by type of record.
        `target`: DBID of the OCS to ask, whatever the session's is.
        `extra`: further pairs of user data.
        `timeout`: until the request is given up; omitted, the session's. See `call` for what
            is raised.
        """
        request = requests.load_campaign(
            campaign=self._dbid("campaign", campaign),
            group=self._dbid("group", group),
            dial_mode=dial_mode,
            optimize_by=optimize_by,
            optimize_goal=optimize_goal,
            auto_completion=auto_completion,
            schedule=schedule,
            dialing_priority=dialing_priority,
            target=self._dbid("ocs", target),
            extra=extra,
        )
        answer: CampaignAnswer = self.call(request, timeout=timeout)
        return answer

    def unload_campaign(
        self,
        campaign: int | str | None = None,
        group: int | str | None = None,
        *,
        schedule: Schedule | None = None,
        target: int | str | None = None,
        extra: KVList | PairsLike | None = None,
        timeout: Timeout = ...,
    ) -> CampaignAnswer:
        """Unload a campaign.

        `campaign`: DBID of the campaign; 0 addresses a sequence.
        `group`: DBID of the group.
        `schedule`: Campaign sequence; in answers each item has a status. In place of a
            campaign.
        `target`: DBID of the OCS to ask, whatever the session's is.
        `extra`: further pairs of user data.
        `timeout`: until the request is given up; omitted, the session's. See `call` for what
            is raised.
        """
        request = requests.unload_campaign(
            campaign=self._dbid("campaign", campaign),
            group=self._dbid("group", group),
            schedule=schedule,
            target=self._dbid("ocs", target),
            extra=extra,
        )
        answer: CampaignAnswer = self.call(request, timeout=timeout)
        return answer

    @overload
    def campaign_status(
        self,
        campaign: int | str,
        group: int | str,
        *,
        target: int | str | None = None,
        extra: KVList | PairsLike | None = None,
        timeout: Timeout = ...,
    ) -> StatusAnswer: ...

    @overload
    def campaign_status(
        self,
        campaign: int | str | None = None,
        group: int | str | None = None,
        *,
        schedule: Schedule,
        target: int | str | None = None,
        extra: KVList | PairsLike | None = None,
        timeout: Timeout = ...,
    ) -> SequenceAnswer: ...

    def campaign_status(
        self,
        campaign: int | str | None = None,
        group: int | str | None = None,
        *,
        schedule: Schedule | None = None,
        target: int | str | None = None,
        extra: KVList | PairsLike | None = None,
        timeout: Timeout = ...,
    ) -> CampaignAnswer:
        """Ask for a campaign's status.

        `campaign`: DBID of the campaign; 0 addresses a sequence.
        `group`: DBID of the group.
        `schedule`: Campaign sequence; in answers each item has a status. In place of a
            campaign.
        `target`: DBID of the OCS to ask, whatever the session's is.
        `extra`: further pairs of user data.
        `timeout`: until the request is given up; omitted, the session's. See `call` for what
            is raised.
        """
        request = requests.campaign_status(
            campaign=self._dbid("campaign", campaign),
            group=self._dbid("group", group),
            schedule=schedule,
            target=self._dbid("ocs", target),
            extra=extra,
        )
        answer: CampaignAnswer = self.call(request, timeout=timeout)
        return answer

    def set_dialing_mode(
        self,
        campaign: int | str | None = None,
        group: int | str | None = None,
        *,
        dial_mode: DialMode | int | str | None = None,
        optimize_by: OptimizeBy | int | str | None = None,
        optimize_goal: int | None = None,
        auto_completion: bool | None = None,
        schedule: Schedule | None = None,
        dialing_priority: DialingPriority | None = None,
        target: int | str | None = None,
        extra: KVList | PairsLike | None = None,
        timeout: Timeout = ...,
    ) -> CampaignAnswer:
        """Change the dialling settings of a campaign.

        Settings that are not given stay as they are. A mode may be given alone, a method only with
        its goal.

        `campaign`: DBID of the campaign; 0 addresses a sequence.
        `group`: DBID of the group.
        `dial_mode`: Dialling mode of a campaign group.
        `optimize_by`: Optimisation method.
        `optimize_goal`: Optimisation goal: percent, or seconds.
        `auto_completion`: Whether OCS stops and unloads the group when it runs out of records.
        `schedule`: Campaign sequence; in answers each item has a status. In place of a
            campaign.
        `dialing_priority`: Dialling priorities by type of record.
        `target`: DBID of the OCS to ask, whatever the session's is.
        `extra`: further pairs of user data.
        `timeout`: until the request is given up; omitted, the session's. See `call` for what
            is raised.
        """
        request = requests.set_dialing_mode(
            campaign=self._dbid("campaign", campaign),
            group=self._dbid("group", group),
            dial_mode=dial_mode,
            optimize_by=optimize_by,
            optimize_goal=optimize_goal,
            auto_completion=auto_completion,
            schedule=schedule,
            dialing_priority=dialing_priority,
            target=self._dbid("ocs", target),
            extra=extra,
        )
        answer: CampaignAnswer = self.call(request, timeout=timeout)
        return answer

    def start_dialing(
        self,
        campaign: int | str | None = None,
        group: int | str | None = None,
        *,
        dial_mode: DialMode | int | str | None = None,
        optimize_by: OptimizeBy | int | str | None = None,
        optimize_goal: int | None = None,
        auto_completion: bool | None = None,
        schedule: Schedule | None = None,
        dialing_priority: DialingPriority | None = None,
        target: int | str | None = None,
        extra: KVList | PairsLike | None = None,
        timeout: Timeout = ...,
    ) -> CampaignAnswer:
        """Start dialling.

        Settings that are not given stay as loaded. A mode may be given alone, a method only with
        its goal.

        `campaign`: DBID of the campaign; 0 addresses a sequence.
        `group`: DBID of the group.
        `dial_mode`: Dialling mode of a campaign group.
        `optimize_by`: Optimisation method.
        `optimize_goal`: Optimisation goal: percent, or seconds.
        `auto_completion`: Whether OCS stops and unloads the group when it runs out of records.
        `schedule`: Campaign sequence; in answers each item has a status. In place of a
            campaign.
        `dialing_priority`: Dialling priorities by type of record.
        `target`: DBID of the OCS to ask, whatever the session's is.
        `extra`: further pairs of user data.
        `timeout`: until the request is given up; omitted, the session's. See `call` for what
            is raised.
        """
        request = requests.start_dialing(
            campaign=self._dbid("campaign", campaign),
            group=self._dbid("group", group),
            dial_mode=dial_mode,
            optimize_by=optimize_by,
            optimize_goal=optimize_goal,
            auto_completion=auto_completion,
            schedule=schedule,
            dialing_priority=dialing_priority,
            target=self._dbid("ocs", target),
            extra=extra,
        )
        answer: CampaignAnswer = self.call(request, timeout=timeout)
        return answer

    def stop_dialing(
        self,
        campaign: int | str | None = None,
        group: int | str | None = None,
        *,
        schedule: Schedule | None = None,
        target: int | str | None = None,
        extra: KVList | PairsLike | None = None,
        timeout: Timeout = ...,
    ) -> CampaignAnswer:
        """Stop dialling.

        `campaign`: DBID of the campaign; 0 addresses a sequence.
        `group`: DBID of the group.
        `schedule`: Campaign sequence; in answers each item has a status. In place of a
            campaign.
        `target`: DBID of the OCS to ask, whatever the session's is.
        `extra`: further pairs of user data.
        `timeout`: until the request is given up; omitted, the session's. See `call` for what
            is raised.
        """
        request = requests.stop_dialing(
            campaign=self._dbid("campaign", campaign),
            group=self._dbid("group", group),
            schedule=schedule,
            target=self._dbid("ocs", target),
            extra=extra,
        )
        answer: CampaignAnswer = self.call(request, timeout=timeout)
        return answer

    def do_not_call(
        self,
        phone: str | int | None = None,
        *,
        customer_id: str | int | None = None,
        chain: str | None = None,
        target: int | str | None = None,
        extra: KVList | PairsLike | None = None,
        as_is: bool = False,
        timeout: Timeout = ...,
        answers: int | None = 1,
    ) -> RecordAnswer:
        """Put a phone number, a customer, or both on the do-not-call list.

        `phone`: Phone number of the record.
        `customer_id`: Customer id of the record.
        `chain`: Scope within a chain of records: `AllChain` (the default of OCS) or
            `RecordOnly`.
        `target`: DBID of the OCS to ask, whatever the session's is; 0 asks every OCS on the
            DN.
        `extra`: further pairs of user data.
        `as_is`: send `phone` unharmed; without it its digits are sent, read in any notation of
            `normalize_phone`.
        `timeout`: until the request is given up; omitted, the session's. See `call` for what
            is raised.
        `answers`: of `target` 0, see `call`.
        """
        request = requests.do_not_call(
            phone=phone,
            customer_id=customer_id,
            chain=chain,
            target=self._dbid("ocs", target),
            extra=extra,
            as_is=as_is,
        )
        answer: RecordAnswer = self.call(request, timeout=timeout, answers=answers)
        return answer

    def cancel_record(
        self,
        phone: str | int | None = None,
        *,
        campaign_name: str | None = None,
        customer_id: str | int | None = None,
        chain: str | None = None,
        target: int | str | None = None,
        extra: KVList | PairsLike | None = None,
        as_is: bool = False,
        timeout: Timeout = ...,
        answers: int | None = 1,
    ) -> RecordAnswer:
        """Cancel the records of a phone number, in one campaign or in all.

        `phone`: Phone number of the record.
        `campaign_name`: Campaign name of the record; in cancellations only.
        `customer_id`: Customer id of the record.
        `chain`: Scope within a chain of records: `AllChain` (the default of OCS) or
            `RecordOnly`.
        `target`: DBID of the OCS to ask, whatever the session's is; 0 asks every OCS on the
            DN.
        `extra`: further pairs of user data.
        `as_is`: send `phone` unharmed; without it its digits are sent, read in any notation of
            `normalize_phone`.
        `timeout`: until the request is given up; omitted, the session's. See `call` for what
            is raised.
        `answers`: of `target` 0, see `call`.
        """
        request = requests.cancel_record(
            phone=phone,
            campaign_name=campaign_name,
            customer_id=customer_id,
            chain=chain,
            target=self._dbid("ocs", target),
            extra=extra,
            as_is=as_is,
        )
        answer: RecordAnswer = self.call(request, timeout=timeout, answers=answers)
        return answer

    def force_unload_campaign(
        self,
        campaign: int | str | None = None,
        group: int | str | None = None,
        *,
        schedule: Schedule | None = None,
        target: int | str | None = None,
        extra: KVList | PairsLike | None = None,
        timeout: Timeout = ...,
    ) -> CampaignAnswer:
        """Unload a campaign without waiting for outstanding records.

        `campaign`: DBID of the campaign; 0 addresses a sequence.
        `group`: DBID of the group.
        `schedule`: Campaign sequence; in answers each item has a status. In place of a
            campaign.
        `target`: DBID of the OCS to ask, whatever the session's is.
        `extra`: further pairs of user data.
        `timeout`: until the request is given up; omitted, the session's. See `call` for what
            is raised.
        """
        request = requests.force_unload_campaign(
            campaign=self._dbid("campaign", campaign),
            group=self._dbid("group", group),
            schedule=schedule,
            target=self._dbid("ocs", target),
            extra=extra,
        )
        answer: CampaignAnswer = self.call(request, timeout=timeout)
        return answer

    def complete_campaign(
        self,
        campaign: int | str,
        group: int | str,
        *,
        target: int | str | None = None,
        extra: KVList | PairsLike | None = None,
        timeout: Timeout = ...,
    ) -> CampaignAnswer:
        """End a campaign as if it had run out of records.

        `campaign`: DBID of the campaign; 0 addresses a sequence.
        `group`: DBID of the group.
        `target`: DBID of the OCS to ask, whatever the session's is.
        `extra`: further pairs of user data.
        `timeout`: until the request is given up; omitted, the session's. See `call` for what
            is raised.
        """
        request = requests.complete_campaign(
            campaign=self._dbid("campaign", campaign),
            group=self._dbid("group", group),
            target=self._dbid("ocs", target),
            extra=extra,
        )
        answer: CampaignAnswer = self.call(request, timeout=timeout)
        return answer
