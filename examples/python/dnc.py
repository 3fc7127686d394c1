"""dnc [ADDRESS [DN [APP_DBID [OCS_DBID]]]]: put a phone number on the do-not-call list."""

import sys

import commdn


def main(address: str = "sim:", dn: str = "8001", app_dbid: str = "20", ocs_dbid: str = "101") -> None:
    with commdn.connect(address, dn=dn, app_dbid=int(app_dbid), ocs_dbid=int(ocs_dbid)) as session:
        event = session.do_not_call("5551234567", chain=commdn.Chain.ALL_CHAIN, timeout=5).event
        print(f"{event.phone}: do not call, acknowledged by OCS {event.origin}")


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except commdn.CommDNError as error:
        sys.exit(str(error))
