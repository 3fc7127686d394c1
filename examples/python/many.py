"""many [ADDRESS [DN [APP_DBID [OCS_DBID]]]]: 1,000 do-not-call requests, 64 of them open at a time."""

import sys
from collections import Counter

import commdn

REQUESTS, WINDOW = 1000, 64


def number(row: int) -> str:
    """Every hundredth is no phone number, and sent as it is for OCS to refuse."""
    return "no number" if row % 100 == 99 else f"555{row:07}"


def main(address: str = "sim:", dn: str = "8001", app_dbid: str = "20", ocs_dbid: str = "101") -> None:
    outcomes: Counter[str] = Counter()
    with commdn.connect(address, dn=dn, app_dbid=int(app_dbid), ocs_dbid=int(ocs_dbid)) as session:
        rows = commdn.requests.do_not_call().each(phone=map(number, range(REQUESTS)), as_is=True)
        for outcome in session.stream(rows, window=WINDOW, timeout=5):
            if outcome.ok:
                outcomes["acknowledged"] += 1
            elif isinstance(outcome.error, commdn.CommDNOcsRefused):
                outcomes["refused"] += 1
            else:
                outcomes["unanswered"] += 1
    print(", ".join(f"{outcomes[name]} {name}" for name in ("acknowledged", "refused", "unanswered")))


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except commdn.CommDNError as error:
        sys.exit(str(error))
