"""campaign [ADDRESS [DN [APP_DBID [OCS_DBID]]]]: load, start, stop and unload campaign 1 of group 10."""

import sys

import commdn
from commdn import DialMode, GroupStatus, OptimizeBy, Request, requests

DIALING = requests.Dialing(dial_mode=DialMode.PREDICT, optimize_by=OptimizeBy.BUSY_FACTOR, optimize_goal=80)


def step(session: commdn.Session, name: str, request: Request, until: GroupStatus | None) -> None:
    """Send a request and follow the group's status until it is the one that was asked for."""
    event = session.call(request, timeout=5).event
    print(f"{name}: {event.message_type.field_name}, {event.status.field_name if event.status is not None else '-'}")
    while until is not None:
        notice = session.next_notice(timeout=5)
        if notice is None:
            sys.exit(f"{name}: no notification in time")
        if notice.event is not None and notice.event.status is not None:
            print(f"  now {notice.event.status.field_name}")
            if notice.event.status == until:
                return


def main(address: str = "sim:", dn: str = "8001", app_dbid: str = "20", ocs_dbid: str = "101") -> None:
    with commdn.connect(address, dn=dn, app_dbid=int(app_dbid), ocs_dbid=int(ocs_dbid)) as session:
        step(session, "load", requests.load_campaign(1, 10, **DIALING), GroupStatus.ACTIVE)
        step(session, "start", requests.start_dialing(1, 10, **DIALING), GroupStatus.RUNNING)
        step(session, "status", requests.campaign_status(1, 10), None)
        step(session, "stop", requests.stop_dialing(1, 10), GroupStatus.ACTIVE)
        # At once: unload_campaign would wait for the calls that are still going on.
        step(session, "unload", requests.force_unload_campaign(1, 10), GroupStatus.NOT_LOADED)


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except commdn.CommDNError as error:
        sys.exit(str(error))
