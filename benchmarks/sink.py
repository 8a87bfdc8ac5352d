"""A mail server in a process of its own: it takes every mail, and says how many and until when."""

import asyncio
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing import get_context

from aiosmtpd.smtp import SMTP

from benchmarks.targets import HOST

PATIENCE = 60  # seconds, for mails to arrive


class Sink:
    """`port` is where it listens."""

    def __init__(self):
        processes = get_context("spawn")
        self._port, self._accepted = processes.Value("i"), processes.Value("L")
        self._last_at = processes.Value("d")
        counts = (self._port, self._accepted, self._last_at)
        self.process = processes.Process(target=_serve, args=counts, daemon=True)

    @property
    def port(self) -> int:
        wait_until(lambda: self._port.value)
        return self._port.value

    def last_of(self, number: int) -> float:
        """Return when the last of so many mails was accepted, by `time.monotonic`; count anew.

        Raises TimeoutError when they do not come.
        """
        wait_until(lambda: self._accepted.value >= number)
        self._accepted.value = 0
        return self._last_at.value


@contextmanager
def listening() -> Iterator[Sink]:
    """Give a sink that takes mails as long as the block lasts."""
    sink = Sink()
    sink.process.start()
    try:
        yield sink
    finally:
        sink.process.kill()
        sink.process.join()


def wait_until(is_so: Callable[[], object]) -> None:
    """Return when it is so; raise TimeoutError when that takes too long."""
    end = time.monotonic() + PATIENCE
    while not is_so():
        if time.monotonic() > end:
            raise TimeoutError(f"What was waited for did not come within {PATIENCE} seconds.")
        time.sleep(0.002)


def _serve(port, accepted, last_at) -> None:
    class Counter:
        async def handle_DATA(self, server, session, envelope):  # noqa: N802 - aiosmtpd’s
            last_at.value = time.monotonic()
            accepted.value += 1
            return "250 OK"

    async def serve() -> None:
        make = asyncio.get_running_loop().create_server
        server = await make(lambda: SMTP(Counter(), hostname=HOST), HOST, 0)
        port.value = server.sockets[0].getsockname()[1]
        await server.serve_forever()

    asyncio.run(serve())
