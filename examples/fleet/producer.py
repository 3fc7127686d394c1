"""A producer without commdn: any AMQP 0.9.1 client can hand requests over. Here pika.

    producer.py BROKER SITE LANES KEY PHONE [CUSTOMER]
"""

from __future__ import annotations

import json
import sys
import uuid
import zlib

import pika


def lane_of(phone: str, customer: str | None, lanes: int) -> int:
    """The lane that keeps a customer's requests in order."""
    digits = "".join(character for character in phone if character in "0123456789")
    return zlib.crc32((customer or digits or phone).encode()) % lanes


def main() -> None:
    """Publish one request, confirmed by the broker."""
    url, site, lanes, key, phone = sys.argv[1:6]
    customer = sys.argv[6] if len(sys.argv) > 6 else None
    row = {"key": key, "type": "do_not_call", "phone": phone, "customer_id": customer}
    batch = {"v": 1, "site": site, "rows": [row]}
    body = json.dumps([[batch], {}, {}]).encode()
    properties = pika.BasicProperties(
        content_type="application/json",
        content_encoding="utf-8",
        delivery_mode=2,
        headers={"lang": "py", "task": "commdn.records.v1", "id": str(uuid.uuid4())},
    )
    with pika.BlockingConnection(pika.URLParameters(url)) as connection:
        channel = connection.channel()
        # From now on a message that the broker does not keep, or has no queue for, is an exception.
        channel.confirm_delivery()
        channel.basic_publish(
            f"commdn.{site}", f"bulk.{lane_of(phone, customer, int(lanes))}", body, properties, mandatory=True
        )
    print(f"{key} is with the broker")


if __name__ == "__main__":
    main()
