"""The native half of the package; its public names are those of `commdn`."""

from collections.abc import Iterable, Iterator, Sequence
from os import PathLike
from pathlib import Path
from typing import Any, Literal, Self, final, overload

from typing_extensions import disjoint_base

from .enums import CmError, DialMode, GroupStatus, MessageType, OptimizeBy
from .errors import CommDNError
from .records import DialingPriority, Schedule
from .typing import Buffer, Duplicates, ListPrefix, PairsLike, Seconds, Timeout, UnicodeLength

__all__ = [
    "Answer",
    "CampaignAnswer",
    "Completion",
    "Completions",
    "ConnectCancel",
    "Directory",
    "Event",
    "KVList",
    "LogReader",
    "Outbox",
    "Pending",
    "RecordAnswer",
    "Request",
    "Requests",
    "SequenceAnswer",
    "Session",
    "Simulator",
    "StatusAnswer",
    "Stream",
    "Submission",
    "__version__",
    "_record_request",
    "_restore_answer",
    "_restore_completion",
    "_restore_event",
    "_restore_list",
    "_restore_request",
    "attributes",
    "decode_packed",
    "may_answer",
    "enum_number",
    "enum_table",
    "error_kinds",
    "escape_text",
    "is_fast",
    "keys",
    "neutral_cell",
    "normalize_phone",
    "pack",
    "phone_fault",
    "quiesce",
    "requests",
    "seconds",
    "site_keys",
    "site_names",
    "site_password",
    "site_path",
    "site_read",
    "unpack",
]

__version__: str
is_fast: bool
"""Whether the quick ways are on: `COMMDN_NO_FAST=1` switches them off, for tests."""

