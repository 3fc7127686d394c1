"""cancel [ADDRESS [DN [APP_DBID [OCS_DBID]]]]: cancel the records of a phone, and of a customer's phone."""

import sys

import commdn


def cancel(session: commdn.Session, phone: str, customer_id: str | None = None) -> None:
    """Cancel all records of the chain; records that an agent works on stay, and the message says so."""
    event = session.cancel_record(phone, customer_id=customer_id, chain=commdn.Chain.ALL_CHAIN, timeout=5).event
    print(f"{phone} of {customer_id or 'anybody'}: {event.message or event.message_type.field_name}")


def main(address: str = "sim:", dn: str = "8001", app_dbid: str = "20", ocs_dbid: str = "101") -> None:
    with commdn.connect(address, dn=dn, app_dbid=int(app_dbid), ocs_dbid=int(ocs_dbid)) as session:
        cancel(session, "5550110")
        cancel(session, "5550120", customer_id="C-1003")


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except commdn.CommDNError as error:
        sys.exit(str(error))
