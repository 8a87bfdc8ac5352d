"""Load: so many readers who each ask again as soon as they have an answer.

Sync workers close each connection, so every request has one of its own, in HTTP/1.0: its end is
the end of the answer. Readers are threads that mostly wait; they write and read the socket
themselves, so that the load costs little beside what is measured.
"""

import socket
import time
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

from benchmarks.targets import HOST, Target

PATIENCE = 30  # seconds, for an answer
OK = b"HTTP/1.0 200 "
NUMBER = b"\r\nX-Request-ID: "


class Answer(NamedTuple):
    head: bytes
    body: bytes

    @property
    def is_numbered(self) -> bool:
        return NUMBER in self.head


class Load(NamedTuple):
    """How many requests were answered in how many seconds, and how many have a number."""

    requests: int
    numbered: int
    seconds: float

    @property
    def rate(self) -> float:
        """Return the requests per second."""
        return self.requests / self.seconds


def ask(port: int, path: str) -> Answer:
    """Return the whole answer. Raises RuntimeError unless its status is 200."""
    parts = []
    with socket.create_connection((HOST, port), timeout=PATIENCE) as connection:
        connection.sendall(f"GET {path} HTTP/1.0\r\nHost: {HOST}\r\nAccept: */*\r\n\r\n".encode())
        while part := connection.recv(1 << 18):
            parts.append(part)
    head, _blank, body = b"".join(parts).partition(b"\r\n\r\n")
    if not head.startswith(OK):
        raise RuntimeError(f"{path} answered {head[:60]!r}")
    return Answer(head, body)


def load(port: int, target: Target, *, readers: int, seconds: float) -> Load:
    """Ask for so long; the last answers are waited for and count, with the time they take."""
    began = time.perf_counter()
    end = began + seconds

    def read() -> tuple[int, int]:
        requests = numbered = 0
        while time.perf_counter() < end:
            numbered += ask(port, target.path).is_numbered
            requests += 1
        return requests, numbered

    with ThreadPoolExecutor(readers) as pool:
        done = [future.result() for future in [pool.submit(read) for _ in range(readers)]]
    requests, numbered = (sum(column) for column in zip(*done, strict=True))
    return Load(requests, numbered, time.perf_counter() - began)
