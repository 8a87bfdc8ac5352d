from collections.abc import Iterator

import pytest

from core.announce import Event, Urgency
from tests.notifications.events import example_event


@pytest.fixture
def security() -> Iterator[Event]:
    with example_event(Urgency.SECURITY, "example_security") as event:
        yield event


@pytest.fixture
def news() -> Iterator[Event]:
    with example_event(Urgency.NEWS, "example_news") as event:
        yield event


@pytest.fixture
def reminder() -> Iterator[Event]:
    with example_event(Urgency.REMINDER, "example_reminder") as event:
        yield event


@pytest.fixture
def can_wait() -> Iterator[Event]:
    with example_event(Urgency.CAN_WAIT, "example_can_wait") as event:
        yield event