@final
class KVList:
    """The TKVList: an immutable, ordered list of key-value pairs that keeps duplicates.

    It is a mapping, where the first of several equal keys wins, and a sequence of pairs
    where an index or a slice is asked for. A string whose bytes are no text in `charset` reads as
    surrogate escapes, and is written back unharmed.
    """

    def __new__(cls, source: KVList | PairsLike | None = None, /, *, charset: str = "utf-8") -> Self: ...
    @classmethod
    def unpack(
        cls,
        data: Buffer,
        /,
        *,
        charset: str = "utf-8",
        unicode_length: UnicodeLength = "bytes",
        max_bytes: int = 65535,
        max_pairs: int = 13107,
        max_depth: int = 32,
    ) -> KVList:
        """The list that packed bytes are.

        Raises: CommDNListError with the offset of the first fault.
        """
    def pack(
        self, *, list_prefix: ListPrefix = "length32", unicode_length: UnicodeLength = "bytes"
    ) -> bytes:
        """The packed bytes."""
    @property
    def packed_size(self) -> int:
        """Bytes of the packed form."""
    @property
    def charset(self) -> str:
        """The charset in which strings are read."""
    @property
    def depth(self) -> int:
        """How deep lists are nested: 0 for a list without lists."""
    def __len__(self) -> int: ...
    def __contains__(self, key: object, /) -> bool: ...
    def __iter__(self) -> Iterator[str]: ...
    @overload
    def __getitem__(self, key: str, /) -> Any: ...
    @overload
    def __getitem__(self, key: int, /) -> tuple[str, Any]: ...
    @overload
    def __getitem__(self, key: slice, /) -> list[tuple[str, Any]]: ...
    def get(self, key: str, default: Any = None, /) -> Any:
        """The value of the first pair with that key."""
    def get_all(self, key: str, /) -> list[Any]:
        """The values of all pairs with that key, in order."""
    def at(self, *path: str) -> Any:
        """The value under a path of keys, each but the last of a nested list; None if there is none."""
    def keys(self) -> list[str]:
        """The keys in order, as often as they occur."""
    def values(self) -> list[Any]:
        """The values in order."""
    def items(self) -> list[tuple[str, Any]]:
        """The pairs in order, as `pairs` gives them."""
    def pairs(self) -> list[tuple[str, Any]]:
        """The pairs in order."""
    def to_dict(self, *, duplicates: Duplicates = "first") -> dict[str, Any]:
        """The list as a dict, with a dict for each nested list.

        Of keys that occur several times the first value is kept, or with `duplicates="list"` a list of all.
        """
    def __add__(self, value: KVList | PairsLike, /) -> KVList: ...
    def __radd__(self, value: PairsLike, /) -> KVList: ...
    def _repr_html_(self) -> str: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class Request:
    """A request, checked when it is sent; `commdn.requests` builds them by name."""

    def __new__(
        cls,
        message_type: MessageType | int,
        /,
        *,
        # generated: request arguments
        target: int | None = None,
        campaign: int | None = None,
        group: int | None = None,
        dial_mode: DialMode | int | str | None = None,
        optimize_by: OptimizeBy | int | str | None = None,
        optimize_goal: int | None = None,
        auto_completion: bool | None = None,
        schedule: Schedule | None = None,
        dialing_priority: DialingPriority | None = None,
        phone: str | int | None = None,
        campaign_name: str | None = None,
        customer_id: str | int | None = None,
        chain: str | None = None,
        # end of request arguments
        extra: KVList | PairsLike | None = None,
        as_is: bool = False,
    ) -> Self: ...
    @classmethod
    def read(cls, user_data: KVList, /) -> Request | None:
        """The request that user data are; None if they are of no request."""
    def user_data(
        self,
        *,
        origin: int,
        target: int = 0,
        reference_id: int | None = None,
        charset: str = "utf-8",
    ) -> KVList:
        """The user data that are sent for it.

        Raises: CommDNInvalidRequest if it breaks a rule of the API.
        """
    @property
    def message_type(self) -> MessageType:
        """What it asks: a member of `MessageType`."""
    @property
    def repeat_safe(self) -> bool:
        """Whether sending it twice does no more than sending it once."""
    # generated: request attributes
    @property
    def reference_id(self) -> int | None:
        """Correlation id, seen in OCS logs (not in the chapter)."""

    @property
    def origin(self) -> int | None:
        """DBID of the sending application."""

    @property
    def target(self) -> int | None:
        """DBID of the receiving application; 0 is every OCS on the DN."""

    @property
    def campaign(self) -> int | None:
        """DBID of the campaign; 0 addresses a sequence."""

    @property
    def group(self) -> int | None:
        """DBID of the group."""

    @property
    def dial_mode(self) -> DialMode | None:
        """Dialling mode of a campaign group."""

    @property
    def optimize_by(self) -> OptimizeBy | None:
        """Optimisation method."""

    @property
    def optimize_goal(self) -> int | None:
        """Optimisation goal: percent, or seconds."""

    @property
    def auto_completion(self) -> bool | None:
        """Whether OCS stops and unloads the group when it runs out of records."""

    @property
    def schedule(self) -> Schedule | None:
        """Campaign sequence; in answers each item has a status."""

    @property
    def dialing_priority(self) -> DialingPriority | None:
        """Dialling priorities by type of record."""

    @property
    def phone(self) -> str | None:
        """Phone number of the record."""

    @property
    def campaign_name(self) -> str | None:
        """Campaign name of the record; in cancellations only."""

    @property
    def customer_id(self) -> str | None:
        """Customer id of the record."""

    @property
    def chain(self) -> str | None:
        """Scope within a chain of records: `AllChain` (the default of OCS) or `RecordOnly`."""

    # end of request attributes
    @property
    def extra(self) -> KVList:
        """Further pairs of user data."""
    @property
    def as_is(self) -> bool:
        """Whether `phone` is sent though it is no number as `normalize_phone` writes it."""

    def each(
        self,
        *,
        phone: Iterable[str | float | None] | None = None,
        customer_id: Iterable[str | float | None] | None = None,
        as_is: bool = False,
    ) -> Requests:
        """This request for each phone number, each customer, or each pair of both: cheaper than making each.

        The columns are read as the requests are taken: texts, whole numbers, and None or NaN, which leave what this
        request has. So a column of a DataFrame will do. With `as_is` the phones are sent unharmed.
        """
    def to_dict(self) -> dict[str, Any]:
        """The attributes that it has, by name; what is nested is a dict again."""
    def _repr_html_(self) -> str: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class Requests:
    """An iterator of requests that differ in who they are about; the columns are read as it goes."""

    def __iter__(self) -> Self: ...
    def __next__(self) -> Request: ...

