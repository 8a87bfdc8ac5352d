"""What happened last: published reports and reached milestones, of public actions alone."""

from datetime import UTC, date, datetime

import pytest

from tests.factories.workagendas import (
    ActionFactory,
    MilestoneFactory,
    ProgressUpdateFactory,
    ReportingRoundFactory,
    WorkAgendaFactory,
)
from workagendas.enums import Status
from workagendas.models import Action
from workagendas.news import latest_news

pytestmark = [pytest.mark.db, pytest.mark.django_db]


def test_the_newest_of_both_kinds_come_first():
    agenda = WorkAgendaFactory(adopted=True)
    reported, reaching = ActionFactory(agenda=agenda), ActionFactory(agenda=agenda)
    update = ProgressUpdateFactory(
        action=reported,
        round=ReportingRoundFactory(),
        status=Status.COMPLETED,
        published_at=datetime(2026, 8, 31, 22, 30, tzinfo=UTC),  # 1 September in Brussels
    )
    Action.objects.filter(pk=reported.pk).update(latest_update=update)
    later = MilestoneFactory(action=reaching, achieved_on=date(2026, 9, 2))
    MilestoneFactory(action=reaching, achieved_on=date(2026, 1, 2))
    newest, second = latest_news(2)
    assert (newest.day, newest.action, newest.milestone) == (date(2026, 9, 2), reaching, later)
    assert (second.day, second.action, second.status) == (
        date(2026, 9, 1),
        reported,
        Status.COMPLETED,
    )


def test_what_is_not_public_is_no_news():
    hidden = ActionFactory(agenda=WorkAgendaFactory(adopted=True), is_public=False)
    MilestoneFactory(action=hidden, achieved_on=date(2026, 5, 1))
    MilestoneFactory(action=ActionFactory(), achieved_on=date(2026, 5, 1))  # of a draft
    assert latest_news(5) == []
