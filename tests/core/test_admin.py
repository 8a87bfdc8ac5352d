"""Editing in the back office: what is kept of a change, and how two editors meet."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.roles import Role
from charter.models import Goal, Paragraph, Signature
from core.models import AuditEntry
from core.translation_state import TranslationState
from partners.models import Municipality, Organisation, StatisticalArea
from portal.models import Page
from tests.factories.accounts import make_person
from tests.factories.charter import GoalFactory, SignaturePartyFactory, ThemeFactory
from tests.factories.partners import (
    MunicipalityFactory,
    OrganisationFactory,
    RegionFactory,
    StatisticalAreaFactory,
)
from tests.factories.portal import PageFactory

pytestmark = [pytest.mark.django_db, pytest.mark.db]


@pytest.fixture
def secretary(client):
    person = make_person(Role.SECRETARIAT, name="Voorbeeld Secretaris", language="en")
    client.force_login(person)
    return person


def change_page(row) -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


def add_page(model) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_add")


def form_on(response) -> dict[str, str]:
    """Return what the browser would send when the form on this page is sent as it stands."""
    html = BeautifulSoup(response.content, "html.parser")
    form = html.find("form", id=lambda name: name and name.endswith("_form"))
    sent = {}
    for field in form.find_all(["input", "textarea"]):
        if field.get("name") and field.get("type") not in ("submit", "checkbox"):
            text = field.get_text() if field.name == "textarea" else field.get("value", "")
            plain = text.removeprefix("\r\n").removeprefix("\n")
            sent[field["name"]] = plain.replace("\n", "\r\n")  # as browsers do
    for field in form.find_all("select"):
        chosen = field.find("option", selected=True)
        sent[field["name"]] = chosen["value"] if chosen else ""
    sent |= {field["name"]: "on" for field in form.find_all("input", type="checkbox", checked=True)}
    return sent


def edit(client, row, **changes):
    """Open the row's form, change these fields and send it."""
    sent = form_on(client.get(change_page(row)))
    return client.post(change_page(row), sent | changes)


def errors_on(response) -> str:
    html = BeautifulSoup(response.content, "html.parser")
    return html.find(class_="office-errors").get_text(" ", strip=True)


def test_a_change_is_kept_with_who_and_why(client, secretary):
    goal = GoalFactory()
    assert edit(client, goal, title_nl="Nieuw", reason="Korter").status_code == 302
    goal.refresh_from_db()
    latest = goal.history.first()
    assert goal.title_nl == "Nieuw"
    assert goal.version == 2
    assert (latest.history_user, latest.history_change_reason) == (secretary, "Korter")


def test_a_change_is_recorded_by_the_names_of_its_fields_and_nowhere_else(client, secretary):
    goal = GoalFactory()
    edit(client, goal, title_nl="Geheim", summary_en="Secret")
    entry = AuditEntry.objects.get(act="core.changed")
    assert (entry.actor, entry.object_uid) == (secretary.uid, goal.uid)
    assert entry.fields == ["summary_en", "title_nl"]
    assert not LogEntry.objects.exists()


def test_saving_without_a_change_changes_nothing(client, secretary):
    goal = GoalFactory()
    assert edit(client, goal, reason="Zomaar").status_code == 302
    goal.refresh_from_db()
    assert goal.version == 1
    assert goal.history.count() == 1
    assert not AuditEntry.objects.filter(act="core.changed").exists()


def test_adding_and_deleting_are_recorded(client, secretary):
    sent = form_on(client.get(add_page(Organisation))) | {
        "code": "nieuw",
        "name_nl": "Nieuwe organisatie",
        "kind": "other",
        "relation": "network",
        "country": "BE",
        "position": "99",
        "source_nl": "Voorbeeld",
    }
    assert client.post(add_page(Organisation), sent).status_code == 302
    organisation = Organisation.objects.get(code="nieuw")
    delete = reverse("admin:partners_organisation_delete", args=[organisation.pk])
    assert client.post(delete, {"post": "yes"}).status_code == 302
    acts = AuditEntry.objects.filter(object_uid=organisation.uid).order_by("id")
    assert [entry.act for entry in acts] == ["core.added", "core.deleted"]
    assert Organisation.history.filter(code="nieuw", history_type="-").exists()


