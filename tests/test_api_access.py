"""Who may do what in the API: every address and verb of the URL configuration, for everybody.

What may not be seen is 404, what may be seen and not done is 403, and whoever is not known (a
disabled account is not) gets 401 where one must be. A verb without a row here fails.
"""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.enums import TokenScope
from accounts.models import ApiToken, User
from accounts.models.invitation import digest_of
from accounts.roles import Role
from charter.enums import CharterState
from charter.models import Goal
from partners.models import Organisation
from tests.access import (
    DISABLED,
    EVERYBODY,
    LOGGED_IN,
    PUBLIC,
    World,
    every_address,
    make_world,
    verbs_of_api,
)
from tests.core.api.calls import NETWORK
from tests.factories.charter import (
    CharterFactory,
    GoalFactory,
    ParagraphFactory,
    SignaturePartyFactory,
    ThemeFactory,
)
from tests.factories.notifications import NotificationFactory
from tests.factories.partners import MunicipalityFactory, OrganisationFactory, RegionFactory
from tests.factories.tokens import ApiTokenFactory
from tests.factories.workagendas import (
    HAPPENED_AT,
    ActionFactory,
    AgendaSnapshotFactory,
    ContributionFactory,
    FundingSourceFactory,
    IndicatorFactory,
    IndicatorValueFactory,
    MilestoneFactory,
    ParticipationFactory,
    ProgressUpdateFactory,
    ReactionFactory,
    RegionStakeFactory,
    ReportingRoundFactory,
    StakeConsentFactory,
    WorkAgendaFactory,
)
from workagendas.enums import AgendaState
from workagendas.models import ReportingRound

pytestmark = pytest.mark.django_db

UNKNOWN, FORBIDDEN, MISSING, CONFLICT, OPEN = 401, 403, 404, 409, "open"
SESSION = "session"
WAYS = [SESSION, *TokenScope]

SECRETARIAT = frozenset({Role.SECRETARIAT})
BACK_OFFICE = SECRETARIAT | {Role.ADMINISTRATOR}
ANYBODY = frozenset(EVERYBODY)
NOBODY = frozenset()


@dataclass(frozen=True)
class Row:
    """What a verb answers. `may`: who gets it; `sees`: who sees the thing but may not act.

    `only_in_session`: a token never gets it. `is_private`: whoever is not known
    is asked who they are. `asks_who`: a token that does not work is told so. `conflicts`: who may
    do such a thing is told that it cannot be done here.
    """

    may: frozenset
    to: Callable[[World], dict] = lambda world: {}
    sees: frozenset = NOBODY
    body: dict | None = None
    headers: dict[str, str] = field(default_factory=dict)
    only_in_session: bool = False
    is_private: bool = False
    conflicts: bool = False
    asks_who: bool = True


def of_draft(prefix: str = "", suffix: str = "") -> Callable[[World], dict]:
    def to(world: World) -> dict:
        year = world.goal.theme.charter.year
        return {"identifier": f"{prefix}{year}{suffix}"}

    return to


def named(identifier: str) -> Callable[[World], dict]:
    return lambda world: {"identifier": identifier}


def told_to_a_colleague(world: World) -> dict:
    return {"uid": NotificationFactory(recipient=world.colleague).uid}


PUBLISHED = {
    "charters": "2026",
    "themes": "2026-1",
    "goals": "2026-1A",
    "paragraphs": "2026-opening",
    "signatures": "2026-1",
    "regions": "kempen",
    "municipalities": "mol",
    "organisations": "pa",
}
DRAFTS = {"charters": of_draft(), "themes": of_draft(suffix="-1"), "goals": of_draft(suffix="-1A")}
MUNICIPALITY = {
    "code": "GM9999",
    "slug": "x",
    "name": "X",
    "country": "NL",
    "kind": "neighbour",
}