def _record_request(
    message_type: int,
    phone: str | int | None,
    customer_id: str | int | None,
    campaign_name: str | None,
    chain: str | None,
    target: int | None,
    extra: KVList | PairsLike | None,
    as_is: bool,
    /,
) -> Request: ...
@final
class Event:
    """An answer or a notification of OCS; every attribute may be missing, unknown pairs are kept."""

    def __new__(cls, user_data: KVList, /) -> Self: ...
    @property
    def message_type(self) -> MessageType:
        """What it tells: a member of `MessageType`."""
    @property
    def user_data(self) -> KVList:
        """All pairs, those that have no attribute here among them."""
    @property
    def is_refusal(self) -> bool:
        """Whether OCS refused a request with it."""
    # generated: event attributes
    @property
    def error(self) -> CmError | None:
        """Error number; 0 is none."""

    @property
    def reference_id(self) -> int | None:
        """Correlation id, seen in OCS logs (not in the chapter)."""

    @property
    def origin(self) -> int | None:
        """DBID of the sending application."""

    @property
    def target(self) -> int | None:
        """DBID of the receiving application; 0 is every OCS on the DN."""

    @property
    def campaign(self) -> int | None:
        """DBID of the campaign; 0 addresses a sequence."""

    @property
    def group(self) -> int | None:
        """DBID of the group."""

    @property
    def dial_mode(self) -> DialMode | None:
        """Dialling mode of a campaign group."""

    @property
    def optimize_by(self) -> OptimizeBy | None:
        """Optimisation method."""

    @property
    def optimize_goal(self) -> int | None:
        """Optimisation goal: percent, or seconds."""

    @property
    def status(self) -> GroupStatus | None:
        """Status of a campaign group."""

    @property
    def auto_completion(self) -> bool | None:
        """Whether OCS stops and unloads the group when it runs out of records."""

    @property
    def error_message(self) -> str | None:
        """Description of the error."""

    @property
    def schedule(self) -> Schedule | None:
        """Campaign sequence; in answers each item has a status."""

    @property
    def dialing_priority(self) -> DialingPriority | None:
        """Dialling priorities by type of record."""

    @property
    def phone(self) -> str | None:
        """Phone number of the record."""

    @property
    def campaign_name(self) -> str | None:
        """Campaign name of the record; in cancellations only."""

    @property
    def customer_id(self) -> str | None:
        """Customer id of the record."""

    @property
    def chain(self) -> str | None:
        """Scope within a chain of records: `AllChain` (the default of OCS) or `RecordOnly`."""

    @property
    def message(self) -> str | None:
        """Message of OCS about a cancellation, for example that records are on a desktop."""

    # end of event attributes
    def to_dict(self) -> dict[str, Any]:
        """The attributes that it has, by name; what is nested is a dict again."""
    def _repr_html_(self) -> str: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@disjoint_base
class Answer:
    """What acknowledged a request: one event, or one of each OCS that answered a broadcast.

    Its events become objects when they are asked for.
    """

    @property
    def event(self) -> Event:
        """The first acknowledgement."""
    @property
    def others(self) -> tuple[Event, ...]:
        """What the other OCS of a broadcast answered, refusals included."""
    @property
    def events(self) -> tuple[Event, ...]:
        """All events that came, the first acknowledgement first."""
    @property
    def message_type(self) -> MessageType:
        """What the first acknowledgement is."""
    @property
    def status(self) -> GroupStatus | None:
        """Where the campaign group stands, if the event tells it."""
    @property
    def message(self) -> str | None:
        """What OCS has to say of it: records that could not be cancelled because agents work on them."""
    def to_dict(self) -> dict[str, Any]:
        """The attributes that the event has, by name; events of other OCS are in a list `others`."""
    def _repr_html_(self) -> str: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class RecordAnswer(Answer):
    """What acknowledged a do-not-call or cancel request."""

    @property
    def phone(self) -> str | None:
        """The phone number, if OCS repeats it."""
    @property
    def customer_id(self) -> str | None:
        """The customer's id, if OCS repeats it."""
    @property
    def campaign_name(self) -> str | None:
        """The campaign's name, if OCS repeats it."""

