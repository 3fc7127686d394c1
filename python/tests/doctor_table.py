"""The conformance table of the doctor: a misconfiguration of the simulator's configuration, and the verdict that names it.

`TABLE` is what the configuration tells, `LIVE` what only a connection does. Used by python/tests/test_doctor.py over
`sim:` and TCP, and by bridge/psdk/test_doctor.py over the adapter.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

import commdn
from commdn.doctor import Finding, Situation, examine
from commdn.doctor.live import converse

__all__ = ["ASKED", "BASE", "LIVE", "TABLE", "LiveRow", "Row"]

BASE = """
[clock]
mode = "virtual"

[tserver]
dbid = 5
name = "TServer_Berlin"

[[tenant]]
dbid = 1
name = "Environment"

[[tenant]]
dbid = 2
name = "Resources"

[[switch]]
dbid = 1
name = "Berlin"

[[switch]]
dbid = 2
name = "Paris"
tserver = 6

[[dn]]
number = "8001"
dbid = 11

[[dn]]
number = "8002"
dbid = 12

[[application]]
dbid = 6
name = "TServer_Paris"
kind = "CFGTServer"

[[application]]
dbid = 20
name = "script"

[[application]]
dbid = 21
name = "other"

[[ocs]]
dbid = 101
name = "OCS_1"
connections = [20]
groups = [10, 11]
backup = 102

[[ocs]]
dbid = 102
name = "OCS_2"
connections = [20]
groups = []

[[campaign]]
dbid = 1
name = "Spring"
lists = ["customers"]

[[campaign]]
dbid = 2
name = "Autumn"
lists = ["customers"]

[[group]]
dbid = 10
name = "Sales"
campaigns = [1]

[[group]]
dbid = 11
name = "Service"
campaigns = [2]

[[list]]
name = "customers"
record = [{ phone = "5550100" }]
"""


@dataclass(frozen=True)
class Row:
    """One mistake."""

    code: str
    """The verdict that names it."""
    words: str
    """What its text must have."""
    edits: tuple[tuple[str, str], ...] = ()
    """What is replaced in `BASE`; the first place only."""
    asked: dict[str, Any] = field(default_factory=dict)
    """What the program is told differently."""
    silences: bool = False
    """Whether the simulator's OCS says nothing because of it."""
    patch: tuple[str, int, dict[str, Any]] | None = None
    """Kind, DBID and fields of an object that is wrong in a way that the simulator cannot be configured to."""

    def toml(self) -> str:
        """The configuration with the mistake."""
        text = BASE
        for old, new in self.edits:
            assert text.count(old) >= 1, old
            text = text.replace(old, new, 1)
        return text

    def patched(self, directory: commdn.Directory) -> commdn.Directory:
        """The directory with what the simulator cannot be configured to."""
        if self.patch is None:
            return directory
        kind, dbid, fields = self.patch
        told = json.loads(directory.to_json())
        (found,) = [one for one in told if (one["type"], one["dbid"]) == (kind, dbid)]
        found.update(fields)
        return commdn.Directory.parse(json.dumps(told))

    def __str__(self) -> str:
        return self.code


def _dn(extra: str, number: str = "8001") -> tuple[str, str]:
    old = f'number = "{number}"\n'
    return old, f"{old}{extra}\n"


def _own(extra: str) -> tuple[str, str]:
    old = 'name = "script"\n'
    return old, f"{old}{extra}\n"


def _tserver(extra: str) -> tuple[str, str]:
    old = 'name = "TServer_Berlin"\n'
    return old, f"{old}{extra}\n"


_OCS = 'name = "OCS_1"\n'

