"""watch [ADDRESS [DN [APP_DBID [OCS_DBID]]]]: print what OCS tells on the DN: three events, or those of 5 seconds."""

import sys
import time

import commdn

EVENTS, SECONDS = 3, 5.0


def something_to_see(session: commdn.Session) -> None:
    """Load and unload a campaign: in a simulator of one's own nothing happens by itself."""
    mode, method = commdn.DialMode.PREDICT, commdn.OptimizeBy.BUSY_FACTOR
    session.load_campaign(1, 10, dial_mode=mode, optimize_by=method, optimize_goal=80)
    session.force_unload_campaign(1, 10)


def main(address: str = "sim:", dn: str = "8001", app_dbid: str = "20", ocs_dbid: str = "101") -> None:
    with commdn.connect(address, dn=dn, app_dbid=int(app_dbid), ocs_dbid=int(ocs_dbid)) as session:
        if address == "sim:":
            something_to_see(session)
        seen, end = 0, time.monotonic() + SECONDS
        while seen < EVENTS:
            notice = session.next_notice(timeout=max(0.0, end - time.monotonic()))
            if notice is None:
                break
            if (event := notice.event) is None:
                continue
            status = event.status.field_name if event.status is not None else "-"
            print(f"{event.message_type.field_name}: campaign {event.campaign}, group {event.group}, {status}")
            seen += 1
        print(f"{seen} events")


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except commdn.CommDNError as error:
        sys.exit(str(error))
