"""S4 to S7: a session's calls from Python against a raw socket, redis-py with hiredis, and nats-py.

S4 is of many threads on one session, against the same session with a write for each request.

Client and servers share one core. The responder acknowledges and answers each request at once; redis-server confirms a
SET of the same phone number, and nats-py's request comes back from an echo as quick as the responder.
"""

from __future__ import annotations

import asyncio
import itertools
import os
import socket
import struct
import threading
import time
from collections.abc import Callable, Coroutine
from typing import Any

import nats
import redis
import servers
import timing

import commdn
import commdn.aio
from commdn.requests import do_not_call

WANTED = set(os.environ.get("BENCH_ONLY", "").split(",")) - {""}
PAIRS = 11 if timing.QUICK else 41
WINDOW = 256
CALLS = 2_048
PHONES = [f"555{number:07}" for number in range(WINDOW)]
CUSTOMER = "C1042"
DN, APPLICATION, OCS = "8001", 20, 101


def timed(work: Callable[[], object], count: int) -> Callable[[], float]:
    """A sample of `work`, which does `count` of something: nanoseconds of one."""

    def sample() -> float:
        started = time.perf_counter_ns()
        work()
        return (time.perf_counter_ns() - started) / count

    for _ in range(3):
        sample()
    return sample


def connected(port: int) -> commdn.Session:
    return commdn.connect(f"127.0.0.1:{port}", dn=DN, app_dbid=APPLICATION, ocs_dbid=OCS)


def raw_round_trips(port: int, count: int) -> Callable[[], None]:
    """Round trips of a plain socket, of the bytes that a call sends and gets."""
    user_data = do_not_call(PHONES[0], customer_id=CUSTOMER).user_data(
        origin=APPLICATION, target=OCS, reference_id=4711
    )
    attribute = lambda number, value: struct.pack(">HI", number, len(value)) + value  # noqa: E731
    event = struct.pack(">H", 96) + attribute(51, user_data.pack())
    body = attribute(59, DN.encode()) + attribute(2, struct.pack(">i", 4711)) + attribute(58, event)
    frame = struct.pack(">IH", len(body) + 2, 48) + body
    peer = socket.create_connection(("127.0.0.1", port))
    peer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    peer.sendall(b"COMMDN\x00\x01")
    assert peer.recv(8, socket.MSG_WAITALL) == b"COMMDN\x00\x01"
    peer.sendall(frame)
    time.sleep(0.1)
    length = len(peer.recv(65_536))

    def work() -> None:
        send, receive = peer.sendall, peer.recv
        for _ in range(count):
            send(frame)
            left = length
            while left:
                left -= len(receive(65_536))

    return work


def blocking(port: int) -> None:
    """S5."""
    count = 200
    with connected(port) as session:
        request = do_not_call(PHONES[0], customer_id=CUSTOMER)

        def call() -> None:
            for _ in range(count):
                session.call(request)

        def call_do_not_call() -> None:
            for phone in PHONES[:count]:
                session.do_not_call(phone, customer_id=CUSTOMER)

        raw = timed(raw_round_trips(port, count), count)
        report("S5", "blocking call", "raw socket", timed(call, count), raw, "<= 1.08")
        try:
            with servers.redis_server() as redis_port:
                client = redis.Redis(port=redis_port)

                def command() -> None:
                    for phone in PHONES[:count]:
                        client.set(phone, CUSTOMER)

                ours = timed(call_do_not_call, count)
                report("S5", "blocking do_not_call", "redis-py + hiredis", ours, timed(command, count), ">= 4.5")
                client.close()
        except servers.Missing as missing:
            timing.no_peer("S5", "blocking do_not_call", "redis-py + hiredis", ">= 4.5", str(missing))


