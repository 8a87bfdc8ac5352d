"""Whether the portal is up, for whoever starts, stops and watches its processes."""

from datetime import datetime, timedelta
from functools import cache

from django.conf import settings
from django.db import Error as DatabaseError
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import resolve
from django.utils import timezone
from django.views.decorators.http import require_safe
from kombu.exceptions import KombuError
from redis.exceptions import RedisError

from core.freshness.page_cache import HEALTH_CHECKS
from notifications.health import queue_health
from portal.celery import app

PATIENCE = timedelta(minutes=15)  # for the oldest mail that could go out
OK, DEGRADED, UNAVAILABLE = "ok", "degraded", "unavailable"
NO_ANSWER, MIGRATIONS_MISSING, NONE = "no answer", "migrations missing", "none"


def answer_health_checks_first(get_response):
    """Who asks for the portal's health stands beside it: it may call the portal by any name, and
    nothing is looked up that its answer does not need.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(HEALTH_CHECKS):
            return get_response(request)
        try:
            match = resolve(request.path_info)
        except Http404:
            return get_response(request)
        return match.func(request, **match.kwargs)

    return middleware


@require_safe
def live(request: HttpRequest) -> HttpResponse:
    """Answer that this process does its work. Nobody else is asked: starting this process again
    would not bring back a database.
    """
    return HttpResponse("ok", content_type="text/plain; charset=utf-8")


@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """Answer how what the portal needs is doing: 503 when it can serve nobody.

    Without its broker it goes on: what was to be mailed goes out later.
    """
    database = _database()
    broker = _broker()
    mail = _mail(timezone.now()) if database == OK else None
    if database != OK:
        status = UNAVAILABLE
    elif broker == NO_ANSWER or (mail["oldestSeconds"] or 0) > PATIENCE.total_seconds():
        status = DEGRADED
    else:
        status = OK
    health = {"status": status, "database": database, "broker": broker, "mail": mail}
    return JsonResponse(health, status=503 if status == UNAVAILABLE else 200)


def _database() -> str:
    try:
        applied = MigrationRecorder(connection).applied_migrations()
    except DatabaseError:
        return NO_ANSWER
    return OK if applied.keys() >= _migrations_of_this_release() else MIGRATIONS_MISSING


@cache
def _migrations_of_this_release() -> frozenset[tuple[str, str]]:
    return frozenset(MigrationLoader(None).graph.nodes)


def _broker() -> str:
    if settings.CELERY_TASK_ALWAYS_EAGER:
        return NONE
    try:
        with app.connection_for_write() as broker:
            broker.ensure_connection(max_retries=0)
    except (KombuError, RedisError, OSError):
        return NO_ANSWER
    return OK


def _mail(at: datetime) -> dict[str, int | None]:
    queue = queue_health(at)
    return {
        "waiting": queue.waiting,
        "failed": queue.failed,
        "oldestSeconds": queue.oldest_seconds,
    }
