"""Celery as the portal needs it: nothing is lost with a worker, and no task outlives a lease."""

from django.conf import settings

from notifications import delivery
from portal.celery import app

SCHEDULE = settings.CELERY_BEAT_SCHEDULE.values()


def test_a_worker_that_dies_leaves_its_task_to_another():
    assert app.conf.task_acks_late
    assert app.conf.task_reject_on_worker_lost
    assert app.conf.worker_prefetch_multiplier == 1


def test_a_task_ends_before_others_may_take_its_mails():
    soft, hard = app.conf.task_soft_time_limit, app.conf.task_time_limit
    assert 2 * delivery.SHARE_OF_LEASE * settings.MAIL_LEASE_SECONDS <= soft < hard
    assert hard < settings.MAIL_LEASE_SECONDS


def test_tasks_travel_as_json_and_no_other_way():
    assert app.conf.task_serializer == "json"
    assert app.conf.accept_content == ["json"]


def test_what_the_clock_asks_for_is_a_task_and_mails_have_a_queue_of_their_own():
    app.loader.import_default_modules()
    for entry in SCHEDULE:
        assert entry["task"] in app.tasks
        queue = app.amqp.router.route({}, entry["task"])["queue"].name
        assert queue == ("mail" if entry["task"].startswith("notifications.") else "rest")


def test_sweeps_that_nobody_came_to_do_not_pile_up():
    for entry in SCHEDULE:
        if entry["schedule"] == settings.SWEEP_SECONDS:
            assert entry["options"]["expires"] <= settings.SWEEP_SECONDS
    assert any(entry["schedule"] == settings.SWEEP_SECONDS for entry in SCHEDULE)