def test_an_organisation_that_something_depends_on_stays(client, secretary):
    party = SignaturePartyFactory()
    delete = reverse("admin:partners_organisation_delete", args=[party.organisation_id])
    for response in (client.get(delete), client.post(delete, {"post": "yes"})):
        assert response.status_code == 200
        assert "Organisations that signed: 1" in response.content.decode()
    assert Organisation.objects.filter(pk=party.organisation_id).exists()


# ── Two editors ──


def test_two_editors_of_one_field_meet_and_nothing_is_lost(client, secretary):
    goal = GoalFactory(title_nl="Oud")
    sent = form_on(client.get(change_page(goal)))
    other = Goal.objects.get(pk=goal.pk)
    other.title_nl = "Van een ander"
    other._history_user = make_person(Role.SECRETARIAT, name="Voorbeeld Collega")
    other.save()
    response = client.post(change_page(goal), sent | {"title_nl": "Van mij"})
    assert response.status_code == 200
    assert "Voorbeeld Collega changed this while you were editing" in errors_on(response)
    assert "Van een ander" in errors_on(response)
    assert form_on(response)["title_nl"] == "Van mij"
    goal.refresh_from_db()
    assert goal.title_nl == "Van een ander"
    assert client.post(change_page(goal), form_on(response)).status_code == 302
    goal.refresh_from_db()
    assert goal.title_nl == "Van mij"


def test_what_only_the_other_editor_changed_is_taken_over(client, secretary):
    goal = GoalFactory(title_nl="Oud", summary_nl="Oude zin")
    sent = form_on(client.get(change_page(goal)))
    other = Goal.objects.get(pk=goal.pk)
    other.summary_nl = "Zin van een ander"
    other.save()
    response = client.post(change_page(goal), sent | {"title_nl": "Van mij"})
    assert form_on(response)["title_nl"] == "Van mij"
    assert form_on(response)["summary_nl"] == "Zin van een ander"
    client.post(change_page(goal), form_on(response))
    goal.refresh_from_db()
    assert (goal.title_nl, goal.summary_nl) == ("Van mij", "Zin van een ander")


def test_two_editors_meet_where_no_history_is_kept(client, secretary):
    area = StatisticalAreaFactory(name="Oud")
    sent = form_on(client.get(change_page(area)))
    StatisticalArea.objects.filter(pk=area.pk).update(name="Van een ander")
    response = client.post(change_page(area), sent | {"name": "Van mij"})
    assert "This was changed while you were editing" in errors_on(response)
    assert "Van een ander" in errors_on(response)
    assert form_on(response)["name"] == "Van mij"


@pytest.mark.parametrize("seen", ["", "0", "99", "x"])
def test_a_form_without_the_right_version_changes_nothing(client, secretary, seen):
    goal = GoalFactory(title_nl="Oud")
    response = edit(client, goal, title_nl="Nieuw", seen_version=seen)
    assert response.status_code == 200
    goal.refresh_from_db()
    assert goal.title_nl == "Oud"


# ── What a form does not take ──


def test_extra_fields_change_nothing(client, secretary):
    goal = GoalFactory()
    before = Goal.objects.rewrite(False).filter(pk=goal.pk).values().get()
    extra = {
        "uid": "00000000-0000-4000-8000-000000000000",
        "version": "50",
        "confirmed": '{"text": "x"}',
        "code": "1B",
        "text_nl": "Andere woorden",
        "text": "Andere woorden",
        "theme": ThemeFactory().pk,
        "state": "draft",
        "is_superuser": "on",
        "groups": "1",
    }
    assert edit(client, goal, title_nl="Nieuw", **extra).status_code == 302
    after = Goal.objects.rewrite(False).filter(pk=goal.pk).values().get()
    changed = {name for name in before if (before[name] or None) != (after[name] or None)}
    assert changed == {"title", "title_nl", "version"}  # Django's own column mirrors the Dutch
    secretary.refresh_from_db()
    assert not secretary.is_superuser