class CampaignAnswer(Answer):
    """What acknowledged a request about a campaign or a sequence."""

    @property
    def campaign(self) -> int | None:
        """DBID of the campaign, if OCS repeats it."""
    @property
    def group(self) -> int | None:
        """DBID of the group, if OCS repeats it."""

@final
class StatusAnswer(CampaignAnswer):
    """Where a campaign stands and how it dials."""

    @property
    def status(self) -> GroupStatus:
        """Where the campaign stands. Raises: CommDNProtocolError if OCS left it out."""
    @property
    def dial_mode(self) -> DialMode:
        """How it dials. Raises: CommDNProtocolError if OCS left it out."""
    @property
    def optimize_by(self) -> OptimizeBy:
        """What is optimised. Raises: CommDNProtocolError if OCS left it out."""
    @property
    def optimize_goal(self) -> int:
        """The goal: percent, or seconds, by `optimize_by`. Raises: CommDNProtocolError if OCS left it out."""

@final
class SequenceAnswer(CampaignAnswer):
    """Where each campaign of a sequence stands."""

    @property
    def schedule(self) -> Schedule:
        """The sequence; each of its items has a `status`."""

@final
class Pending:
    """A request whose outcome can be waited for, polled, or given up; the outcome stays."""

    @property
    def reference_id(self) -> int:
        """The reference ID that the request was sent with."""
    def wait(self, timeout: Timeout = None) -> Answer:
        """Wait for the outcome, which stays: the answer, or its error is raised.

        Blocks up to `timeout` seconds (omitted: for ever); the GIL is released, Ctrl-C works. Any number of threads
        may wait.
        Raises: CommDNWaitTimeout while the request is still open; what `Session.call` raises.
        """
    def done(self) -> bool:
        """Whether the outcome is there."""
    def cancel(self) -> bool:
        """Give the request up; it may have reached OCS. Tells whether it was still open."""

@final
class Completions:
    """Submits requests under tags and hands out their outcomes in the order in which they come."""

    def submit(
        self, tag: int, request: Request, *, timeout: Timeout = ..., answers: int | None = 1
    ) -> None:
        """Send a request under a tag; its outcome comes from `next` or `take`.

        Does not wait for an answer. Raises: CommDNInvalidRequest, CommDNOverloaded, CommDNDisconnected, CommDNClosed.
        """
    def submit_many(
        self,
        first_tag: int,
        requests: Sequence[Request],
        *,
        timeout: Timeout = ...,
        answers: int | None = 1,
        once: bool = False,
    ) -> int:
        """Send requests in one piece, under tags that count on from `first_tag`; tells how many.

        The first one that is refused ends it: what is raised for it, as by `submit`, is raised only if none was
        sent before it. With `once` the session neither holds them for a connection nor repeats them on the next one: for a
        caller that asks somebody else first whether they are still to be sent.
        """
    def submit_to_withdraw(
        self, tag: int, request: Request, *, timeout: Timeout = ..., answers: int | None = 1
    ) -> Submission:
        """As `submit`; what it gives may be handed to `withdraw`."""
    def withdraw(self, submission: Submission, /) -> bool:
        """Give a request up; it may have reached OCS. Tells whether it was still open."""
    def next(self, timeout: Timeout = ...) -> Completion | None:
        """The next outcome; None if none came in time.

        Blocks up to `timeout` seconds (omitted: the session's default; None: for ever); the GIL is released, Ctrl-C works.
        """
    def take(self, limit: int, timeout: Timeout = ...) -> list[Completion]:
        """The outcomes that are there, at most `limit`; waits for the first as `next` does."""

@final
class Stream:
    """Sends what an iterable gives, and is an iterator of the outcomes; dropping it gives up what is open."""
    def __iter__(self) -> Self: ...
    def __next__(self) -> Completion: ...
    def advance(self) -> list[Completion] | None:
        """Send what there is room for and take what is there, without waiting; `None` at the end."""
    def close(self) -> int:
        """Give up what is open and read no more; tells how many requests were open."""

@final
class Submission:
    """A request of a `Completions`, to be given up before it ends."""

