"""A mail server on loopback that keeps what it accepts, and misbehaves as it is told."""

import asyncio
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from enum import StrEnum

from aiosmtpd.controller import Controller

from tests.serving import free_port

HOST = "127.0.0.1"
A_LONG_TIME = 600  # seconds


class Fault(StrEnum):
    """What becomes of a mail when all of it has been read."""

    REFUSED = "554 5.7.1 not from here"
    FULL = "452 4.2.2 the mailbox is full"
    CLOSING = "421 4.3.2 closing down"
    HANGS = "no answer"
    DROPPED = "the connection ends and the mail is lost"
    DROPPED_LATE = "the mail is accepted and the connection ends before it is said"


class Sink:
    """`accepted` are the Message-IDs in order, again where a mail came again.

    `refused` holds recipients that are not known here, unless nobody is. A fault happens to the
    mails whose numbers are in `faults` (from 1, in the order in which they were read), or to each
    when `always` names one. Each mail takes `seconds`.
    """

    def __init__(self, seconds: float = 0):
        self.port = free_port()
        self.seconds = seconds
        self.accepted: list[str] = []
        self.connections = 0
        self.read = 0
        self.refused: set[str] = set()
        self.refuses_everybody = False
        self.faults: dict[int, Fault] = {}
        self.always: Fault | None = None

    @property
    def copies(self) -> Counter:
        """How often each Message-ID was accepted."""
        return Counter(self.accepted)

    async def handle_EHLO(self, server, session, envelope, hostname, responses):  # noqa: N802 - aiosmtpd’s
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):  # noqa: N802 - aiosmtpd’s
        if self.refuses_everybody or address in self.refused:
            return f"550 5.1.1 <{address}> nobody here is called {address}"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - aiosmtpd’s
        self.read += 1
        fault = self.always or self.faults.get(self.read)
        await asyncio.sleep(A_LONG_TIME if fault is Fault.HANGS else self.seconds)
        if fault in (None, Fault.DROPPED_LATE):
            self.accepted.append(message_from_bytes(envelope.content)["Message-ID"])
        if fault in (Fault.DROPPED, Fault.DROPPED_LATE):
            server.transport.abort()
        return str(fault or "250 OK")


@contextmanager
def listening(sink: Sink) -> Iterator[Sink]:
    """The sink takes mails as long as the block lasts."""
    controller = Controller(sink, hostname=HOST, port=sink.port)
    controller.start()
    try:
        yield sink
    finally:
        controller.stop()
