"""The message of a fleet: a batch of requests for one site, as JSON; `records.v1.schema.json` is its schema.

Read strictly: what the schema does not allow is an error that names the place. What only a row gets
wrong (a phone number that is none) is its outcome, decided where the row is sent.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from importlib import resources
from typing import Any

from .. import requests
from .._native import Request
from .errors import FleetMessageError
from .lanes import customer_of

__all__ = ["CONTROL", "MOST_ROWS", "RECORDS", "TASK", "Batch", "Item", "new_id", "schema"]

TASK = "commdn.records.v1"
"""Name of the task; another version of the message is another task."""
MOST_ROWS = 500
RECORDS = frozenset({"do_not_call", "cancel_record"})
"""Requests about a customer: for bulk lanes and `now`."""
CONTROL = frozenset(
    {
        "campaign_status", "complete_campaign", "force_unload_campaign", "load_campaign",
        "set_dialing_mode", "start_dialing", "stop_dialing", "unload_campaign",
    }
)  # fmt: skip
"""Requests about a campaign: for `control`."""
_KEY_BYTES = 200
_TEXT = ("phone", "customer_id", "campaign_name", "dial_mode", "optimize_by")
_NUMBERS = ("campaign", "group", "optimize_goal", "target", "line", "part")
_CHAINS = ("AllChain", "RecordOnly")


def new_id() -> str:
    """An id for a job or a message."""
    return secrets.token_hex(8)


def schema() -> dict[str, Any]:
    """The JSON Schema of a batch."""
    text = resources.files("commdn.fleet").joinpath("records.v1.schema.json").read_text("utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One request, with the key that it has one outcome under, however often it is delivered."""

    key: str
    type: str = "do_not_call"
    phone: str | None = None
    customer_id: str | None = None
    chain: str | None = None
    campaign_name: str | None = None
    as_is: bool = False
    """Send the phone number as it is written, without checking it."""
    campaign: int | None = None
    group: int | None = None
    dial_mode: str | None = None
    optimize_by: str | None = None
    optimize_goal: int | None = None
    auto_completion: bool | None = None
    target: int | None = None
    """DBID of the OCS to ask, whatever the worker's is."""
    line: int | None = None
    """Its line in a file, for the result file."""
    part: int | None = None

    @property
    def customer(self) -> str:
        """Whose order counts; of a campaign request its campaign and group."""
        if self.type in CONTROL:
            return f"{self.campaign}:{self.group}"
        return customer_of(self.phone, self.customer_id)

    @property
    def is_control(self) -> bool:
        """Whether it is about a campaign."""
        return self.type in CONTROL

    def request(self) -> Request:
        """What is sent for it. Raises: CommDNInvalidRequest, ValueError."""
        if self.type == "do_not_call" and self.target is None and self.campaign_name is None:
            return requests.do_not_call(self.phone, customer_id=self.customer_id, chain=self.chain, as_is=self.as_is)
        given = {
            name: value
            for name in _OF_REQUEST
            if (value := getattr(self, name)) is not None and (name != "as_is" or value)
        }
        try:
            request: Request = getattr(requests, self.type)(**given)
        except TypeError as error:
            raise ValueError(f"{self.type}: {error}") from None
        return request

    def to_dict(self) -> dict[str, Any]:
        """As it stands in a message: what is not given is left out."""
        found = {name: getattr(self, name) for name in _ORDER}
        return {
            name: value for name, value in found.items() if value is not None and (name != "as_is" or value)
        }

    @classmethod
    def read(cls, given: object, where: object = "row") -> Item:
        """Check it. Raises: FleetMessageError."""
        if not isinstance(given, Mapping):
            raise FleetMessageError(f"{where} is no object")
        found: dict[str, Any] = {}
        for name, value in given.items():
            rule = _RULES.get(name)
            if rule is None:
                raise FleetMessageError(f"{where}.{name} is unknown")
            if value is None:
                continue
            is_right, words = rule
            if not is_right(value):
                raise FleetMessageError(f"{where}.{name} is {words}")
            found[name] = value
        for name in ("key", "type"):
            if name not in found:
                raise FleetMessageError(f"{where}.{name} is missing")
        return cls(**found)


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_flag(value: object) -> bool:
    return value is True or value is False


