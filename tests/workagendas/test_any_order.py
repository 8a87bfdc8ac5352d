"""Whatever is tried in whatever order, an agenda keeps its trail and no action waits for itself."""

from datetime import timedelta
from graphlib import TopologicalSorter
from itertools import pairwise

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import User
from core.errors import DomainError
from tests.workagendas.wholes import a_whole_action, a_whole_agenda
from workagendas import workflow
from workagendas.enums import PUBLISHED_AGENDAS, AgendaState
from workagendas.models import Action, ActionDependency, WorkAgenda
from workagendas.substance import canonical, digest_of, substance_of

pytestmark = [pytest.mark.db, pytest.mark.django_db]

TODAY = timezone.localdate()
ACTIONS = 3
FOLLOWS = {
    AgendaState.DRAFT: {AgendaState.CONSULTATION},
    AgendaState.CONSULTATION: {AgendaState.DRAFT, AgendaState.ADOPTED},
    AgendaState.ADOPTED: {AgendaState.CLOSED},
    AgendaState.CLOSED: set(),
}

words = st.sampled_from(["", " ", "Daarom.", "Pourquoi pas?", "één “reden” 🌉"])
places = st.integers(0, ACTIONS - 1)
steps = st.lists(
    st.one_of(
        st.tuples(st.just("consult")),
        st.tuples(st.just("wait")),
        st.tuples(st.just("take_back"), words),
        st.tuples(st.just("adopt"), words),
        st.tuples(st.just("amend"), places, words, words),
        st.tuples(st.just("note"), places, words),
        st.tuples(st.just("drop_partner"), places, words),
        st.tuples(st.just("depend"), places, places, words),
        st.tuples(st.just("move"), places, st.integers(-5, 800), words),
        st.tuples(st.just("close"), words),
    ),
    max_size=10,
)
# As far as an agenda may be on its way when the tries begin.
WAY = [("consult",), ("wait",), ("adopt", "Besloten."), ("close", "Voorbij.")]
begins = st.sampled_from([WAY[:0], WAY[:2], WAY[:3], WAY[:3], WAY])


class Play:
    """An agenda with three actions, and what may be tried on it."""

    def __init__(self, by: User, begin: list[tuple]):
        self.by = by
        self.agenda = a_whole_agenda()
        for _ in range(ACTIONS - 1):
            a_whole_action(self.agenda)
        for name, *what in begin:
            getattr(self, name)(*what)

    @property
    def actions(self) -> list[Action]:
        return list(self.agenda.actions.order_by("pk"))

    def consult(self):
        workflow.open_consultation(agenda=self.agenda, ends_on=TODAY, by=self.by)

    def wait(self):
        yesterday = TODAY - timedelta(days=1)
        WorkAgenda.objects.in_consultation().update(consultation_ends_on=yesterday)

    def take_back(self, why: str):
        workflow.take_back(agenda=self.agenda, reason=why, by=self.by)

    def adopt(self, decision: str):
        decided = {"nl": decision}
        workflow.adopt_agenda(agenda=self.agenda, adopted_on=TODAY, decision=decided, by=self.by)

    def close(self, why: str):
        workflow.close_agenda(agenda=self.agenda, reason=why, by=self.by)

    def amend(self, place: int, text: str, why: str):
        with workflow.amending(agenda=self.agenda, by=self.by, reason=why):
            action = self.actions[place]
            action.description_nl = text
            action.save()

    def note(self, place: int, text: str):
        with workflow.amending(agenda=self.agenda, by=self.by):
            action = self.actions[place]
            action.internal_notes = text
            action.save()

    def drop_partner(self, place: int, why: str):
        with workflow.amending(agenda=self.agenda, by=self.by, reason=why):
            self.actions[place].participations.all().delete()

    def depend(self, place: int, needed: int, why: str):
        action, other = self.actions[place], self.actions[needed]
        workflow.set_dependencies(action=action, needs=[other], by=self.by, reason=why)

    def move(self, place: int, days: int, why: str):
        workflow.move_milestone(
            milestone=self.actions[place].milestones.get(),
            due_on=self.agenda.first_day + timedelta(days=days),
            reason=why,
            language="nl",
            by=self.by,
        )


def told(agenda: WorkAgenda) -> tuple:
    """Return all of the agenda that an act may change."""
    return (
        agenda.state,
        canonical(substance_of(agenda)),
        list(agenda.snapshots.order_by("number").values_list("number", "digest")),
        sorted(ActionDependency.objects.values_list("action", "needs")),
    )


def must_hold(agenda: WorkAgenda) -> None:
    snapshots = list(agenda.snapshots.order_by("number"))
    assert [row.number for row in snapshots] == list(range(1, len(snapshots) + 1))
    assert bool(snapshots) == (agenda.state in PUBLISHED_AGENDAS)
    for row in snapshots:
        assert row.digest == digest_of(row.content)
        assert bool(row.reason_nl) == (row.number > 1)
    for earlier, later in pairwise(snapshots):
        assert earlier.content != later.content
    if snapshots:
        assert snapshots[-1].content == canonical(substance_of(agenda))
    for action in agenda.actions.all():
        if agenda.state in PUBLISHED_AGENDAS:
            assert action.participations.exists()
    needs: dict[int, set[int]] = {}
    for action, needed in ActionDependency.objects.values_list("action", "needs"):
        needs.setdefault(action, set()).add(needed)
    TopologicalSorter(needs).prepare()  # raises for a circle


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(begin=begins, tries=steps)
def test_whatever_is_tried_the_trail_is_whole(secretary, begin, tries):
    with transaction.atomic():
        play = Play(secretary, begin)
        for name, *what in tries:
            before = told(fresh(play.agenda))
            try:
                getattr(play, name)(*what)
            except DomainError:
                assert told(fresh(play.agenda)) == before
            after = fresh(play.agenda)
            if after.state != before[0]:
                assert after.state in FOLLOWS[before[0]]
            if before[0] == AgendaState.CLOSED:
                assert told(after) == before
            must_hold(after)
        transaction.set_rollback(True)


def fresh(agenda: WorkAgenda) -> WorkAgenda:
    return WorkAgenda.objects.with_theme().get(pk=agenda.pk)