TABLE: tuple[Row, ...] = (
    Row("not-connected", "Neither has application script (20) OCS OCS_1 (101)", (("connections = [20]", "connections = []"),), silences=True),
    Row("not-connected", "its requests in silence. Its backup is connected", (("connections = [20]", "connections = []"), _own("connections = [102]")), silences=True),
    Row("application-missing", "no application with DBID 99", asked={"app_dbid": 99}, silences=True),
    Row("application-mismatch", "DBID 20 is application script, but the login uses other (21)", asked={"application": "other"}),
    Row("application-type", "OCS_2 (102) is a server of the contact centre itself: OCS", asked={"app_dbid": 102}, silences=True),
    Row("application-type", "TServer_Paris (6) is a server of the contact centre itself: T-Server", asked={"app_dbid": 6}, silences=True),
    Row("application-disabled", "Application script (20) is disabled", (_own("enabled = false"),)),
    Row("application-type-unusual", "has type CFGStatServer", (_own('kind = "CFGStatServer"'),)),
    Row("tenant-mismatch", "belongs to tenant Resources (2), OCS OCS_1 (101) does not serve it", (_own("tenant = 2"),)),
    Row("ocs-missing", "no application with DBID 999. OCS: OCS_1 (101), OCS_2 (102)", asked={"ocs_dbid": 999}, silences=True),
    Row("ocs-wrong-type", "Application other (21) is no OCS but CFGThirdPartyServer", asked={"ocs_dbid": 21}, silences=True),
    Row("ocs-disabled", "OCS OCS_1 (101) is disabled", ((_OCS, f"{_OCS}enabled = false\n"),)),
    Row("ocs-is-backup", "OCS OCS_2 (102) is the backup of a pair: OCS_1 (101)", asked={"ocs_dbid": 102}),
    Row("ocs-without-tserver", "OCS OCS_1 (101) has no T-Server in its Connections", ((_OCS, f"{_OCS}tserver = false\n"),)),
    Row("dn-other-switch", "is on the switch of T-Server TServer_Paris (6), but OCS OCS_1 (101) is connected to TServer_Berlin (5)", (_dn("switch = 2"),)),
    Row("dn-missing", "no Communication DN 8009. Communication DNs: 8001, 8002", asked={"dn": "8009"}),
    Row("dn-disabled", "DN 8001 is disabled", (_dn("enabled = false"),)),
    Row("dn-excluded", "outbound_contact_server of DN 8001 is false", (_dn("outbound_contact_server = false"),), silences=True),
    Row("dn-not-chosen", "is true on 8002, and not set on DN 8001", (_dn("outbound_contact_server = true", "8002"),), silences=True),
    Row("dn-excluded", "of DN 8001 is false", (_dn("outbound_contact_server = false"), _dn("outbound_contact_server = true", "8002")), silences=True),
    Row("switch-without-tserver", "Switch Paris (2) of DN 8001 has no T-Server", (("tserver = 6", "tserver = 77"), _dn("switch = 2"))),
    Row("tserver-wrong-type", "Application other (21), the T-Server of switch Paris (2), has type CFGThirdPartyServer", (("tserver = 6", "tserver = 21"), _dn("switch = 2"))),
    Row("tserver-disabled", "T-Server TServer_Paris (6) of switch Paris (2) is disabled", (('kind = "CFGTServer"', 'kind = "CFGTServer"\nenabled = false'), _dn("switch = 2"))),
    Row("dn-wrong-type", "DN 8001 has type CFGExtension", patch=("dn", 11, {"dn_type": "CFGExtension"})),
    Row("option-unclear", "of DN 8001 is 'perhaps', which is neither true nor false", patch=("dn", 11, {"options": {"default": {"outbound_contact_server": "perhaps"}}})),
    Row("switch-missing", "DN 8001 is on a switch with DBID 9, which does not exist", (_dn("switch = 9"),)),
    Row("switch-disabled", "Switch Berlin (1) of DN 8001 is disabled", (('name = "Berlin"', 'name = "Berlin"\nenabled = false'),)),
    Row("tenant-missing", "There is no tenant with DBID 9", (_own("tenant = 9"),)),
    Row("campaign-missing", "no campaign with DBID 7. Campaigns: Spring (1), Autumn (2)", asked={"campaign": 7}),
    Row("campaign-disabled", "Campaign Spring (1) is disabled", (('name = "Spring"', 'name = "Spring"\nenabled = false'),)),
    Row("group-missing", "no group with DBID 77", asked={"group": 77}),
    Row("group-disabled", "Group Sales (10) is disabled", (('name = "Sales"', 'name = "Sales"\nenabled = false'),)),
    Row("campaign-group-disabled", "Campaign group Spring@Sales (1) is disabled", (('name = "Sales"', 'name = "Sales"\nenabled = false'),)),
    Row("not-assigned", "Campaign Autumn (2) is not assigned to group Sales (10)", asked={"campaign": 2}),
    Row("other-ocs", "is served by OCS_2 (102), not by OCS 101", (("groups = [10, 11]", "groups = [11]"), ("groups = []", "groups = [10]"))),
    Row("campaign-other-tenant", "Campaign Spring (1) belongs to tenant Resources (2)", (('name = "Spring"', 'name = "Spring"\ntenant = 2'),)),
    Row("campaign-without-lists", "Campaign Spring (1) has no calling list", (('lists = ["customers"]', "lists = []"),)),
    Row("backup-not-connected", "its backup OCS_2 (102) has not", (("connections = [20]\ngroups = []", "connections = []\ngroups = []"),)),
    Row("backup-missing", "OCS OCS_1 (101) names a backup with DBID 109, which does not exist", (("backup = 102", "backup = 109"),)),
    Row("backup-missing", "T-Server TServer_Berlin (5) names a backup with DBID 77", (_tserver("backup = 77"),)),
    Row("backup-not-given", "T-Server TServer_Berlin (5) has a backup, and this program knows one address only", (_tserver("backup = 6"),), {"servers": ("primary:3000",)}),
    Row("addp-missing", "OCS OCS_1 (101) does not watch its connection to T-Server TServer_Berlin (5)", ((_OCS, f"{_OCS}addp = []\n"),)),
    Row("addp-short", "polls every 1 s and 20 s: under load", ((_OCS, f"{_OCS}addp = [1, 20]\n"),)),
    Row("addp-uneven", "the remote timeout (10 s) is shorter than the local one (20 s)", ((_OCS, f"{_OCS}addp = [20, 10]\n"),)),
    Row("keep-alive-off", "does not watch its own connection", asked={"keep_alive": 0.0}),
)  # fmt: skip



