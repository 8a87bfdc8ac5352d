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
from workagendas.enums import AgendaState, Status
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
    agenda = WorkAgendaFactory(adopted=True)
    hidden = ActionFactory(agenda=agenda, is_public=False)
    MilestoneFactory(action=hidden, achieved_on=date(2026, 5, 1))
    MilestoneFactory(action=ActionFactory(), achieved_on=date(2026, 5, 1))  # of a draft
    assert [each.about for each in latest_news(5)] == [agenda]


def test_an_agenda_is_news_once_it_was_adopted_also_when_it_is_closed():
    WorkAgendaFactory()
    WorkAgendaFactory(state=AgendaState.CONSULTATION)
    closed = WorkAgendaFactory(adopted=True, state=AgendaState.CLOSED, adopted_on=date(2026, 1, 9))
    adopted = WorkAgendaFactory(adopted=True, adopted_on=date(2026, 3, 1))
    reaching = ActionFactory(agenda=closed)
    reached = MilestoneFactory(action=reaching, achieved_on=date(2026, 2, 1))
    assert [(each.day, each.about, each.milestone) for each in latest_news(5)] == [
        (date(2026, 3, 1), adopted, None),
        (date(2026, 2, 1), reaching, reached),
        (date(2026, 1, 9), closed, None),
    ]


def test_news_takes_three_questions(django_assert_num_queries):
    for number in range(3):
        agenda = WorkAgendaFactory(adopted=True, adopted_on=date(2026, 3, 1 + number))
        MilestoneFactory(action=ActionFactory(agenda=agenda), achieved_on=date(2026, 2, 1))
    with django_assert_num_queries(3):
        assert all(each.about.get_absolute_url() for each in latest_news(6))
