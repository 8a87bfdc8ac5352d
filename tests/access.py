"""The cast of the access tests, and every address of the portal as its URL configuration has it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone
from rest_framework.views import APIView

from accounts.models import ApiToken, Deputy, Invitation, User
from accounts.roles import Role
from charter.models import Goal
from tests.factories.accounts import make_person
from tests.factories.charter import GoalFactory
from tests.factories.invitations import InvitationFactory
from tests.factories.partners import OrganisationFactory
from tests.factories.tokens import ApiTokenFactory
from tests.factories.workagendas import (
    ActionFactory,
    MilestoneFactory,
    ReactionFactory,
    WorkAgendaFactory,
)
from workagendas.enums import AgendaState
from workagendas.models import Milestone, Reaction, WorkAgenda

PUBLIC, DISABLED = "public", "disabled"
EVERYBODY = [PUBLIC, DISABLED, *Role]
LOGGED_IN = frozenset(Role)


def every_address() -> Iterator[tuple[str, URLPattern]]:
    """Give `(name, pattern)` of each address; names of a namespace are `namespace:name`."""

    def collect(patterns, namespace) -> Iterator[tuple[str, URLPattern]]:
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                inner = f"{pattern.namespace}:" if pattern.namespace else namespace
                yield from collect(pattern.url_patterns, inner)
            else:
                yield f"{namespace}{pattern.name}", pattern

    yield from collect(get_resolver().url_patterns, "")


def is_public(pattern: URLPattern) -> bool:
    return getattr(pattern.callback, "is_public", False)


def verbs_of_api(pattern: URLPattern) -> frozenset[str]:
    """Return the verbs that an address of the API offers; none for a page."""
    view = getattr(pattern.callback, "cls", None)
    if view is None or not issubclass(view, APIView):
        return frozenset()
    actions = getattr(pattern.callback, "actions", None)  # of a resource, by verb
    offered = actions or [verb for verb in view.http_method_names if hasattr(view, verb)]
    return frozenset(offered) - {"head", "options"}


@dataclass(frozen=True)
class World:
    """One person a role, all of one organisation; a disabled one who has every role; and rows."""

    people: dict[str, User]
    colleague: User
    secretary: User
    administrator: User
    stranger: User
    term: Deputy
    invitation: Invitation
    token: ApiToken
    goal: Goal
    milestone: Milestone  # of the organisation's own action, in an agenda in consultation
    reaction: Reaction  # to that agenda
    draft: WorkAgenda


def make_world() -> World:
    organisation = OrganisationFactory()
    people = {
        role: make_person(role, organisation=organisation, name=f"Voorbeeld {role}")
        for role in Role
    }
    people[DISABLED] = make_person(*Role, organisation=organisation, is_active=False)
    colleague = make_person(Role.PARTNER, organisation=organisation, name="Voorbeeld Collega")
    heard = WorkAgendaFactory(
        state=AgendaState.CONSULTATION, consultation_ends_on=timezone.localdate()
    )
    return World(
        people=people,
        colleague=colleague,
        secretary=make_person(Role.SECRETARIAT, organisation=organisation),
        administrator=make_person(Role.ADMINISTRATOR, organisation=organisation),
        stranger=make_person(Role.PARTNER, organisation=OrganisationFactory()),
        term=Deputy.objects.create(
            person=colleague,
            deputy=people[Role.PARTNER],
            starts_on=date(2026, 7, 1),
            ends_on=date(2026, 7, 31),
        ),
        invitation=InvitationFactory(
            organisation=organisation, invited_by=people[Role.SECRETARIAT], role=Role.PARTNER
        ),
        token=ApiTokenFactory(person=colleague, expires_at=timezone.now() + timedelta(days=7)),
        goal=GoalFactory(title_nl="Voorbeeld", title_en=""),
        milestone=MilestoneFactory(action=ActionFactory(agenda=heard, lead=organisation)),
        reaction=ReactionFactory(agenda=heard),
        draft=WorkAgendaFactory(),
    )
