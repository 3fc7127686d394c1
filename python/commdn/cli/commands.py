"""The table of all commands: where each one lives, and what it does in a few words.

A command is one line here and a function in a module of its own. Nothing of the modules is imported until its command
runs or its help is asked for; lists of commands and their completion come from this table alone.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["COMMANDS", "SECTIONS", "Entry", "entry", "inside"]


@dataclass(frozen=True, slots=True)
class Entry:
    """A command, or a group of them."""

    path: str
    """As it is typed: `campaign load`."""
    summary: str
    """At most 40 characters, beginning with a verb, without a full stop."""
    where: str | None = None
    """`module:function`, of this package; None for a group."""

    @property
    def name(self) -> str:
        """The last word of the path."""
        return self.path.rpartition(" ")[2]


# The groups of `commdn --help`, in the order of daily work.
SECTIONS: dict[str, tuple[str, ...]] = {
    "Requests": ("dnc", "cancel", "campaign", "sequence", "watch"),
    "Requests on disk": ("outbox",),
    "Find out what is wrong": ("doctor", "decode", "explain"),
    "Many sites": ("fleet", "worker"),
    "Set up": ("site", "config", "directory", "sim", "help"),
}

COMMANDS: tuple[Entry, ...] = (
    Entry("dnc", "Put numbers on the do-not-call list"),
    Entry("dnc add", "Add one number or customer", "dnc:add"),
    Entry("dnc check", "Check a file without connecting", "dnc_import:check"),
    Entry("dnc import", "Add all numbers of a file", "dnc_import:import_"),
    Entry("dnc status", "Show the progress of an import", "dnc_status:status"),
    Entry("cancel", "Cancel the records of a number", "record:cancel"),
    Entry("campaign", "Load, start and stop campaigns"),
    Entry("campaign load", "Load a campaign without dialling yet", "campaign:load"),
    Entry("campaign start", "Start dialling", "campaign:start"),
    Entry("campaign mode", "Change mode, method or goal", "campaign:mode"),
    Entry("campaign stop", "Stop dialling", "stop:stop"),
    Entry("campaign run", "Dial between two times of the day", "run:run"),
    Entry("campaign unload", "Unload when calls have ended", "campaign:unload"),
    Entry("campaign force-unload", "Unload now, losing results of calls", "campaign:force_unload"),
    Entry("campaign complete", "End a campaign as if used up", "campaign:complete"),
    Entry("campaign status", "Show whether and how it dials", "campaign:status"),
    Entry("sequence", "Run campaigns one after another"),
    Entry("sequence check", "Check a sequence file", "sequence:check"),
    Entry("sequence load", "Load a sequence", "sequence:load"),
    Entry("sequence start", "Start a sequence", "sequence:start"),
    Entry("sequence stop", "Stop a sequence", "sequence:stop"),
    Entry("sequence unload", "Unload when calls have ended", "sequence:unload"),
    Entry("sequence status", "Show how far a sequence is", "sequence:status"),
    Entry("watch", "Show campaigns and events live", "watch:watch"),
    Entry("outbox", "Look after requests kept on disk"),
    Entry("outbox list", "List entries", "outbox:list_"),
    Entry("outbox show", "Show one entry", "outbox:show"),
    Entry("outbox stats", "Count entries and outcomes", "outbox:stats"),
    Entry("outbox drain", "Send what is waiting", "outbox:drain"),
    Entry("outbox retry", "Submit entries again", "outbox:retry"),
    Entry("outbox cancel", "End entries without sending them", "outbox:cancel"),
    Entry("outbox export", "Write entries to a CSV file", "outbox:export"),
    Entry("outbox purge", "Forget entries that ended long ago", "outbox:purge"),
    Entry("directory", "Keep names and DBIDs at hand"),
    Entry("directory fetch", "Fetch names into the local copy", "directory:fetch"),
    Entry("directory import", "Read names from a file", "directory:import_"),
    Entry("directory show", "Show the local copy and its age", "directory:show"),
    Entry("directory find", "Find an object by name or DBID", "directory:find"),
    Entry("directory diff", "Show what changed since the fetch", "directory:diff"),
    Entry("fleet", "Run many sites over a message broker"),
    Entry("fleet init", "Make a site's queues and tables", "fleet_site:init"),
    Entry("fleet status", "Show queues, outcomes and workers", "fleet_status:status"),
    Entry("fleet jobs", "List imports and how they ended", "fleet_status:jobs"),
    Entry("fleet dead", "List what did not end well", "fleet_again:dead"),
    Entry("fleet retry", "Send again what has no answer", "fleet_again:retry"),
    Entry("fleet pause", "Stop sending for a site", "fleet_site:pause"),
    Entry("fleet resume", "Go on sending for a site", "fleet_site:resume"),
    Entry("fleet rebalance", "Share a site's lanes anew", "fleet_site:rebalance"),
    Entry("fleet forget", "Remove what is old", "fleet_again:forget"),
    Entry("fleet metrics", "Print or serve gauges for Prometheus", "fleet_status:metrics"),
    Entry("worker", "Process a fleet's requests", "worker:worker"),
    Entry("doctor", "Find out why OCS does not answer", "doctor:doctor"),
    Entry("decode", "Decode messages and logs", "decode:decode"),
    Entry("explain", "Follow requests through logs", "explain:explain"),
    Entry("site", "Keep the settings of your sites"),
    Entry("site add", "Add a site", "sites:add"),
    Entry("site list", "List the sites", "sites:list_"),
    Entry("site use", "Make a site the default", "sites:use"),
    Entry("site test", "Connect to a site and examine it", "sites:test"),
    Entry("config", "Look at the settings"),
    Entry("config show", "Show settings and their origin", "config:show"),
    Entry("sim", "Run a simulated contact centre", "sim:sim"),
    Entry("help", "Show the help of a command", "help:help_"),
)

_BY_PATH = {one.path: one for one in COMMANDS}


def entry(path: str) -> Entry | None:
    """The command or group of that path."""
    return _BY_PATH.get(path)


def inside(path: str) -> list[Entry]:
    """What is directly in a group; of the empty path, all that stands first on a command line."""
    return [one for one in COMMANDS if one.path.rpartition(" ")[0] == path]
