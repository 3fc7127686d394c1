"""Doctor: what keeps a program's requests from OCS, by the configuration, and how to mend it.

    directory = commdn.Directory.fetch("sim:")
    site = Situation(dn="8001", app_dbid=20, ocs_dbid=101).use(directory)
    for finding in examine(site):
        print(finding.health.value, finding)

Nothing here connects; the checks and their order are the core's. The command `commdn doctor` adds what only a
connection tells. `report` makes one page of the findings.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from .finding import Finding, Health
from .situation import Situation

__all__ = ["Finding", "Health", "Situation", "examine", "silence"]


def examine(site: Situation) -> Iterator[Finding]:
    """Check the configuration; one finding or more for each check that applies, in their order.

    What is wrong first is to be mended first. Without a directory there is nothing to check.
    """
    if site.directory is None:
        return
    told = site.directory._native.examine(
        site.dn,
        site.app_dbid,
        site.ocs_dbid,
        site.application,
        site.campaign,
        site.group,
        len(site.servers),
        site.keep_alive,
    )
    for step, code, health, text, advice, silences in told:
        yield Finding(step, code, Health(health), text, advice, silences)


def silence(findings: Iterable[Finding]) -> Finding | None:
    """The first finding that explains why OCS says nothing; None if the configuration gives no reason."""
    return next((one for one in findings if one.silences and one.health is Health.BAD), None)
