"""Very many examples, to measure how the portal does with them. For PostgreSQL."""

import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import islice

from django.db import connections, transaction
from django.db.models import OuterRef, Subquery
from django.utils import timezone

from charter.models import Charter, Theme
from core.errors import DomainError
from core.freshness.changes import content_changed
from core.models import ExampleSet
from partners.models import Organisation
from workagendas.enums import ActionState, AgendaState, RoundState, Status, UpdateState
from workagendas.examples import APP
from workagendas.models import (
    Action,
    Milestone,
    Participation,
    ProgressUpdate,
    ReportingRound,
    WorkAgenda,
)
from workagendas.models.agendas import FIRST_YEARS
from workagendas.workflow import freeze

FIRST_PERIOD = 2030  # after the periods of the other examples
ACTIONS_AN_AGENDA = 40
MOST_ACTIONS_A_GOAL = 999
BATCH = 2_000
ADOPTED_AT = datetime(2026, 5, 20, 12, tzinfo=UTC)
STATUSES = (Status.ON_TRACK, Status.ON_TRACK, Status.NEEDS_ATTENTION)

Progress = Callable[[str, int, int], None]  # what, how many are done, of how many


class NoRoom(DomainError):
    """There is no place for so many, or not in this database."""


@transaction.atomic
def make_load(*, actions: int, updates: int, progress: Progress) -> None:
    """There are so many more example actions, and so many updates spread evenly over them.

    They lie in agendas of later periods. Each action has an update in each of as many rounds of a
    week as it takes. Raises `NoRoom`.
    """
    charter = Charter.objects.in_force().first()
    if charter is None:
        raise NoRoom("The charter is not there yet: run manage.py load_content first.")
    if WorkAgenda.objects.filter(starts_in__gte=FIRST_PERIOD).exists():
        raise NoRoom("There are agendas from 2030 on already: run manage.py remove_examples first.")
    made = _make_actions(list(charter.themes.prefetch_related("goals")), actions, progress)
    rounds = _make_rounds(-(-updates // len(made)) if made else 0)
    _copy_updates(made, rounds, updates, progress)
    _point_at_latest(made)
    ExampleSet.objects.get_or_create(app=APP, defaults={"loaded_at": timezone.now()})
    content_changed(ProgressUpdate.objects.db, ProgressUpdate)


# ── Agendas and actions ──────────────────────────────────────────────────────────────────────────


def _make_actions(themes: list[Theme], number: int, progress: Progress) -> list[Action]:
    periods = [year for year in FIRST_YEARS if year >= FIRST_PERIOD]
    room = len(periods) * len(themes)
    an_agenda = max(ACTIONS_AN_AGENDA, -(-number // room))
    if an_agenda > MOST_ACTIONS_A_GOAL:
        raise NoRoom(f"There is room for {room * MOST_ACTIONS_A_GOAL} actions at most.")
    partners = list(Organisation.objects.signatories().select_related("region"))
    made: list[Action] = []
    for year in periods:
        for theme in themes:
            if len(made) < number:
                agenda = _agenda(theme, year)
                count = min(an_agenda, number - len(made))
                made += _actions_of(agenda, theme, count, partners)
                freeze(agenda, by=None, at=ADOPTED_AT)
                progress("actions", len(made), number)
    return made


def _agenda(theme: Theme, year: int) -> WorkAgenda:
    return WorkAgenda.objects.create(
        theme=theme,
        starts_in=year,
        slug_nl=f"voorbeeld-{theme.number}",
        slug_en=f"example-{theme.number}",
        title_nl=f"Voorbeeld van een werkagenda, thema {theme.number}",
        title_en=f"Example of a work agenda, theme {theme.number}",
        introduction_nl="Voorbeeld, om te meten hoe het portaal met veel gegevens omgaat.",
        introduction_en="Example, to measure how the portal does with much data.",
        state=AgendaState.ADOPTED,
        adopted_on=ADOPTED_AT.date(),
        decision_nl="Voorbeeld.",
        decision_en="Example.",
        is_example=True,
    )


def _actions_of(
    agenda: WorkAgenda, theme: Theme, count: int, partners: list[Organisation]
) -> list[Action]:
    """Return new actions, by turns for each goal, each with partners and a milestone."""
    goals = list(theme.goals.all())
    actions = Action.objects.bulk_create(
        Action(
            agenda=agenda,
            code=f"{agenda.starts_in}-{goals[n % len(goals)].code}-{n // len(goals) + 1:02}",
            main_goal=goals[n % len(goals)],
            lead=partners[n % len(partners)],
            title_nl=f"Voorbeeldactie {n + 1}",
            title_en=f"Example action {n + 1}",
            description_nl="Voorbeeld van een actie.",
            description_en="Example of an action.",
            expected_result_nl="Voorbeeld van een resultaat.",
            expected_result_en="Example of a result.",
            starts_on=agenda.first_day,
            due_on=agenda.last_day,
            is_public=True,
            state=ActionState.IN_PROGRESS,
            is_example=True,
        )
        for n in range(count)
    )
    Participation.objects.bulk_create(
        Participation(action=action, organisation=partner, position=place, part_nl="Doet mee.")
        for n, action in enumerate(actions)
        for place, partner in enumerate(_others(partners, n), start=1)
    )
    Milestone.objects.bulk_create(
        Milestone(
            action=action,
            title_nl="Voorbeeldmijlpaal",
            title_en="Example milestone",
            due_on=agenda.last_day,
            is_example=True,
        )
        for action in actions
    )
    return actions


def _others(partners: list[Organisation], n: int) -> list[Organisation]:
    """Return one partner of each other region than that of the n-th lead."""
    lead = partners[n % len(partners)]
    by_region = {each.region_id: each for each in partners if each.region_id != lead.region_id}
    return list(by_region.values())


# ── Rounds and updates ───────────────────────────────────────────────────────────────────────────


def _make_rounds(number: int) -> list[ReportingRound]:
    """Return so many new closed rounds of a week, the earliest first."""
    first = date(FIRST_PERIOD, 1, 7)
    days = [first + timedelta(weeks=n) for n in range(number)]
    return ReportingRound.objects.bulk_create(
        ReportingRound(
            name_nl=f"Voorbeeldronde {n}",
            name_en=f"Example round {n}",
            starts_on=day - timedelta(days=6),
            ends_on=day,
            reference_date=day,
            due_on=day + timedelta(days=14),
            state=RoundState.CLOSED,
            is_example=True,
        )
        for n, day in enumerate(days, start=1)
    )


def _copy_updates(
    actions: list[Action], rounds: list[ReportingRound], number: int, progress: Progress
) -> None:
    """The updates are written with COPY, which takes a row in a hundredth of an INSERT's time."""
    fields = [field for field in ProgressUpdate._meta.concrete_fields if not field.primary_key]
    connection = connections[ProgressUpdate.objects.db]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(field.column) for field in fields)
    copy = f"COPY {quote(ProgressUpdate._meta.db_table)} ({columns}) FROM STDIN"
    rows = islice(_updates(actions, rounds), number)
    done = 0
    while batch := list(islice(rows, BATCH)):
        with connection.cursor() as cursor, cursor.copy(copy) as target:
            for update in batch:
                target.write_row([update[field.attname] for field in fields])
        done += len(batch)
        progress("updates", done, number)


def _updates(actions: list[Action], rounds: list[ReportingRound]) -> Iterator[dict]:
    """Give the values of an update for each round and action, the earliest round first."""
    defaults = {
        field.attname: field.get_default() for field in ProgressUpdate._meta.concrete_fields
    }
    at = datetime(2026, 7, 20, 9, tzinfo=UTC)
    for place, round_ in enumerate(rounds):
        for n, action in enumerate(actions):
            yield defaults | {
                "uid": uuid.uuid4(),
                "action_id": action.pk,
                "round_id": round_.pk,
                "organisation_id": action.lead_id,
                "state": UpdateState.PUBLISHED.value,
                "status": STATUSES[(n + place) % len(STATUSES)].value,
                "percentage": place % 101,
                "headline": "Voorbeeld van een bericht.",
                "happened": "Voorbeeld van wat er gebeurde.",
                "next_steps": "Voorbeeld van wat volgt.",
                "submitted_at": at,
                "published_at": at,
                "is_example": True,
            }


def _point_at_latest(actions: list[Action]) -> None:
    newest = ProgressUpdate.objects.filter(action=OuterRef("pk")).order_by("-id").values("pk")[:1]
    made = Action.objects.filter(pk__in=[action.pk for action in actions])
    made.update(latest_update=Subquery(newest))
