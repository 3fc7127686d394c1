"""Put a customer's number on the do-not-call list of a simulated contact centre."""

import commdn

with commdn.connect("sim:", dn="8001", app_dbid=20, ocs_dbid=101) as session:
    try:
        answer = session.do_not_call("5551234567", chain=commdn.Chain.ALL_CHAIN)
        print("acknowledged:", answer.event)
    except commdn.CommDNError as error:
        print("not acknowledged:", error)
