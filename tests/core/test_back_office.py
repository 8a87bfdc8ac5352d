"""The back office as a whole: who gets in, which screens there are, and what none of them does."""

import pytest
from django.contrib import admin
from django.urls import reverse
from django.utils import timezone

from accounts.models import ApiToken, Invitation
from accounts.roles import Role
from core.admin import GuardedAdmin
from tests.factories.accounts import make_person
from tests.factories.notifications import NotificationFactory
from tests.factories.tokens import ApiTokenFactory
from workagendas.enums import UpdateState

pytestmark = pytest.mark.django_db

# Which screens there are, and what the secretariat may do there beside reading.
SCREENS = {
    "accounts.apitoken": "",
    "accounts.invitation": "",
    "accounts.user": "",
    "charter.charter": "change",
    "charter.goal": "change",
    "charter.paragraph": "change",
    "charter.signature": "change",
    "charter.theme": "change",
    "notifications.notification": "",
    "partners.municipality": "add change",
    "partners.organisation": "add change delete",
    "partners.region": "change",
    "partners.statisticalarea": "change",
    "portal.accessibilitystatement": "change",
    "portal.page": "change",
    "workagendas.action": "add change",
    "workagendas.contribution": "",
    "workagendas.fundingsource": "add change delete",
    "workagendas.indicator": "add change delete",
    "workagendas.indicatorvalue": "add change delete",
    "workagendas.milestone": "add change delete",
    "workagendas.progressupdate": "",
    "workagendas.reaction": "",
    "workagendas.regionstake": "",
    "workagendas.reportinground": "",
    "workagendas.workagenda": "add change delete",
}
WITHOUT_HISTORY = {"accounts.apitoken", "accounts.invitation", "accounts.user"}
WITHOUT_HISTORY |= {"partners.statisticalarea", "notifications.notification"}
WITHOUT_HISTORY |= {"workagendas.reaction"}
OF_ADMINISTRATORS = {"accounts.apitoken"}  # for anybody else there is no such screen
OF_SECRETARIAT = {label for label in SCREENS if label.startswith("workagendas.")}
REPORTS = {"workagendas.progressupdate", "workagendas.contribution"}
OUTSIDERS = [Role.PARTNER, Role.COORDINATOR, Role.LIAISON, Role.TASK_FORCE]
PAGES = ["changelist", "add", "change", "history", "delete"]
MODELS = {model._meta.label_lower: model for model in admin.site._registry}


def address(label: str, page: str) -> str:
    name = f"admin:{label.replace('.', '_')}_{page}"
    if page in ("changelist", "add"):
        return reverse(name)
    rows = MODELS[label]._default_manager.all()
    if label in REPORTS:  # what was not handed in is its own organisation's
        rows = rows.filter(state=UpdateState.PUBLISHED)
    return reverse(name, args=[rows.first().pk])


@pytest.fixture
def everything(examples):
    """One row of each kind at least."""
    invitation = Invitation(
        email="nieuw@blk.example",
        name="Voorbeeld Nieuw",
        role=Role.TASK_FORCE,
        invited_by=make_person(Role.SECRETARIAT),
    )
    invitation.renew(at=timezone.now())
    invitation.save()
    ApiTokenFactory()
    NotificationFactory()


def is_hidden(label: str, role: Role) -> bool:
    """Say whether there is no such screen for a person with the role."""
    if role == Role.ADMINISTRATOR:
        return label in OF_SECRETARIAT
    return label in OF_ADMINISTRATORS


def allowed(label: str, page: str, role: Role) -> int:
    """Return the status that a person with the role gets on that screen."""
    if is_hidden(label, role):
        return 404
    acts = SCREENS[label].split() if role == Role.SECRETARIAT else []
    if page in ("changelist", "change"):
        return 200
    if page == "history":
        return 404 if label in WITHOUT_HISTORY else 200
    return 200 if page in acts else 403


def log_in_as_reader(client, label: str) -> str:
    """Log somebody in who reads that list, the secretariat if it may; return its address."""
    role = Role.ADMINISTRATOR if label in OF_ADMINISTRATORS else Role.SECRETARIAT
    client.force_login(make_person(role))
    return address(label, "changelist")


def test_only_these_models_have_screens():
    assert set(MODELS) == set(SCREENS)
    assert all(isinstance(screen, GuardedAdmin) for screen in admin.site._registry.values())