@final
class Completion:
    """The outcome of one request of a `Completions` or of `Session.stream`."""

    @property
    def tag(self) -> int:
        """What it was submitted under; of a stream its place in the iterable, from 0."""
    @property
    def request(self) -> Request | None:
        """The request, of a stream."""
    @property
    def ok(self) -> bool:
        """Whether the request was acknowledged."""
    @property
    def answer(self) -> Answer | None:
        """What acknowledged it."""
    @property
    def error(self) -> CommDNError | None:
        """Why it was not acknowledged."""
    def result(self) -> Answer:
        """What acknowledged it; raises its error otherwise."""
    def to_dict(self) -> dict[str, Any]:
        """One flat row of a table: tag, ok, whom the request was about, and the error's kind, code and text."""
    def _repr_html_(self) -> str: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

_OutcomeParts = tuple[
    int, int, str | None, str, Event | None, CommDNError | None, int, float, int | None
]
_EntryParts = tuple[
    int,
    str,
    MessageType,
    Request | None,
    str | None,
    int,
    float,
    float | None,
    float | None,
    _OutcomeParts | None,
]

@final
class Outbox:
    """An outbox."""
    @classmethod
    def open(cls, path: str | PathLike[str], **options: Any) -> Outbox:
        """Open the file, making it if there is none; the options are those of `commdn.Outbox`."""
    def submit_many(
        self,
        requests: list[Request],
        keys: list[str | None] | list[str] | None,
        options: tuple[str | None, bool, Seconds | None, int | None, int],
    ) -> list[int]:
        """Put requests in, all of them or none; gives their numbers."""
    def attach(self, session: Session) -> None:
        """Send what is in the outbox over a session."""
    def detach(self, timeout: Seconds) -> None:
        """Stop sending; what is not answered in time goes back."""
    @property
    def is_attached(self) -> bool:
        """Whether a session is attached."""
    @property
    def trouble(self) -> CommDNError | None:
        """Why the attached sender cannot use the file, as an exception."""
    def wait(self, id: int, timeout: Timeout) -> _OutcomeParts:
        """Wait for the outcome of an entry."""
    def outcome(self, id: int) -> _OutcomeParts | None:
        """The outcome of an entry, if it has one."""
    def wait_until_empty(self, timeout: Timeout) -> bool:
        """Wait until nothing is unfinished; tells whether that came in time."""
    def outcomes(self, cursor: int, max: int) -> list[_OutcomeParts]:
        """The outcomes that were recorded after a cursor."""
    def list_entries(self, name: str, after: int, max: int) -> list[_EntryParts]:
        """The entries of a kind, behind one of them."""
    def entry(self, id: int) -> _EntryParts:
        """One entry by its number."""
    def find(self, key: str) -> int | None:
        """The number of the entry that was submitted under a key."""
    def retry(self, id: int) -> int:
        """Try a dead letter again, as an entry of its own."""
    def retry_dead(self) -> int:
        """Try all dead letters again; tells how many."""
    def cancel(self, id: int) -> None:
        """Cancel an entry that is not under way."""
    def purge(self, age: Seconds, dead: bool) -> int:
        """Forget what ended longer ago than that; tells how many."""
    def remove(self) -> bool:
        """Remove the file if nothing is left in it; tells whether that was so."""
    def close(self, timeout: Seconds) -> None:
        """Stop sending and let go of the file."""
    def export(self, name: str, path: str | PathLike[str], as_is: bool) -> int:
        """Write the entries of a kind to a CSV file; tells how many."""
    def stats(self) -> dict[str, int]:
        """The counters, by name."""

_NoticeParts = tuple[str, Event | None, bool | None, CommDNError | None]

@final
class ConnectCancel:
    """Ends a connecting that is under way, from another thread or by an event loop."""
    def __new__(cls) -> Self: ...
    def cancel(self) -> None:
        """Who connects with it gives up at once."""