def rows() -> Iterator[tuple[str, str, Row]]:
    for plural, identifier in PUBLISHED.items():
        one = named(identifier)
        yield f"api-{plural}-list", "get", Row(ANYBODY)
        yield f"api-{plural}-detail", "get", Row(ANYBODY, one)
        yield f"api-{plural}-detail", "patch", Row(SECRETARIAT, one, sees=ANYBODY, body={})
    for plural, draft in DRAFTS.items():
        yield f"api-{plural}-detail", "get", Row(BACK_OFFICE, draft)
        yield f"api-{plural}-detail", "patch", Row(SECRETARIAT, draft, sees=BACK_OFFICE, body={})
    for plural, body in (("municipalities", MUNICIPALITY), ("organisations", NETWORK)):
        yield f"api-{plural}-list", "post", Row(SECRETARIAT, sees=ANYBODY, body=body)
    yield "api-organisations-detail", "delete", Row(SECRETARIAT, named("los"), sees=ANYBODY)
    yield from rows_of_agendas()
    yield "api", "get", Row(ANYBODY)
    yield "openapi", "get", Row(ANYBODY, asks_who=False)
    yield "api_docs", "get", Row(ANYBODY, asks_who=False)
    yield "api_problem", "get", Row(ANYBODY, lambda world: {"kind": "malformed"})
    yield "api-me", "get", Row(LOGGED_IN)
    mine = {"only_in_session": True}
    yield "api-tokens-list", "get", Row(LOGGED_IN, **mine)
    yield "api-tokens-list", "post", Row(LOGGED_IN, body={"name": "Voorbeeld"}, **mine)
    told = {"may": NOBODY, "to": told_to_a_colleague, "is_private": True}
    yield "api-notifications-list", "get", Row(LOGGED_IN)
    yield "api-notifications-detail", "get", Row(**told)
    yield "api-notifications-detail", "patch", Row(**told, body={})
    yield "api-notifications-read-all", "post", Row(LOGGED_IN)
    yield "api-notification-preferences", "get", Row(LOGGED_IN)
    yield "api-notification-preferences", "patch", Row(LOGGED_IN, body={})
    yield "api-tokens-detail", "delete", Row(NOBODY, lambda w: {"uid": w.token.uid}, **mine)


AGENDA, DRAFT, ASKED = "2026-2027-nu", "2028-2029-later", "2030-2031-gevraagd"
ACTION, OTHER, PLANNED = "2026-1A-01", "2026-1A-02", "2028-1A-01"
UNMEASURED, FUNDING = "ongemeten", "eigen"
MILESTONE, PLANNED_MILESTONE, UPDATE, CONTRIBUTION, STAKE, VALUE, REACTION = (
    str(UUID(int=number)) for number in range(1, 8)
)
# Who oversees all, and the liaison person of the region that leads the action.
SEE_DRAFTS = frozenset({Role.SECRETARIAT, Role.TASK_FORCE, Role.LIAISON})
SPEAK_FOR_A_REGION = frozenset({Role.COORDINATOR, Role.LIAISON, Role.TASK_FORCE})
AGREE = frozenset({Role.LIAISON, Role.TASK_FORCE})
AGREE_OR_OVERSEE = AGREE | SECRETARIAT
ANY_VERSION = {"If-Match": "*"}
TEXTS = {"nl": "Voorbeeld"}
SAID = {"text": "Goed plan.", "language": "nl"}
ADDED_TO = {
    "work-agendas": {
        "theme": "2026-1",
        "startsIn": 2032,
        "slug": {"nl": "nog-later", "en": "later-still"},
        "title": TEXTS,
    },
    "actions": {"workAgenda": DRAFT, "title": TEXTS, "mainGoal": "2026-1A", "lead": "pa"},
    "milestones": {"action": PLANNED, "title": TEXTS, "dueOn": "2028-05-01"},
    "indicators": {
        "slug": "nieuw",
        "name": TEXTS,
        "definition": TEXTS,
        "unit": TEXTS,
        "source": TEXTS,
        "direction": "up",
        "frequency": "once",
    },
    "indicator-values": {
        "indicator": "bedrijven",
        "region": "kempen",
        "measuredOn": "2026-01-01",
        "value": 3.5,
    },
}


