"""Lanes: which of a site's bulk queues a customer's requests go to, so that they stay in order.

Any language can compute it: the CRC-32 (of zlib and gzip) of the customer id in UTF-8, else of the
digits of the phone number, modulo the number of lanes.
"""

from __future__ import annotations

import zlib

__all__ = ["customer_of", "lane_of"]


def customer_of(phone: str | None, customer_id: str | None) -> str:
    """Whose order counts: the customer id, else the digits of the phone, else the phone as it is."""
    if customer_id:
        return customer_id
    digits = "".join(character for character in phone or "" if "0" <= character <= "9")
    return digits or (phone or "")


def lane_of(phone: str | None, customer_id: str | None, lanes: int) -> int:
    """The lane of a customer, from 0."""
    return zlib.crc32(customer_of(phone, customer_id).encode("utf-8", "surrogatepass")) % lanes