@final
class Session:
    """A session, and the time that a call takes where it says nothing else."""
    @classmethod
    def connect(
        cls,
        address: str | Simulator,
        dn: str | int,
        app_dbid: int,
        news: bool,
        cancel: ConnectCancel | None = None,
        **options: Any,
    ) -> Session:
        """Connect; the options are those of `commdn.connect`."""
    @property
    def server(self) -> str:
        """Where it is connected to."""
    @property
    def is_over(self) -> bool:
        """Whether it has ended: closed, or its connection lost for good."""
    @property
    def status(self) -> Literal["connecting", "up", "out_of_service", "over"]:
        """How its connection fares, in a word."""
    @property
    def trouble(self) -> CommDNError | None:
        """Why it is not up, as an exception."""
    @property
    def request_timeout(self) -> float:
        """The time of a call that says nothing else, in seconds."""
    def fileno(self) -> int:
        """The file descriptor that becomes readable when there is something new; on Windows a handle."""
    def wait_news(self, seconds: float) -> bool:
        """Wait until it is readable; whether it is. For the thread of a loop that cannot watch it."""
    def raise_news(self) -> None:
        """Make it readable."""
    def clear_news(self) -> None:
        """Make it unreadable, before what is new is taken."""
    def hold(self) -> None:
        """Hold back what is written until `release`, once for each call of this."""
    def release(self) -> None:
        """Send what was held back, if nobody else holds it."""
    def call(self, request: Request, timeout: Timeout, answers: int | None) -> Answer:
        """Send a request and wait for its answer."""
    def submit(self, request: Request, timeout: Timeout, answers: int | None) -> Pending:
        """Send a request and go on."""
    def completions(self) -> Completions:
        """A queue for the outcomes of many requests."""
    def stream(
        self, requests: Iterable[Request], window: int, timeout: Timeout, answers: int | None
    ) -> Stream:
        """Send requests, a window of them open at a time."""
    def next_notice(self, timeout: Timeout) -> _NoticeParts | None:
        """The next notice as kind, event, link state and error; `None` if none came in time."""
    def clock_ahead(self) -> float | None:
        """Seconds by which T-Server's clock is ahead of this machine's."""
    def stats(self) -> dict[str, int]:
        """The counters, by name."""
    def close(self, timeout: Seconds | None) -> None:
        """Close the session."""

@final
class Simulator:
    """A contact centre in this process."""
    def __new__(cls, path: str | PathLike[str] | None, text: str | None, virtual_clock: bool) -> Self: ...
    def listen(self, address: str) -> str:
        """Accept connections at an address; gives the one with its port."""
    def stop(self) -> None:
        """Stop it: its connections are closed."""
    def failure(self) -> str | None:
        """What has gone wrong inside of it, if anything has."""
    def snapshot(self) -> str:
        """All that it holds, as JSON."""
    def log(self, limit: int) -> list[tuple[str, str]]:
        """The last things that happened, as JSON and for people."""
    def observe(self, capacity: int) -> None:
        """Keep the last `capacity` things that happen, messages included; 0 ends it."""
    def take_observed(self) -> list[tuple[str, str]]:
        """What `observe` has kept, taken away."""
    def fates(self) -> str:
        """What became of each request since `observe`, as JSON."""
    def received(self) -> list[tuple[int, str, KVList]]:
        """The requests among what `observe` has kept, with the OCS that they reached and their DN."""
    def do_not_call(self, ocs: int) -> str:
        """The do-not-call list of an OCS, as JSON."""
    def is_do_not_call(self, ocs: int, phone: str) -> bool:
        """Whether a phone number is on the do-not-call list of an OCS."""
    def records(self, ocs: int, phone: str | None, limit: int) -> str:
        """Records of an OCS, as JSON."""
    def campaign_group(self, ocs: int, campaign: int, group: int) -> str:
        """Where a campaign group stands, as JSON."""
    def now(self) -> float:
        """Its clock, in seconds."""
    def advance(self, by: Seconds) -> None:
        """Move its virtual clock on."""
    def add_fault(self, json: str) -> None:
        """Let something go wrong from now on, by a rule in JSON."""
    def clear_faults(self) -> None:
        """Nothing goes wrong from now on."""
    def cut(self, application: str | None) -> int:
        """Cut the connections of an application, or all; tells how many."""
    def set_link(self, up: bool) -> None:
        """Tell every application that the switch link is up or down."""
    def set_service(self, dn: str, up: bool) -> bool:
        """Take a DN out of service or back; tells whether there is one."""
    def unregister_all(self, dn: str) -> int | None:
        """Take the registrations of a DN away; tells how many."""
    def restart_ocs(self, dbid: int) -> bool:
        """Restart an OCS; tells whether there is one."""
    def distribute(self, dn: str, user_data: KVList) -> bool:
        """Distribute user data on a DN; tells whether there is one."""