def rows_of_agendas() -> Iterator[tuple[str, str, Row]]:
    adopted, draft, asked = named(AGENDA), named(DRAFT), named(ASKED)
    found = {
        "work-agendas": AGENDA,
        "actions": ACTION,
        "milestones": MILESTONE,
        "indicators": "bedrijven",
        "indicator-values": VALUE,
        "reporting-rounds": "2026-03-31",
        "progress-updates": UPDATE,
        "contributions": CONTRIBUTION,
        "region-stakes": STAKE,
        "funding-sources": FUNDING,
    }
    for plural, identifier in found.items():
        one = named(identifier)
        yield f"api-{plural}-list", "get", Row(ANYBODY)
        yield f"api-{plural}-detail", "get", Row(ANYBODY, one)
        if plural in ADDED_TO:
            changed = Row(SECRETARIAT, one, sees=ANYBODY, body={}, headers=ANY_VERSION)
            yield f"api-{plural}-detail", "patch", changed
            yield (
                f"api-{plural}-list",
                "post",
                Row(SECRETARIAT, sees=ANYBODY, body=ADDED_TO[plural]),
            )
    by_version = {"headers": ANY_VERSION}
    for plural, stays, goes in (
        ("work-agendas", AGENDA, None),
        ("actions", ACTION, PLANNED),
        ("milestones", None, PLANNED_MILESTONE),
    ):
        if stays:
            yield (
                f"api-{plural}-detail",
                "delete",
                Row(SECRETARIAT, named(stays), sees=ANYBODY, conflicts=True, **by_version),
            )
        if goes:
            yield (
                f"api-{plural}-detail",
                "delete",
                Row(SECRETARIAT, named(goes), sees=SEE_DRAFTS, **by_version),
            )
    removed = {"sees": ANYBODY, "body": {"reason": TEXTS}}
    yield "api-milestones-remove", "post", Row(SECRETARIAT, named(MILESTONE), **removed)
    told = {"sees": ANYBODY, "is_private": True}
    yield "api-stake-agreements", "get", Row(AGREE_OR_OVERSEE, adopted, **told)
    agreed = {"region": "kempen", "agrees": True}
    yield "api-stake-agreements", "post", Row(AGREE, adopted, sees=ANYBODY, body=agreed)
    for plural, goes in (("indicator-values", VALUE), ("indicators", UNMEASURED)):
        gone = Row(SECRETARIAT, named(goes), sees=ANYBODY)
        yield f"api-{plural}-detail", "delete", gone
    for plural, identifier in (("work-agendas", DRAFT), ("actions", PLANNED)):
        yield f"api-{plural}-detail", "get", Row(SEE_DRAFTS, named(identifier))
    yield "api-agenda-snapshots", "get", Row(ANYBODY, adopted)
    yield "api-agenda-snapshot", "get", Row(ANYBODY, lambda w: {"identifier": AGENDA, "number": 1})
    until, why = {"endsOn": "2027-12-31"}, {"reason": "Voorbeeld"}
    decided = {"adoptedOn": "2026-03-02", "decision": TEXTS}
    for act, to, sees, body in (
        ("open-consultation", draft, SEE_DRAFTS, until),
        ("take-back", asked, LOGGED_IN, why),
        ("adopt", asked, LOGGED_IN, decided),
        ("close", adopted, ANYBODY, why),
    ):
        yield f"api-work-agendas-{act}", "post", Row(SECRETARIAT, to, sees=sees, body=body)
    yield "api-reactions-list", "get", Row(LOGGED_IN)
    yield "api-reactions-detail", "get", Row(LOGGED_IN, named(REACTION))
    yield "api-reactions-list", "post", Row(LOGGED_IN, body=SAID | {"workAgenda": "2034-2035-open"})
    answered = Row(SECRETARIAT, named(REACTION), sees=LOGGED_IN, body=SAID)
    yield "api-reactions-answer", "post", answered
    stake = {"action": OTHER, "region": "kempen", "effort": "Veel.", "effortLevel": 3}
    yield "api-region-stakes-list", "post", Row(SPEAK_FOR_A_REGION, sees=ANYBODY, body=stake)
    yield (
        "api-region-stakes-detail",
        "patch",
        Row(SPEAK_FOR_A_REGION, named(STAKE), sees=ANYBODY, body={"burden": "Weinig."}),
    )


ROWS = list(rows())


def make_rows() -> World:
    """Return the cast and a draft; beside them stands one published row of each kind."""
    world = make_world()
    charter = CharterFactory(year=2026, state=CharterState.IN_FORCE)
    goal = GoalFactory(theme=ThemeFactory(charter=charter))
    ParagraphFactory(charter=charter, anchor="opening")
    region = RegionFactory(slug="kempen")
    party = OrganisationFactory(code="pa", region=region)
    make_agendas(goal, party)
    Organisation.objects.filter(pk=world.colleague.organisation_id).update(region=region)
    SignaturePartyFactory(signature__charter=charter, signature__position=1, organisation=party)
    MunicipalityFactory(slug="mol", region=region)
    OrganisationFactory(code="los", region=region)
    for who, person in world.people.items():
        for scope in TokenScope:
            ApiTokenFactory(
                person=person,
                scope=scope,
                digest=digest_of(secret_of(who, scope)),
                expires_at=timezone.now() + timedelta(days=7),
            )
    return world