@dataclass(frozen=True)
class LiveRow:
    """One thing that is wrong, and that only a connection tells."""

    step: str
    code: str
    words: str
    """What its text or its advice must have."""
    edits: tuple[tuple[str, str], ...] = ()
    """What is replaced in `BASE`; the first place only."""
    options: dict[str, Any] = field(default_factory=dict)
    """What the session is told differently."""
    carriers: tuple[str, ...] = ("sim", "tcp", "exec")
    """Where it can be told."""
    others: bool = False
    """Whether another application talks on the DN meanwhile."""

    def toml(self) -> str:
        """The configuration with the mistake."""
        text = BASE
        for old, new in self.edits:
            assert text.count(old) >= 1, old
            text = text.replace(old, new, 1)
        return text

    def examine(self, address: Any, **patience: Any) -> list[Finding]:
        """What the doctor finds at an address."""
        options: dict[str, Any] = {"dn": "8001", "app_dbid": 20, "ocs_dbid": 101, "application": "script"}
        options |= {"request_timeout": 0.3, **patience, **self.options}
        site = Situation(options["dn"], options["app_dbid"], options["ocs_dbid"], "script")
        found: list[Finding] = []
        try:
            site.use(commdn.Directory.fetch(address, application="script", password=options.get("password"), connect_timeout=options.get("connect_timeout", 10)))
            found = list(examine(site))
        except commdn.CommDNError:
            pass
        return list(converse(site, lambda: commdn.connect(address, **options), found=tuple(found)))

    def check(self, found: list[Finding]) -> None:
        """That the verdict is there."""
        named = [one for one in found if one.code == self.code and self.words in f"{one}"]
        assert [one.step for one in named] == [self.step], list(map(str, found))

    def __str__(self) -> str:
        return self.code


_VIRTUAL = '[clock]\nmode = "virtual"\n'

LIVE: tuple[LiveRow, ...] = (
    LiveRow("registration", "registration-failed", "There is no Communication DN 8009", options={"dn": "8009"}),
    LiveRow("login", "login-failed", "Check --application and its password", (_own('password = "right"'),), {"password": "wrong"}),
    LiveRow("settings", "settings-failed", "app_dbid 0", options={"app_dbid": 0}),
    LiveRow("answer", "no-answer", "because of this: Neither has application script (20)", (("connections = [20]", "connections = []"),)),
    LiveRow("answer", "not-asked", "No OCS was asked", options={"ocs_dbid": 0}),
    LiveRow("distribution", "distribution-refused", "T-Server", (_tserver("max_user_data_bytes = 20"),)),
    LiveRow("clock", "clock-skew", "behind this machine's", ((_VIRTUAL, f"{_VIRTUAL}start = 1700000000\n"),)),
    LiveRow("traffic", "others-heard", "an OCS works there", (("connections = [20]", "connections = [21]"),), carriers=("sim", "tcp"), others=True),
)  # fmt: skip

ASKED: dict[str, Any] = {
    "dn": "8001",
    "app_dbid": 20,
    "application": "script",
    "ocs_dbid": 101,
    "campaign": 1,
    "group": 10,
}
"""What a program is told that is right."""