def pack(
    source: KVList | PairsLike,
    /,
    *,
    charset: str = "utf-8",
    list_prefix: ListPrefix = "length32",
    unicode_length: UnicodeLength = "bytes",
) -> bytes:
    """Pairs or a nested dict to packed bytes, without a list between.

    Raises: CommDNListError or TypeError naming the keys down to what does not fit.
    """

def unpack(
    data: Buffer,
    /,
    *,
    charset: str = "utf-8",
    duplicates: Duplicates = "first",
    unicode_length: UnicodeLength = "bytes",
    max_bytes: int = 65535,
    max_pairs: int = 13107,
    max_depth: int = 32,
) -> dict[str, Any]:
    """Packed bytes to a nested dict, without a list between.

    Raises: CommDNListError with the offset of the first fault.
    """

@final
class Directory:
    """Names and DBIDs; never changes."""

    @staticmethod
    def load(path: str | PathLike[str]) -> Directory:
        """Read a file: CSV, JSON, an export of mutagen, or a local copy."""
    @staticmethod
    def parse(text: str, place: str) -> Directory:
        """Read the text of a file; `place` names it in errors."""
    @staticmethod
    def fetch(
        address: str | Simulator,
        application: str,
        password: str | None,
        tls: Any,
        connect_timeout: Seconds,
        answer_timeout: Seconds,
        kinds: list[str],
        tenant: int | None,
        path: str | PathLike[str] | None,
    ) -> tuple[Directory | None, int]:
        """Read the configuration from a server, into memory or, object by object, into a local copy at `path`."""
    def __len__(self) -> int: ...
    @property
    def origin(self) -> tuple[str, int] | None:
        """Where it comes from, and when it was fetched."""
    def look_up(self, of: str, text: str) -> dict[str, Any]:
        """The object that a text means: a DBID, a name, or `tenant/name`."""
    def find(self, of: str, name: str, tenant: str | None = None) -> dict[str, Any]:
        """The object with a name, of a tenant if one is given."""
    def resolve(self, of: str, text: str) -> int:
        """The DBID that a text means."""
    def get(self, of: str, dbid: int) -> dict[str, Any] | None:
        """The object with a DBID, if there is one."""
    def name(self, of: str, dbid: int) -> str | None:
        """The name of the object with a DBID, if there is one."""
    def unique_name(self, of: str, dbid: int) -> str | None:
        """The name that finds the object with a DBID and no other one."""
    def examine(
        self,
        dn: str,
        app_dbid: int,
        ocs_dbid: int,
        application: str | None,
        campaign: int | None,
        group: int | None,
        servers: int,
        keep_alive: Seconds | None,
    ) -> list[tuple[str, str, str, str, str, bool]]:
        """What the doctor finds: step, code, health, text, advice, and whether it silences OCS."""
    def page(self, of: str | None, start: int, most: int) -> tuple[list[dict[str, Any]], int | None]:
        """Objects from the one at `start` on, at most `most`, and where the next ones start; no start, no more."""
    def changes(
        self, later: Directory
    ) -> list[tuple[tuple[str, int, str, Any, str | None, list[str]], str]]:
        """What has become of its objects in a later directory."""
    def describe(self, message: Event | Request) -> list[tuple[str, int, str | None]]:
        """The DBIDs of a message with their names."""
    def store(self, path: str | PathLike[str], source: str) -> None:
        """Write a local copy."""
    def to_json(self) -> str:
        """All of it as JSON."""