def make_agendas(goal: Goal, lead: Organisation) -> None:
    """An agenda in each state, with what its lead promises and reports and its region says."""
    theme, partner = goal.theme, OrganisationFactory()
    agenda = WorkAgendaFactory(theme=theme, slug_nl="nu", adopted=True)
    AgendaSnapshotFactory(agenda=agenda)
    draft = WorkAgendaFactory(theme=theme, starts_in=2028, slug_nl="later")
    consulted = {"theme": theme, "state": AgendaState.CONSULTATION}
    asked = WorkAgendaFactory(
        starts_in=2030, slug_nl="gevraagd", consultation_ends_on=date(2026, 3, 1), **consulted
    )
    WorkAgendaFactory(starts_in=2034, slug_nl="open", **consulted)
    promised = {"main_goal": goal, "lead": lead, "expected_result_nl": "Voorbeeld"}
    action = ActionFactory(agenda=agenda, code=ACTION, **promised)
    ActionFactory(agenda=agenda, code=OTHER, **promised)
    planned = ActionFactory(agenda=draft, code=PLANNED, **promised)
    later = ActionFactory(agenda=asked, code="2030-1A-01", **promised)
    for each in (planned, later):
        ParticipationFactory(action=each, organisation=partner)
    MilestoneFactory(action=action, uid=MILESTONE)
    FundingSourceFactory(code=FUNDING)
    MilestoneFactory(action=planned, uid=PLANNED_MILESTONE, due_on=date(2028, 2, 1))
    ProgressUpdateFactory(action=action, uid=UPDATE)
    ContributionFactory(
        action=action, uid=CONTRIBUTION, round=ReportingRound.objects.get(), organisation=partner
    )
    ReportingRoundFactory(reference_date=date(2026, 3, 31), due_on=date(2026, 4, 30))
    for region in (lead.region, RegionFactory(), RegionFactory()):
        StakeConsentFactory(agenda=agenda, region=region)
    RegionStakeFactory(action=action, region=lead.region, uid=STAKE)
    IndicatorFactory(slug=UNMEASURED)
    IndicatorValueFactory(uid=VALUE, indicator=IndicatorFactory(slug="bedrijven"))
    answer = {"answer": "Dank.", "answer_language": "nl", "answered_at": HAPPENED_AT}
    ReactionFactory(agenda=asked, uid=REACTION, organisation=partner, **answer)


def secret_of(who: str, scope: TokenScope) -> str:
    return f"blk_{who}_{scope}"


def test_every_verb_of_every_address_has_a_row():
    offered = {(name, verb) for name, pattern in every_address() for verb in verbs_of_api(pattern)}
    assert {(name, verb) for name, verb, _row in ROWS} == offered


@pytest.mark.parametrize(
    ("name", "verb", "row"), ROWS, ids=[f"{verb}-{name}" for name, verb, _row in ROWS]
)
def test_everybody_gets_what_their_role_allows(name, verb, row):
    world = make_rows()
    path = reverse(name, kwargs=row.to(world))
    got, wanted = {}, {}
    for who in EVERYBODY:
        for way in WAYS if who != PUBLIC else [SESSION]:
            with transaction.atomic():
                got[who, way] = _answer(who, way, world, verb, path, row)
                transaction.set_rollback(True)
            wanted[who, way] = _wanted(who, way, verb, row)
    assert got == wanted


def _wanted(who: str, way: str, verb: str, row: Row) -> str | int:
    if who == DISABLED and way != SESSION and row.asks_who:
        return UNKNOWN
    is_known = who in LOGGED_IN
    if not is_known and (verb != "get" or row.may == LOGGED_IN or row.is_private):
        return UNKNOWN
    if way != SESSION and (row.only_in_session or (verb != "get" and way == TokenScope.READ)):
        return FORBIDDEN
    if who in row.may:
        return CONFLICT if row.conflicts else OPEN
    return FORBIDDEN if who in row.sees else MISSING


def _answer(who: str, way: str, world: World, verb: str, path: str, row: Row) -> str | int:
    """Return the status, or that it opened."""
    client, headers = Client(), dict(row.headers)
    if way != SESSION:
        headers["Authorization"] = f"Bearer {secret_of(who, way)}"
    elif who != PUBLIC:
        client.force_login(world.people[who], "accounts.backends.RecognisePeople")
    body = "" if row.body is None else json.dumps(row.body)
    answer = client.generic(verb.upper(), path, body, "application/json", headers=headers)
    if answer.status_code == UNKNOWN:
        assert answer["WWW-Authenticate"] == "Bearer"
    _require_discretion(who, world, answer)
    return OPEN if answer.status_code in (200, 201, 204) else answer.status_code


COLUMN = re.compile(r"[a-z]_(nl|en)(?![\w-])")  # as a whole end: a secret may hold "_nl"
INTERNAL = {"uid", "pk", "password", "digest", "confirmed", "isActive", "isSuperuser", "groups"}


def _require_discretion(who: str, world: World, answer: HttpResponse) -> None:
    """Nobody reads of a person whom they may not see, a digest, or how things are stored."""
    is_known = who in LOGGED_IN
    reader = world.people[who] if is_known else AnonymousUser()
    own = {reader.email} if is_known else set()
    shown = answer.content.decode()
    for email in set(User.objects.values_list("email", flat=True)) - own:
        assert email not in shown, (who, email)
    for digest in [world.invitation.digest, *ApiToken.objects.values_list("digest", flat=True)]:
        assert digest not in shown
    if "json" in answer.get("Content-Type", ""):
        assert not _members(json.loads(shown)) & INTERNAL
    assert not COLUMN.search(shown)


def _members(told: object) -> set[str]:
    """Return the names of members, of whatever depth."""
    if isinstance(told, dict):
        return set(told).union(*map(_members, told.values()))
    return set().union(*map(_members, told)) if isinstance(told, list) else set()
