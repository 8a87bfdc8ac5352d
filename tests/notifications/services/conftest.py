from collections.abc import Iterator

import pytest

from tests.notifications.services.sink import HOST, Sink, listening
from tests.notifications.services.workers import Broker


@pytest.fixture
def sink() -> Iterator[Sink]:
    with listening(Sink()) as running:
        yield running


@pytest.fixture
def mailing(sink, settings) -> Sink:
    """The sink, where this process sends its mails."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = HOST, sink.port
    settings.EMAIL_TIMEOUT = 1  # seconds
    return sink


@pytest.fixture
def broker() -> Iterator[Broker]:
    running = Broker()
    running.start()
    yield running
    running.stop()