def _is_number(value: object) -> bool:
    return type(value) is int and 0 <= value < 1 << 31


def _is_key(value: object) -> bool:
    return isinstance(value, str) and 0 < len(value) <= _KEY_BYTES and value.isprintable()


def _is_type(value: object) -> bool:
    return isinstance(value, str) and (value in RECORDS or value in CONTROL)


def _is_chain(value: object) -> bool:
    return value in _CHAINS


_RULES: dict[object, tuple[Callable[[object], bool], str]] = {
    "key": (_is_key, f"no text of 1 to {_KEY_BYTES} printable characters"),
    "type": (_is_type, f"none of {', '.join(sorted(RECORDS | CONTROL))}"),
    "chain": (_is_chain, "neither AllChain nor RecordOnly"),
    **dict.fromkeys(_TEXT, (_is_text, "no text")),
    **dict.fromkeys(_NUMBERS, (_is_number, "no whole number from 0 on")),
    **dict.fromkeys(("as_is", "auto_completion"), (_is_flag, "neither true nor false")),
}
_ORDER = tuple(field.name for field in fields(Item))
_FIELDS = frozenset(_ORDER)
_OF_REQUEST = sorted(_FIELDS - {"key", "type", "line", "part"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Rows for one queue: of one bulk lane, or for `now`, or for `control`."""

    site: str
    rows: tuple[Item, ...]
    job: str | None = None
    """The job that they belong to."""
    not_before: float | None = None
    """Nothing of it is sent before this time, in seconds since 1970."""
    not_after: float | None = None
    """Nothing of it is sent after this time: what is left has the outcome `expired`."""

    def to_dict(self) -> dict[str, Any]:
        """As it is published."""
        found: dict[str, Any] = {"v": 1, "site": self.site}
        for name in ("job", "not_before", "not_after"):
            if (value := getattr(self, name)) is not None:
                found[name] = value
        return {**found, "rows": [row.to_dict() for row in self.rows]}

    @classmethod
    def read(cls, given: object) -> Batch:
        """Check it. Raises: FleetMessageError, which names the first part that is wrong."""
        if not isinstance(given, Mapping):
            raise FleetMessageError("the batch is no object")
        unknown = given.keys() - {"v", "site", "job", "not_before", "not_after", "rows"}
        if unknown:
            raise FleetMessageError(f"{min(map(str, unknown))} is unknown")
        version = given.get("v")
        if version != 1 or isinstance(version, bool):
            raise FleetMessageError(f"v is {version!r}, not 1")
        site, job = given.get("site"), given.get("job")
        if not isinstance(site, str) or not is_site_name(site):
            raise FleetMessageError(f"site {site!r} is no name of a site")
        if job is not None and (not isinstance(job, str) or not 0 < len(job) <= _KEY_BYTES or not job.isprintable()):
            raise FleetMessageError(f"job is no text of 1 to {_KEY_BYTES} printable characters")
        for name in ("not_before", "not_after"):
            moment = given.get(name)
            if moment is not None and (isinstance(moment, bool) or not isinstance(moment, (int, float)) or moment < 0):
                raise FleetMessageError(f"{name} is no time in seconds since 1970")
        rows = given.get("rows")
        if not isinstance(rows, Sequence) or isinstance(rows, str) or not 0 < len(rows) <= MOST_ROWS:
            raise FleetMessageError(f"rows is no list of 1 to {MOST_ROWS} rows")
        items = tuple(Item.read(row, f"rows[{place}]") for place, row in enumerate(rows))
        if len({item.key for item in items}) != len(items):
            raise FleetMessageError("two rows have one key")
        return cls(
            site=site,
            rows=items,
            job=job,
            not_before=given.get("not_before"),
            not_after=given.get("not_after"),
        )


def is_site_name(text: str) -> bool:
    """Whether it may name a site: 1 to 40 of a-z, 0-9, - and _."""
    return 0 < len(text) <= 40 and all(c in "abcdefghijklmnopqrstuvwxyz0123456789-_" for c in text)
