"""Who may open what: every address of the URL configuration, for everybody in the cast.

What may not be seen is 404, what may be seen but not done is 403, and whoever is not logged in (a
disabled account is not) gets the login, which leads back. A new address without a row here fails,
unless it is a public page (those are walked in tests/portal), a screen of the back office (those
are walked in tests/core/test_back_office.py) or of the API (tests/test_api_access.py).
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import resolve, reverse
from django.utils import translation

from accounts.models import ApiToken, User
from accounts.roles import OF_AN_ORGANISATION, Role
from notifications.events import DAILY_OVERVIEW
from notifications.unsubscribing import Unwanted, unsubscribe_path
from tests.access import (
    DISABLED,
    EVERYBODY,
    LOGGED_IN,
    PUBLIC,
    World,
    every_address,
    is_public,
    make_world,
    verbs_of_api,
)
from tests.factories.notifications import NotificationFactory

pytestmark = pytest.mark.django_db

SECRETARIAT = frozenset({Role.SECRETARIAT})
ADMINISTRATOR = frozenset({Role.ADMINISTRATOR})
EVERYWHERE = SECRETARIAT | ADMINISTRATOR
MANAGERS = EVERYWHERE | {Role.COORDINATOR}
NOBODY = frozenset()
LOGIN, MISSING, FORBIDDEN, OPEN = "login", 404, 403, "open"


@dataclass(frozen=True)
class Row:
    """What an address answers. `may`: who gets it; `sees`: who sees the thing but may not act."""

    may: frozenset
    to: Callable[[World], dict] = field(default=lambda world: {})
    sees: frozenset = NOBODY
    post: dict | Callable[[World], dict] | None = None
    anonymous: str | int = LOGIN  # what somebody gets who is not logged in


def colleague(world: World) -> dict:
    return {"uid": world.colleague.uid}


def secretary(world: World) -> dict:
    return {"uid": world.secretary.uid}


def administrator(world: World) -> dict:
    return {"uid": world.administrator.uid}


def stranger(world: World) -> dict:
    return {"uid": world.stranger.uid}


def term(world: World) -> dict:
    return {"uid": world.term.uid}


def invitation(world: World) -> dict:
    return {"uid": world.invitation.uid}


def token(world: World) -> dict:
    return {"uid": world.token.uid}


def title_of_a_goal(world: World) -> dict:
    return {"model": "charter.goal", "uid": world.goal.uid, "field": "title"}


def notice_to_the_partner(world: World) -> dict:
    return {"uid": NotificationFactory(recipient=world.people[Role.PARTNER]).uid}


def link_of_a_mail(world: World) -> dict:
    return resolve(unsubscribe_path(Unwanted(world.colleague.uid, DAILY_OVERVIEW.key))).kwargs


def agenda(world: World) -> dict:
    return world.reaction.agenda.place


def draft(world: World) -> dict:
    return world.draft.place


def action(world: World) -> dict:
    return agenda(world) | {"code": world.milestone.action.code}


def milestone(world: World) -> dict:
    return {"uid": world.milestone.uid}


def reaction(world: World) -> dict:
    return {"uid": world.reaction.uid}


def of_the_region(world: World) -> dict:
    return {"region": world.milestone.action.lead.region.slug}


PARTNER = frozenset({Role.PARTNER})
SPEAKERS = frozenset({Role.COORDINATOR, Role.LIAISON, Role.TASK_FORCE})
AGREEING = frozenset({Role.LIAISON, Role.TASK_FORCE})
LEADS = OF_AN_ORGANISATION | SECRETARIAT
COORDINATOR = frozenset({Role.COORDINATOR})
DEPUTY = {"deputy": "", "starts_on": "2026-01-01", "ends_on": "2026-01-02"}

ROWS: list[tuple[str, Row]] = [
    # Whether the portal is up: told to whoever asks, the same to everybody
    ("health_live", Row(LOGGED_IN, anonymous=OPEN)),
    ("health_ready", Row(LOGGED_IN, anonymous=OPEN)),
    # My desk
    ("desk", Row(LOGGED_IN)),
    ("profile", Row(LOGGED_IN)),
    ("profile", Row(LOGGED_IN, post={"name": "Voorbeeld", "language": "nl"})),
    ("own_data", Row(LOGGED_IN)),
    ("security", Row(LOGGED_IN)),
    ("tokens", Row(LOGGED_IN)),
    ("make_token", Row(LOGGED_IN)),
    ("make_token", Row(LOGGED_IN, post={"name": "Voorbeeld", "scope": "read", "days": "7"})),
    ("revoke_token", Row(ADMINISTRATOR, token)),
    ("revoke_token", Row(ADMINISTRATOR, token, post={})),
    ("inbox", Row(LOGGED_IN)),
    ("inbox", Row(LOGGED_IN, post={})),
    ("notice", Row(PARTNER, notice_to_the_partner)),
    ("notice", Row(PARTNER, notice_to_the_partner, post={"unread": ""})),
    ("mail_choices", Row(LOGGED_IN)),
    ("mail_choices", Row(LOGGED_IN, post={"choice": "daily", "seen_version": "0"})),
    ("unsubscribe", Row(LOGGED_IN, link_of_a_mail, anonymous=OPEN)),
    ("unsubscribe", Row(LOGGED_IN, link_of_a_mail, post={}, anonymous=OPEN)),
    ("translations", Row(SECRETARIAT)),
    ("translation", Row(SECRETARIAT, title_of_a_goal)),
    ("translation", Row(SECRETARIAT, title_of_a_goal, post={"english": "Example"})),
    ("translation_export", Row(SECRETARIAT)),
    ("translation_import", Row(SECRETARIAT)),
    ("translation_import", Row(SECRETARIAT, post={})),
    # Work agendas
    ("desk_agendas", Row(LOGGED_IN)),
    ("gaps", Row(SECRETARIAT)),
    ("desk_agenda", Row(LOGGED_IN, agenda)),
    ("desk_agenda", Row(SECRETARIAT | {Role.TASK_FORCE}, draft)),
    ("agenda_consultation", Row(SECRETARIAT, agenda, sees=LOGGED_IN, post={})),
    ("agenda_taking_back", Row(SECRETARIAT, agenda, sees=LOGGED_IN, post={})),
    ("agenda_adoption", Row(SECRETARIAT, agenda, sees=LOGGED_IN, post={})),
    ("agenda_adoption", Row(SECRETARIAT, draft, sees=frozenset({Role.TASK_FORCE}), post={})),
    ("agenda_closing", Row(SECRETARIAT, agenda, sees=LOGGED_IN, post={})),
    ("agenda_reactions", Row(LOGGED_IN, agenda)),
    ("agenda_reactions", Row(LOGGED_IN, agenda, post={})),
    ("reaction_answer", Row(LOGGED_IN, reaction)),
    ("reaction_answer", Row(SECRETARIAT, reaction, sees=LOGGED_IN, post={})),
    ("stakes_agreement", Row(LOGGED_IN, agenda)),
    ("stakes_agreement", Row(AGREEING, agenda, sees=LOGGED_IN, post=of_the_region)),
    ("desk_action", Row(LOGGED_IN, action)),
    ("action_stake", Row(SPEAKERS, action, sees=LOGGED_IN, post={})),
    ("milestone_move", Row(LOGGED_IN, milestone)),
    ("milestone_move", Row(LEADS, milestone, sees=LOGGED_IN, post={})),
    ("milestone_reached", Row(LEADS, milestone, sees=LOGGED_IN, post={})),
    ("milestone_reached", Row(LEADS, milestone, sees=LOGGED_IN, post={"undo": ""})),
    # People
    ("people", Row(MANAGERS)),
    ("person", Row(MANAGERS, colleague)),
    ("person", Row(EVERYWHERE, stranger)),
    ("disable", Row(MANAGERS, colleague)),
    ("disable", Row(MANAGERS, colleague, post={})),
    ("disable", Row(EVERYWHERE, stranger, post={})),
    ("disable", Row(ADMINISTRATOR, secretary, sees=MANAGERS, post={})),
    ("disable", Row(ADMINISTRATOR, administrator, sees=MANAGERS, post={})),
    ("enable", Row(EVERYWHERE, colleague, sees=COORDINATOR, post={})),
    ("enable", Row(ADMINISTRATOR, administrator, sees=MANAGERS, post={})),
    ("change_roles", Row(EVERYWHERE, colleague, sees=COORDINATOR, post={"roles": "partner"})),
    ("change_roles", Row(ADMINISTRATOR, secretary, sees=MANAGERS, post={"roles": "partner"})),
    ("move", Row(EVERYWHERE, colleague, sees=COORDINATOR, post={})),
    ("move", Row(ADMINISTRATOR, secretary, sees=MANAGERS, post={})),
    ("name_deputy", Row(MANAGERS, colleague, post=DEPUTY)),
    ("name_deputy", Row(EVERYWHERE, stranger, post=DEPUTY)),
    ("end_deputy", Row(MANAGERS, term, post={})),
    # Invitations
    ("invite", Row(MANAGERS)),
    ("invite", Row(MANAGERS, post={})),
    ("send_again", Row(MANAGERS, invitation, post={})),
    ("withdraw", Row(MANAGERS, invitation, post={})),
    ("invitation", Row(LOGGED_IN, lambda world: {"token": "x"}, anonymous=OPEN)),
    ("accept_invitation", Row(LOGGED_IN, anonymous=410)),
    # The audit log
    ("audit", Row(ADMINISTRATOR)),
    ("audit_download", Row(ADMINISTRATOR)),
    # Logging in: open to everybody; whoever is logged in already is led on
    ("account_login", Row(LOGGED_IN, anonymous=OPEN)),
    ("account_request_login_code", Row(LOGGED_IN, anonymous=OPEN)),
    ("account_confirm_login_code", Row(LOGGED_IN, anonymous=OPEN)),
    ("mfa_login_webauthn", Row(LOGGED_IN, anonymous=OPEN)),
    ("mfa_authenticate", Row(LOGGED_IN, anonymous=OPEN)),
    ("account_reset_password", Row(LOGGED_IN, anonymous=OPEN)),
    ("account_reset_password_done", Row(LOGGED_IN, anonymous=OPEN)),
    (
        "account_reset_password_from_key",
        Row(LOGGED_IN, lambda world: {"uidb36": "1", "key": "x-y"}, anonymous=OPEN),
    ),
    ("account_reset_password_from_key_done", Row(LOGGED_IN, anonymous=OPEN)),
    ("account_confirm_email", Row(LOGGED_IN, lambda world: {"key": "x"}, anonymous=OPEN)),
    ("account_email_verification_sent", Row(LOGGED_IN, anonymous=OPEN)),
    ("account_inactive", Row(LOGGED_IN, anonymous=OPEN)),
    ("account_logout", Row(LOGGED_IN, anonymous=OPEN)),
    ("set_language_of_person", Row(LOGGED_IN, post={"language": "en"}, anonymous=OPEN)),
    ("account_signup", Row(NOBODY, anonymous=MISSING)),
    # One's own security
    ("account_email", Row(LOGGED_IN)),
    ("account_change_password", Row(LOGGED_IN)),
    ("account_set_password", Row(LOGGED_IN)),
    ("mfa_index", Row(LOGGED_IN)),
    ("mfa_activate_totp", Row(LOGGED_IN)),
    # Nobody of the cast has a password, an app, codes or a passkey.
    ("account_reauthenticate", Row(NOBODY, sees=LOGGED_IN)),
    ("mfa_reauthenticate", Row(NOBODY, sees=LOGGED_IN)),
    ("mfa_reauthenticate_webauthn", Row(NOBODY, sees=LOGGED_IN)),
    ("mfa_deactivate_totp", Row(NOBODY)),
    ("mfa_view_recovery_codes", Row(NOBODY)),
    ("mfa_generate_recovery_codes", Row(LOGGED_IN)),
    ("mfa_download_recovery_codes", Row(NOBODY)),
    ("mfa_list_webauthn", Row(LOGGED_IN)),
    ("mfa_add_webauthn", Row(LOGGED_IN)),
    ("mfa_remove_webauthn", Row(NOBODY, lambda world: {"pk": 1})),
    ("mfa_edit_webauthn", Row(NOBODY, lambda world: {"pk": 1})),
    ("usersessions_list", Row(LOGGED_IN)),
    ("end_session", Row(NOBODY, lambda world: {"pk": 1}, post={})),  # nobody's own
]


def test_every_address_has_a_row():
    named = {name for name, _row in ROWS}
    wanted = {
        name
        for name, pattern in every_address()
        if not (is_public(pattern) or verbs_of_api(pattern) or name.startswith("admin:"))
    }
    assert named == wanted


@pytest.mark.parametrize(("name", "row"), ROWS, ids=[name for name, _row in ROWS])
def test_everybody_gets_what_their_role_allows(name, row):
    world = make_world()
    with translation.override("nl"):
        path = reverse(name, kwargs=row.to(world))
    got, wanted = {}, {}
    for who in EVERYBODY:
        with transaction.atomic():
            got[who] = _answer(who, world, path, row)
            transaction.set_rollback(True)
        wanted[who] = _wanted(who, row)
    assert got == wanted


def _require_discretion(who: str, world: World, response: HttpResponse) -> None:
    """Nobody reads the address of a person whom they may not see, nor the digest of a secret."""
    reader = AnonymousUser() if who in (PUBLIC, DISABLED) else world.people[who]
    seen = set(User.objects.visible_to(reader).values_list("email", flat=True))
    shown = response.getvalue().decode("utf-8", "replace")
    for email in set(User.objects.values_list("email", flat=True)) - seen:
        assert email not in shown, (who, email)
    assert world.invitation.digest not in shown
    for digest in ApiToken.objects.values_list("digest", flat=True):
        assert digest not in shown


def _wanted(who: str, row: Row) -> str | int:
    if who in (PUBLIC, DISABLED):
        return row.anonymous
    if who in row.may:
        return OPEN
    return FORBIDDEN if who in row.sees else MISSING


def _answer(who: str, world: World, path: str, row: Row) -> str | int:
    """Return the status, or in words whether the page opened or asked to log in."""
    client = Client()
    if who != PUBLIC:
        client.force_login(world.people[who], "accounts.backends.RecognisePeople")
    sent = row.post(world) if callable(row.post) else row.post
    response = client.get(path) if sent is None else client.post(path, sent)
    _require_discretion(who, world, response)
    if response.status_code == 302:
        to = urlsplit(response["Location"])
        leads_back = to.path == reverse("account_login") and parse_qs(to.query) == {"next": [path]}
        return LOGIN if leads_back else OPEN
    return OPEN if response.status_code == 200 else response.status_code