@final
class LogReader:
    """Reads a log piece by piece; see `commdn.decode.LogDecoder`."""

    def __new__(cls, charset: str, is_text: bool, everything: bool = False) -> Self: ...
    def feed(self, data: Buffer) -> list[dict[str, Any]]:
        """Read on; answers with the lists whose messages are over."""
    def feed_items(self, data: Buffer) -> list[Any]:
        """Read on; answers with all items that are over: dicts of lists and of messages, and lines
        with their numbers."""
    def finish_items(self) -> list[Any]:
        """The end of the log; answers with the remaining items."""
    def finish(self) -> list[dict[str, Any]]:
        """The end of the log; answers with the rest."""

def enum_table(enumeration: str) -> list[tuple[int, str, str, list[str], str]]:
    """All named numbers of an enumeration: number, label, name in the field, other spellings, certainty."""
def enum_number(enumeration: str, name: str) -> int | None:
    """The number of a name in the field, another spelling, or a label."""
def keys() -> list[tuple[str, str, list[str]]]:
    """All keys: the key, the type of its value, the keys of the lists around it."""
def requests() -> list[tuple[int, list[int], bool, bool]]:
    """All requests: number, the numbers of their answers, whether target 0 is allowed, whether repeating is safe."""
def error_kinds() -> list[tuple[str, type[CommDNError]]]:
    """The names of every kind of error, and the exception class of each."""
def may_answer(event: Event, request: Request, hidden: bool) -> bool:
    """Whether an event may answer a request, by type, addresses and facts; with `hidden`, what only one
    of them has is no difference."""
def decode_packed(data: Buffer, charset: str) -> dict[str, Any]:
    """A packed list as protocol, request or event, and user data."""
def normalize_phone(text: str, /) -> str:
    """The digits of a telephone number, behind a `+` if it is written with one.

    What is not certain is refused, never guessed; the notations are those of docs/phone-numbers.md. Digits of the
    result are digits of `text`, in order. Does not block.
    Raises: CommDNInvalidRequest whose `attribute` is GSW_PHONE and whose message quotes the text and the reason.
    """

def phone_fault(text: str, /) -> str | None:
    """Why `normalize_phone` refuses a text: the name of the kind, `None` where it does not."""
def site_path() -> Path | None:
    """Where the settings file is looked for; `None` if the environment tells no place."""
def site_keys() -> list[tuple[str, str]]:
    """The keys of a site, each with what it is for."""
def site_names(path: str | PathLike[str], /) -> tuple[str | None, list[str]]:
    """The name of the default site of a file, if it has one, and the names of all its sites.

    Raises: CommDNInvalidArgument naming file, line and key.
    """

def site_read(
    path: str | PathLike[str], name: str | None, /
) -> tuple[
    str | None,
    list[tuple[str, Any, int, str | None]],
    list[tuple[str, str, int, int | None, int]],
]:
    """A site of a file: its name, rows of key, value, line and section, and rows of aliases.

    A password is a tuple of where it is: `("plain",)`, `("file", path)`, `("command", program)`, `("keyring", service,
    user)`; never what it is.
    Raises: CommDNInvalidArgument naming file, line and key.
    """

def site_password(path: str | PathLike[str], name: str | None, /) -> str | None:
    """The password of a site, if it has one. Blocks: reads a file or runs a command; the GIL is released.

    Raises: CommDNInvalidArgument if it cannot be had.
    """

def quiesce(timeout: Seconds) -> bool:
    """Wait up to `timeout` seconds until no other thread is inside of a wait; for interpreter exit."""
def seconds(value: Seconds, name: str) -> float:
    """Seconds, of a number or a `timedelta`; for waits that Python itself makes."""
def attributes() -> list[str]:
    """The names of the attributes, in the order in which they are shown."""
def escape_text(text: str) -> str:
    """The text on one line, with an escape for each character that would do something instead of being seen."""
def neutral_cell(text: str) -> str:
    """The text as a cell of a CSV file that a spreadsheet may open."""
def _restore_list(data: Buffer, charset: str) -> KVList: ...
def _restore_event(data: Buffer, charset: str) -> Event: ...
def _restore_answer(events: list[Event]) -> Answer: ...
def _restore_completion(
    tag: int, answer: Answer | None, error: CommDNError | None, request: Request | None
) -> Completion: ...
def _restore_request(message_type: int, arguments: dict[str, Any]) -> Request: ...