@pytest.mark.parametrize("role", [Role.SECRETARIAT, Role.ADMINISTRATOR])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_screen_answers_each_role_as_its_rules_say(client, everything, role, language):
    client.force_login(make_person(role, language=language))
    statuses = {
        (label, page): client.get(address(label, page)).status_code
        for label in SCREENS
        for page in PAGES
    }
    assert statuses == {(label, page): allowed(label, page, role) for label, page in statuses}
    assert client.get("/admin/").status_code == 200
    for app in {label.split(".")[0] for label in SCREENS if not is_hidden(label, role)}:
        assert client.get(f"/admin/{app}/").status_code == 200


@pytest.mark.parametrize("role", OUTSIDERS)
def test_for_everybody_else_there_is_no_back_office(client, everything, role):
    client.force_login(make_person(role))
    for path in ["/admin/", "/admin/charter/", "/admin/jsi18n/", "/admin/whatever/"]:
        assert client.get(path).status_code == 404, path
    for label in SCREENS:
        for page in PAGES:
            assert client.get(address(label, page)).status_code == 404, (label, page)


def test_whoever_is_not_logged_in_is_sent_to_the_portals_login(client, everything):
    for label in SCREENS:
        for page in PAGES:
            path = address(label, page)
            response = client.get(path)
            assert response.status_code == 302
            assert response.url == f"{reverse('account_login')}?next={path}"


def test_a_disabled_account_is_sent_to_login(client, everything):
    person = make_person(Role.SECRETARIAT)
    client.force_login(person)
    person.is_active = False
    person.save()
    assert client.get("/admin/").status_code == 302


@pytest.mark.parametrize("role", [Role.SECRETARIAT, Role.ADMINISTRATOR])
def test_no_screen_takes_a_post_that_its_rules_forbid(client, everything, role):
    client.force_login(make_person(role))
    for label in SCREENS:
        for page in ("add", "change", "delete"):
            may = page in SCREENS[label].split() and role == Role.SECRETARIAT
            if not may:
                response = client.post(address(label, page), {"post": "yes"})
                expected = 404 if is_hidden(label, role) else 403
                assert response.status_code == expected, (label, page)


def test_a_row_that_is_not_there_is_not_found(client, everything):
    client.force_login(make_person(Role.SECRETARIAT))
    for row in ["999999", "99999999999999999999999", "abc", "1_2F", "-1"]:
        for label in SCREENS:
            for page in ("change", "history", "delete"):
                path = reverse(f"admin:{label.replace('.', '_')}_{page}", args=[row])
                assert client.get(path).status_code == 404, path


def test_no_query_breaks_a_list(client, everything):
    for label in SCREENS:
        path = log_in_as_reader(client, label)
        for query in ["q=%00", "q=zzz", "o=99", "p=zz", "region__id__exact=x", "a=b", "_popup=1"]:
            response = client.get(f"{path}?{query}", follow=True)
            assert response.status_code in (200, 400), (label, query)


def test_every_list_can_be_searched(client, everything):
    for label in SCREENS:
        path = log_in_as_reader(client, label)
        if admin.site._registry[MODELS[label]].search_fields:
            response = client.get(path + "?q=a")
            assert response.status_code == 200


def test_passwords_and_completions_have_no_address_here(client, content):
    client.force_login(make_person(Role.SECRETARIAT))
    for path in ["password_change/", "password_change/done/", "autocomplete/", "r/1/1/"]:
        assert client.get(f"/admin/{path}").status_code == 404, path


def test_no_screen_shows_a_secret(client, everything):
    secrets = [Invitation.objects.first().digest, ApiToken.objects.first().digest]
    person = make_person(Role.ADMINISTRATOR, password="een lang geheim voor de toets")
    client.force_login(person)
    for label in ("accounts.user", "accounts.invitation", "accounts.apitoken"):
        for page in ("changelist", "change"):
            html = client.get(address(label, page)).content.decode()
            assert not any(secret in html for secret in secrets)
            assert person.password not in html
            assert "pbkdf2" not in html


def test_the_frame_leads_to_the_portal_my_desk_the_other_language_and_out(client, content):
    client.force_login(make_person(Role.SECRETARIAT, language="en"))
    html = client.get("/admin/").content.decode()
    for link in ('href="/en/"', 'href="/en/my/"', reverse("account_logout"), 'value="nl"'):
        assert link in html, link
    assert "theme.js" not in html


def test_logging_out_here_is_logging_out_of_the_portal(client, content):
    client.force_login(make_person(Role.SECRETARIAT))
    assert client.post("/admin/logout/").url == reverse("account_logout")


def test_dutch_screens_use_the_portals_words(client, everything):
    for label in SCREENS:
        log_in_as_reader(client, label)
        for page in ("changelist", "change"):
            html = client.get(address(label, page)).content.decode().lower()
            for avoided in ("aanmeld", "goedkeur", "terugstur", "nominer"):
                assert avoided not in html, (label, page, avoided)
