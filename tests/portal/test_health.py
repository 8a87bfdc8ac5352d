"""What `/healthz/live` and `/healthz/ready` tell whoever starts, stops and watches the portal."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from core.freshness.page_cache import PageCache
from notifications.enums import NotificationState
from portal.celery import app
from tests.core.asking import ask
from tests.factories.notifications import NotificationFactory
from tests.serving import ROOT, free_port

pytestmark = [pytest.mark.django_db, pytest.mark.db]

LIVE, READY = "/healthz/live", "/healthz/ready"
WELL = {
    "status": "ok",
    "database": "ok",
    "broker": "none",
    "mail": {"waiting": 0, "failed": 0, "oldestSeconds": None},
}
ASK = """
from django.test import Client
for path in ("/healthz/live", "/healthz/ready"):
    response = Client().get(path, headers={"host": "10.0.0.7"})
    print(response.status_code, response.content.decode())
"""


@contextmanager
def broker_at(url: str, settings) -> Iterator[None]:
    """Tasks go to the broker there, which may be no broker at all."""
    settings.CELERY_TASK_ALWAYS_EAGER = False
    before = app.conf.broker_url
    app.conf.broker_url = url
    try:
        yield
    finally:
        app.conf.broker_url = before


def waiting_for(**ago) -> None:
    due = timezone.now() - timedelta(**ago)
    NotificationFactory(state=NotificationState.PENDING, try_after=due)


def test_a_process_that_works_says_so_and_asks_nobody(client, django_assert_num_queries):
    client.cookies["sessionid"] = "somebody"
    with django_assert_num_queries(0):
        response = client.get(LIVE)
    assert (response.status_code, response.content) == (200, b"ok")
    assert response["Content-Type"] == "text/plain; charset=utf-8"


def test_behind_the_page_cache_nobody_is_asked_either(django_assert_num_queries):
    request_started.disconnect(close_old_connections)
    request_finished.disconnect(close_old_connections)
    try:
        portal = PageCache(get_wsgi_application())
        with django_assert_num_queries(0):
            assert ask(portal, LIVE).body == b"ok"
        assert json.loads(ask(portal, READY).body) == WELL
        waiting_for(minutes=1)
        assert json.loads(ask(portal, READY).body)["mail"]["waiting"] == 1
    finally:
        request_started.connect(close_old_connections)
        request_finished.connect(close_old_connections)


def test_all_is_well(client):
    response = client.get(READY)
    assert (response.status_code, response.json()) == (200, WELL)


@pytest.mark.parametrize("path", [LIVE, READY])
def test_answers_are_nobodys_and_kept_by_nobody(client, path):
    response = client.get(path)
    assert "no-store" in response["Cache-Control"]
    assert "Content-Language" not in response
    assert not response.cookies
    assert client.post(path).status_code == 405
    assert client.head(path).status_code == 200


@pytest.mark.parametrize("path", [LIVE, READY])
def test_they_answer_by_any_name_and_without_tls(client, settings, path):
    settings.SECURE_SSL_REDIRECT = True
    assert client.get(path, headers={"host": "10.0.0.7:8000"}).status_code == 200
    assert client.get("/healthz/other", headers={"host": "10.0.0.7:8000"}).status_code == 400
    assert client.get("/robots.txt").status_code == 301


def test_the_queue_of_mails_is_told(client):
    NotificationFactory(state=NotificationState.FAILED, failure="550 nobody")
    waiting_for(minutes=3)
    told = client.get(READY).json()
    assert told["mail"].pop("oldestSeconds") in range(180, 240)
    assert told == WELL | {"mail": {"waiting": 1, "failed": 1}}


def test_a_mail_that_waits_too_long_degrades_the_portal_which_goes_on(client):
    waiting_for(minutes=14)
    assert client.get(READY).json()["status"] == "ok"
    waiting_for(minutes=15, seconds=1)
    response = client.get(READY)
    assert (response.status_code, response.json()["status"]) == (200, "degraded")


def test_missing_migrations_make_it_unavailable(client):
    MigrationRecorder(connection).record_unapplied("notifications", "0001_outbox_and_inbox")
    response = client.get(READY)
    assert response.status_code == 503
    assert response.json() == {
        "status": "unavailable",
        "database": "migrations missing",
        "broker": "none",
        "mail": None,
    }


def test_without_its_database_it_lives_and_is_unavailable():
    nowhere = f"postgres://127.0.0.1:{free_port()}/nowhere"
    done = subprocess.run(
        [sys.executable, "manage.py", "shell", "--no-imports", "-c", ASK],
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": nowhere},
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    live, ready = done.stdout.splitlines()
    assert live == "200 ok"
    status, _space, told = ready.partition(" ")
    unavailable = {"status": "unavailable", "database": "no answer", "mail": None}
    assert (status, json.loads(told)) == ("503", WELL | unavailable)


# ── The broker ──


@pytest.mark.redis
def test_a_broker_that_answers_is_well(client, settings, redis_url):
    with broker_at(redis_url, settings):
        assert client.get(READY).json() == WELL | {"broker": "ok"}


def test_without_its_broker_the_portal_goes_on_and_says_so_at_once(client, settings):
    with broker_at(f"redis://127.0.0.1:{free_port()}/0", settings):
        began = time.monotonic()
        response = client.get(READY)
    assert time.monotonic() - began < 1
    assert response.status_code == 200
    assert response.json() == WELL | {"status": "degraded", "broker": "no answer"}


def test_a_broker_that_says_nothing_is_not_waited_for_long(client, settings):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        with broker_at(f"redis://127.0.0.1:{silent.getsockname()[1]}/0", settings):
            began = time.monotonic()
            told = client.get(READY).json()
        assert time.monotonic() - began < 2.5
    assert told == WELL | {"status": "degraded", "broker": "no answer"}