def burst(threads: int, one: Callable[[], object]) -> tuple[float, float]:
    """Calls of that many threads: nanoseconds for each, and the p99 of how long one took."""
    left = itertools.repeat(None, CALLS)
    ready, done = threading.Barrier(threads), threading.Barrier(threads)
    times: list[list[int]] = [[] for _ in range(threads)]
    spans: list[tuple[int, int]] = []

    def caller(own: list[int]) -> None:
        clock = time.perf_counter_ns
        one()
        ready.wait()
        began = clock()
        for _ in left:
            started = clock()
            one()
            own.append(clock() - started)
        spans.append((began, clock()))
        done.wait()

    callers = [threading.Thread(target=caller, args=(own,)) for own in times]
    for thread in callers:
        thread.start()
    for thread in callers:
        thread.join()
    every = sorted(itertools.chain.from_iterable(times))
    took = max(end for _, end in spans) - min(begin for begin, _ in spans)
    return took / CALLS, float(every[len(every) * 99 // 100])


def callers(port: int) -> None:
    """S4: each thread makes one call after another; the peer's submit, which writes, and wait."""
    request = do_not_call(PHONES[0], customer_id=CUSTOMER)
    peer_name = "a write for each request"
    for threads in (16, 64):
        with connected(port) as session:
            pairs = [
                (
                    burst(threads, lambda: session.call(request)),
                    burst(threads, lambda: session.submit(request).wait()),
                )
                for _ in range(PAIRS)
            ]
        for what, place, goal in (("calls a second", 0, ">= 1.6"), ("p99 of a call", 1, "<= 0.5")):
            ours, peer = ([pair[side][place] for pair in pairs] for side in (0, 1))
            timing.row("S4", f"Python, {threads} threads, {what}", peer_name, ours, peer, goal)


def bulk(port: int) -> None:
    """S6: a window of requests is sent in one piece, and each is confirmed."""
    try:
        with servers.redis_server() as redis_port, connected(port) as session:
            completions = session.completions()

            def stream() -> None:
                rows = do_not_call(customer_id=CUSTOMER).each(phone=PHONES)
                for outcome in session.stream(rows, window=WINDOW):
                    assert outcome.ok

            def requests() -> None:
                sent = completions.submit_many(0, [do_not_call(p, customer_id=CUSTOMER) for p in PHONES])
                while sent:
                    for completion in completions.take(sent):
                        assert completion.ok
                        sent -= 1

            client = redis.Redis(port=redis_port)

            def commands() -> None:
                pipeline = client.pipeline(transaction=False)
                for phone in PHONES:
                    pipeline.set(phone, CUSTOMER)
                assert all(pipeline.execute())

            peer = timed(commands, WINDOW)
            ours = timed(stream, WINDOW)
            report("S6", "bulk, windows of 256", "redis-py + hiredis pipeline", ours, peer, ">= 10")
            ours = timed(requests, WINDOW)
            report("S6", "the same, a request object each", "redis-py + hiredis pipeline", ours, peer, None)
            client.close()
    except servers.Missing as missing:
        timing.no_peer("S6", "bulk, windows of 256", "redis-py + hiredis pipeline", ">= 10", str(missing))


async def window(one: Callable[[str], object], rounds: int) -> None:
    """`WINDOW` tasks, each of which makes one request after another."""

    async def task(phone: str) -> None:
        for _ in range(rounds):
            await one(phone)  # type: ignore[misc]

    await asyncio.gather(*(task(phone) for phone in PHONES))


async def confirmed(session: commdn.aio.Session, rounds: int) -> None:
    """As many requests, by a stream."""
    rows = do_not_call(customer_id=CUSTOMER).each(phone=PHONES * rounds)
    async for outcome in session.stream(rows, window=WINDOW):
        assert outcome.ok


class Replies:
    """The quickest way of nats-py to confirm many requests: they are published, and one subscription has all replies."""

    def __init__(self, client: nats.NATS, payload: bytes) -> None:
        self._client, self._payload, self._inbox = client, payload, client.new_inbox()
        self._open: set[str] = set()
        self._done: asyncio.Future[None] | None = None

    async def start(self) -> None:
        await self._client.subscribe(self._inbox + ".*", cb=self._replied)

    async def _replied(self, message: nats.aio.msg.Msg) -> None:
        self._open.discard(message.subject)
        if not self._open and self._done is not None:
            self._done.set_result(None)

    async def confirmed(self, rounds: int) -> None:
        subjects = [f"{self._inbox}.{number}" for number in range(WINDOW)]
        for _ in range(rounds):
            self._open.update(subjects)
            self._done = asyncio.get_running_loop().create_future()
            for subject in subjects:
                await self._client.publish("dnc", self._payload, reply=subject)
            await self._done


async def concurrent(port: int) -> None:
    """S7: both at their quickest, and both with a call for each request."""
    rounds = 4
    try:
        with servers.nats_server() as nats_port:
            client = await nats.connect(f"nats://127.0.0.1:{nats_port}")
            payload = commdn.pack({"GSW_PHONE": PHONES[0], "GSW_CUSTOMER_ID": CUSTOMER})
            replies = Replies(client, payload)
            await replies.start()
            address = f"127.0.0.1:{port}"
            async with commdn.aio.connect(address, dn=DN, app_dbid=APPLICATION, ocs_dbid=OCS) as session:

                async def sample(work: Coroutine[Any, Any, None]) -> float:
                    started = time.perf_counter_ns()
                    await work
                    return (time.perf_counter_ns() - started) / rounds / WINDOW

                async def calls() -> float:
                    return await sample(
                        window(lambda phone: session.do_not_call(phone, customer_id=CUSTOMER), rounds)
                    )

                async def stream() -> float:
                    return await sample(confirmed(session, rounds))

                async def replied() -> float:
                    return await sample(replies.confirmed(rounds))

                async def peer_calls() -> float:
                    return await sample(window(lambda _: client.request("dnc", payload, timeout=10), rounds))

                sides = (stream, replied, calls, peer_calls)
                samples: list[list[float]] = [[] for _ in sides]
                for turn in range(PAIRS + 1):
                    for kept, side in zip(samples, sides, strict=True):
                        figure = await side()
                        # The first one is for warming up.
                        if turn:
                            kept.append(figure)
            await client.close()
            streamed, published, called, requested = samples
            timing.row("S7", "asyncio, windows of 256", "nats-py, requests", streamed, requested, ">= 10")
            timing.row("S7", "asyncio, windows of 256", "nats-py, published", streamed, published, None)
            timing.row("S7", "asyncio, 256 calls at a time", "nats-py, requests", called, requested, None)
    except servers.Missing as missing:
        timing.no_peer("S7", "asyncio, windows of 256", "nats-py, requests", ">= 10", str(missing))


def report(
    id: str, measure: str, peer_name: str, ours: Callable[[], float], peer: Callable[[], float], goal: str | None
) -> None:
    timing.row(id, measure, peer_name, *timing.pairs(ours, peer, PAIRS), goal)


def main() -> None:
    timing.pin()
    with servers.responder() as port:
        if not WANTED or "S4" in WANTED:
            callers(port)
        if not WANTED or "S5" in WANTED:
            blocking(port)
        if not WANTED or "S6" in WANTED:
            bulk(port)
        if not WANTED or "S7" in WANTED:
            asyncio.run(concurrent(port))


if __name__ == "__main__":
    main()