@pytest.mark.parametrize("model", [Goal, Paragraph, Signature])
def test_signed_dutch_words_are_not_a_field(client, secretary, content, model):
    row = model.objects.first()
    names = form_on(client.get(change_page(row))).keys()
    signed = {"text_nl", "on_behalf_of_nl", "code", "anchor", "position", "signed_by"}
    assert not names & signed


def test_a_signature_with_its_organisations_can_be_saved(client, secretary, content):
    signature = Signature.objects.first()
    response = edit(client, signature, on_behalf_of_en="On behalf of an example")
    assert response.status_code == 302
    signature.refresh_from_db()
    assert signature.on_behalf_of_en == "On behalf of an example"
    assert signature.parties.exists()


def test_english_that_is_saved_counts_as_confirmed(client, secretary):
    page = PageFactory()
    edit(client, page, title_en="Example", body_en="An example.")
    page.refresh_from_db()
    assert page.worst_translation_state() == "complete"


# ── What the database would refuse ──


def test_what_the_database_would_refuse_is_said_in_the_form(client, secretary):
    goal = GoalFactory()
    assert "Short title [nl] : This field is required." in errors_on(
        edit(client, goal, title_nl=" ")
    )
    municipality = MunicipalityFactory(code="72004", country="BE")
    response = edit(client, municipality, country="NL")
    assert "A Dutch code is GM and four digits" in errors_on(response)
    organisation = OrganisationFactory(relation="network", name_in_charter="", region=None)
    response = edit(client, organisation, relation="signatory")
    assert "has a region and its name in the charter" in errors_on(response)
    taken = OrganisationFactory()
    assert "already exists" in errors_on(edit(client, organisation, position=taken.position))


def test_the_list_of_errors_leads_to_the_fields(client, secretary):
    municipality = MunicipalityFactory()
    response = edit(client, municipality, name="")
    assert 'href="#id_name"' in response.content.decode()


# ── History ──


def test_history_says_who_changed_what_in_which_language_and_why(client, secretary):
    goal = GoalFactory(title_nl="Oud")
    edit(client, goal, title_nl="Nieuw", title_en="New", reason="Zomaar een reden")
    path = reverse("admin:charter_goal_history", args=[goal.pk])
    html = BeautifulSoup(client.get(path).content, "html.parser")
    text = html.find(id="content-main").get_text(" ", strip=True)
    assert "Voorbeeld Secretaris" in text
    assert "Zomaar een reden" in text
    cells = {(cell.get("lang"), cell.get_text(strip=True)) for cell in html.find_all("td")}
    assert cells == {("nl", "Oud"), ("nl", "Nieuw"), ("en", "–"), ("en", "New")}


def test_an_older_version_cannot_be_put_back_here(client, secretary):
    goal = GoalFactory()
    version = goal.history.first().pk
    response = client.get(f"/admin/charter/goal/{goal.pk}/history/{version}/")
    assert response.status_code in (302, 404)
    history = client.get(reverse("admin:charter_goal_history", args=[goal.pk])).content.decode()
    assert "<form" not in history.split('id="content-main"')[1]


def test_a_long_history_has_pages(client, secretary):
    goal = GoalFactory(title_nl="Titel 0")
    for number in range(1, 55):
        goal.title_nl = f"Titel {number}"
        goal.save()
    path = reverse("admin:charter_goal_history", args=[goal.pk])
    first, second = client.get(path).content.decode(), client.get(f"{path}?p=2").content.decode()
    assert "Titel 54" in first
    assert "Titel 4<" in first  # the last version on this page differs from the next page's first
    assert 'href="?p=2"' in first
    assert "Titel 3<" in second


# ── Lists ──


def test_a_list_shows_and_filters_how_translations_stand(client, secretary):
    theme = ThemeFactory(title_en="Example theme")
    GoalFactory(theme=theme, code="1A", title_nl="Nog niet vertaald")
    done = {"title_en": "Done", "text_en": "Words."}
    GoalFactory(theme=theme, code="1B", title_nl="Vertaald", **done)
    stale = GoalFactory(theme=theme, code="1C", title_nl="Eens vertaald", **done)
    stale.title_nl = "Daarna veranderd"
    stale.save()
    rows = {"missing": "1A", "complete": "1B", "outdated": "1C"}
    for state, code in rows.items():
        response = client.get(f"/admin/charter/goal/?translation={state}")
        assert [goal.code for goal in response.context["cl"].result_list] == [code]
        assert state in response.content.decode()


def test_search_finds_both_languages_whatever_the_readers(client, secretary):
    goal = GoalFactory(title_nl="Bereikbaarheid", title_en="Accessibility")
    for query in ("Bereikbaar", "Accessib"):
        response = client.get(f"/admin/charter/goal/?q={query}")
        assert list(response.context["cl"].result_list) == [goal]


def queries_of(client, path: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200, path
    return len(queries)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_number_of_queries_of_a_list_does_not_grow(client, secretary, language):
    secretary.language = language
    secretary.save()
    region = RegionFactory()
    theme = ThemeFactory()
    lists = [
        "/admin/charter/goal/",
        "/admin/charter/signature/",
        "/admin/partners/organisation/",
        "/admin/partners/organisation/?translation=missing",
        "/admin/partners/municipality/",
        "/admin/partners/statisticalarea/",
        "/admin/accounts/user/",
    ]

    def add_rows(start: int, stop: int) -> None:
        for number in range(start, stop):
            if number < 26:
                GoalFactory(theme=theme, code=f"1{chr(ord('A') + number)}")
            SignaturePartyFactory(
                signature__charter=theme.charter, organisation=OrganisationFactory(region=region)
            )
            MunicipalityFactory(region=region)
            StatisticalAreaFactory(region=region)
            make_person(Role.PARTNER, organisation=Organisation.objects.last())

    add_rows(0, 1)
    queries_of(client, "/admin/")  # the first request looks up what later ones remember
    few = [queries_of(client, path) for path in lists]
    add_rows(1, 30)
    many = [queries_of(client, path) for path in lists]
    assert few == many
    assert max(many) <= 10


def test_real_lists_are_searchable_by_what_the_secretariat_knows(client, secretary, content):
    response = client.get("/admin/partners/municipality/?q=turnhout")
    assert Municipality.objects.get(name="Turnhout") in response.context["cl"].result_list
    response = client.get("/admin/portal/page/?q=privacy")
    assert Page.objects.get(key="privacy") in response.context["cl"].result_list


def test_a_change_of_the_dutch_alone_leaves_the_english_outdated(client, secretary):
    """Browsers send other line ends than the stored ones; that alone changes no English."""
    page = PageFactory(body_nl="Eén.\n\nTwee.", body_en="One.\n\nTwo.")
    edit(client, page, body_nl="Eén.\r\n\r\nTwee en drie.")
    page.refresh_from_db()
    assert (page.body_nl, page.body_en) == ("Eén.\n\nTwee en drie.", "One.\n\nTwo.")
    assert page.translation_state("body") == TranslationState.OUTDATED


def test_a_text_of_many_lines_that_is_sent_as_it_stands_is_no_change(client, secretary):
    page = PageFactory(body_nl="Eén.\n\nTwee.", body_en="One.\n\nTwo.")
    before = page.history.count()
    edit(client, page)
    assert page.history.count() == before
    assert Page.objects.get(pk=page.pk).version == page.version


def test_a_missing_dutch_text_is_an_error_at_its_own_field(client, secretary):
    goal = GoalFactory(title_nl="Eerst", title_en="First")
    response = edit(client, goal, title_nl="")
    assert "title_nl" in response.context["adminform"].form.errors


def test_who_signed_under_which_name_is_not_a_field(client, secretary):
    signatory = OrganisationFactory()
    page = client.get(f"/admin/partners/organisation/{signatory.pk}/change/").content.decode()
    for name in ("code", "relation", "name_in_charter"):
        assert f'name="{name}"' not in page
    assert 'name="kind"' in page
