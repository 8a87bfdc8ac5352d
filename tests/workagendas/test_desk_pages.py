"""The screens of my desk: what stands on them, what they do, and that nothing typed is lost."""

from datetime import timedelta

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from accounts.roles import Role
from tests.factories.accounts import make_person
from tests.factories.partners import OrganisationFactory, RegionFactory
from tests.factories.workagendas import (
    ActionFactory,
    BudgetLineFactory,
    MilestoneFactory,
    MilestoneMoveFactory,
    ParticipationFactory,
    ReactionFactory,
    RegionStakeFactory,
    StakeConsentFactory,
    WorkAgendaFactory,
)
from tests.workagendas.wholes import a_heard_agenda, a_whole_agenda, an_adopted_agenda
from workagendas.enums import AgendaState
from workagendas.models import RegionStake

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
BACKEND = "accounts.backends.RecognisePeople"


@pytest.fixture
def partner():
    return make_person(Role.PARTNER, organisation=OrganisationFactory())


@pytest.fixture
def consulted():
    return WorkAgendaFactory(state=AgendaState.CONSULTATION, consultation_ends_on=TODAY)


def address(name: str, agenda, **kwargs) -> str:
    return reverse(name, kwargs={**agenda.place, **kwargs})


def read(client, person, path: str) -> BeautifulSoup:
    client.force_login(person, BACKEND)
    response = client.get(path)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def send(client, person, path: str, **values):
    client.force_login(person, BACKEND)
    return client.post(path, values)


def texts(page: BeautifulSoup, selector: str) -> list[str]:
    return [" ".join(each.get_text().split()) for each in page.select(selector)]


def test_the_list_shows_what_the_person_sees(client, partner, consulted):
    draft, adopted = WorkAgendaFactory(), WorkAgendaFactory(adopted=True)
    page = read(client, partner, reverse("desk_agendas"))
    links = {link["href"] for link in page.select("main .plain-rows a")}
    assert links == {address("desk_agenda", consulted), address("desk_agenda", adopted)}
    assert address("desk_agenda", draft) not in links


def test_the_list_shows_own_milestones_that_wait(client, partner):
    action = ActionFactory(agenda=WorkAgendaFactory(adopted=True), lead=partner.organisation)
    late = MilestoneFactory(action=action, due_on=TODAY - timedelta(days=40))
    MilestoneFactory(action=action, due_on=TODAY + timedelta(days=40))
    page = read(client, partner, reverse("desk_agendas"))
    (link,) = page.select("#milestones a")
    assert (
        link["href"] == f"{address('desk_action', action.agenda, code=action.code)}#{late.anchor}"
    )


def test_a_partner_reads_an_agenda_in_consultation_and_reacts(client, partner, consulted):
    action = ActionFactory(agenda=consulted, description_nl="Wij leggen een pad aan.")
    page = read(client, partner, address("desk_agenda", consulted))
    assert "Wij leggen een pad aan." in page.get_text()
    (field,) = page.select(f"#action-{action.code} input[name=about]")
    name = f"reaction-{action.code}"
    response = send(
        client,
        partner,
        address("agenda_reactions", consulted),
        **{"about": field["value"], f"{name}-text": "A good path.", f"{name}-language": "en"},
    )
    assert response.status_code == 302
    reaction = consulted.reactions.get()
    assert (reaction.action, reaction.language) == (action, "en")
    page = read(client, partner, address("desk_agenda", consulted))
    (words,) = page.select(f"#reaction-{reaction.uid} .own-words")
    assert words["lang"] == "en"
    assert str(partner.organisation) in page.select_one(f"#reaction-{reaction.uid}").get_text()


def test_the_language_of_words_is_first_that_of_the_page(client, partner, consulted):
    with translation.override("en"):
        path = address("desk_agenda", consulted)
    page = read(client, partner, path)
    (chosen,) = page.select("select[name=reaction-language] option[selected]")
    assert chosen["value"] == "en"


def test_what_was_typed_stays_when_the_consultation_ended_meanwhile(client, partner, consulted):
    consulted.consultation_ends_on = TODAY - timedelta(days=1)
    consulted.save()
    words = {"reaction-text": "Te laat getypt.", "reaction-language": "nl"}
    response = send(client, partner, address("agenda_reactions", consulted), **words)
    page = BeautifulSoup(response.content, "html.parser")
    assert response.status_code == 200
    assert page.select_one("textarea[name=reaction-text]").get_text().strip() == "Te laat getypt."
    assert page.select_one("[role=alert]") is not None
    assert not consulted.reactions.exists()


def test_after_the_last_day_there_is_no_form(client, partner, consulted):
    consulted.consultation_ends_on = TODAY - timedelta(days=1)
    consulted.save()
    page = read(client, partner, address("desk_agenda", consulted))
    assert not page.select("textarea")


def test_the_secretariat_answers(client, secretary, consulted):
    reaction = ReactionFactory(agenda=consulted)
    page = read(client, secretary, address("desk_agenda", consulted))
    name = f"answer-{reaction.uid}"
    assert page.select_one(f"textarea[name='{name}-text']")
    path = reverse("reaction_answer", kwargs={"uid": reaction.uid})
    empty = send(client, secretary, path, **{f"{name}-language": "nl"})
    assert empty.status_code == 200
    response = send(
        client, secretary, path, **{f"{name}-text": "Dank u.", f"{name}-language": "nl"}
    )
    assert response.status_code == 302
    page = read(client, secretary, address("desk_agenda", consulted))
    assert "Dank u." in page.select_one(".answer").get_text()


def test_only_the_secretariat_sees_forms_to_answer(client, partner, consulted):
    reaction = ReactionFactory(agenda=consulted)
    page = read(client, partner, address("desk_agenda", consulted))
    assert page.select_one(f"#reaction-{reaction.uid}")
    assert not page.select(f"textarea[name='answer-{reaction.uid}-text']")


def test_once_the_agenda_is_adopted_no_reaction_is_answered(client, secretary):
    reaction = ReactionFactory(agenda=WorkAgendaFactory(adopted=True))
    page = read(client, secretary, address("desk_agenda", reaction.agenda))
    name = f"answer-{reaction.uid}"
    assert page.select_one(f"#reaction-{reaction.uid}")
    assert not page.select(f"textarea[name='{name}-text']")
    path = reverse("reaction_answer", kwargs={"uid": reaction.uid})
    words = {f"{name}-text": "Te laat getypt.", f"{name}-language": "nl"}
    page = BeautifulSoup(send(client, secretary, path, **words).content, "html.parser")
    assert "zolang de werkagenda in consultatie is" in page.select_one("[role=alert]").get_text()
    typed = page.select_one(f"textarea[name='{name}-text']").get_text().strip()
    assert typed == "Te laat getypt."
    reaction.refresh_from_db()
    assert reaction.answered_at is None


def test_the_way_from_draft_to_closed(client, secretary):
    agenda = a_whole_agenda()
    steps = [
        ("agenda_consultation", {"consultation-ends_on": TODAY.isoformat()}, "consultation"),
        ("agenda_taking_back", {"taking-back-reason": "Er ontbrak iets."}, "draft"),
    ]
    for name, values, state in steps:
        assert send(client, secretary, address(name, agenda), **values).status_code == 302
        agenda.refresh_from_db()
        assert agenda.state == state
    heard = a_heard_agenda()
    values = {"adoption-adopted_on": TODAY.isoformat(), "adoption-decision_nl": "Besloten."}
    assert send(client, secretary, address("agenda_adoption", heard), **values).status_code == 302
    values = {"closing-reason": "Voorbij."}
    assert send(client, secretary, address("agenda_closing", heard), **values).status_code == 302
    heard.refresh_from_db()
    assert heard.state == AgendaState.CLOSED


def test_a_screen_shows_what_is_missing_and_keeps_the_decision(client, secretary):
    agenda = a_heard_agenda(introduction_nl="Een voorbeeld.")
    agenda.actions.update(expected_result_nl="")
    page = read(client, secretary, address("desk_agenda", agenda))
    code = agenda.actions.get().code
    assert any(code in text for text in texts(page, "#acts .plain-rows a"))
    values = {"adoption-adopted_on": TODAY.isoformat(), "adoption-decision_nl": "Besloten zoals."}
    response = send(client, secretary, address("agenda_adoption", agenda), **values)
    page = BeautifulSoup(response.content, "html.parser")
    assert code in page.select_one("[role=alert]").get_text()
    typed = page.select_one("textarea[name=adoption-decision_nl]").get_text()
    assert typed.strip() == "Besloten zoals."
    agenda.refresh_from_db()
    assert agenda.state == AgendaState.CONSULTATION


def test_others_see_no_acts_of_the_secretariat(client, partner, consulted):
    page = read(client, partner, address("desk_agenda", consulted))
    assert not page.select("#acts")


def an_action_with_secrets(**fields):
    action = ActionFactory(internal_notes="GEHEIM-NOTITIE", **fields)
    BudgetLineFactory(action=action, note_nl="GEHEIM-BEDRAG")
    BudgetLineFactory(action=action, note_nl="OPEN-BEDRAG", is_public=True)
    return action


def test_who_works_on_an_action_reads_its_notes_and_amounts(client, partner):
    action = an_action_with_secrets(lead=partner.organisation)  # of a draft
    text = read(client, partner, address("desk_action", action.agenda, code=action.code)).get_text()
    assert "GEHEIM-NOTITIE" in text
    assert "GEHEIM-BEDRAG" in text
    assert text.count("Woo") >= 2


def test_who_does_not_reads_neither(client, partner):
    action = an_action_with_secrets(agenda=WorkAgendaFactory(adopted=True))
    text = read(client, partner, address("desk_action", action.agenda, code=action.code)).get_text()
    assert "GEHEIM" not in text
    assert "OPEN-BEDRAG" in text


def test_the_lead_moves_a_milestone_and_keeps_what_was_typed(client, partner):
    agenda = WorkAgendaFactory(adopted=True)
    milestone = MilestoneFactory(action=ActionFactory(agenda=agenda, lead=partner.organisation))
    path, name = reverse("milestone_move", kwargs={"uid": milestone.uid}), f"move-{milestone.uid}"
    values = {f"{name}-due_on": "2031-01-01", f"{name}-reason": "Duurt langer."}
    values[f"{name}-language"] = "nl"
    response = send(client, partner, path, **values)
    page = BeautifulSoup(response.content, "html.parser")
    typed = page.select_one(f"textarea[name='{name}-reason']").get_text().strip()
    assert (response.status_code, typed) == (200, "Duurt langer.")
    response = send(client, partner, path, **values | {f"{name}-due_on": "2027-02-01"})
    assert response.status_code == 302
    assert response["Location"].endswith(f"#{milestone.anchor}")
    path = address("desk_action", agenda, code=milestone.action.code)
    assert "Duurt langer." in read(client, partner, path).get_text()


def test_a_milestone_is_reached_and_not_after_all(client, partner):
    agenda = WorkAgendaFactory(adopted=True)
    milestone = MilestoneFactory(action=ActionFactory(agenda=agenda, lead=partner.organisation))
    path = reverse("milestone_reached", kwargs={"uid": milestone.uid})
    values = {f"achieved-{milestone.uid}-achieved_on": TODAY.isoformat()}
    assert send(client, partner, path, **values).status_code == 302
    milestone.refresh_from_db()
    assert milestone.achieved_on == TODAY
    assert send(client, partner, path, undo="").status_code == 302
    milestone.refresh_from_db()
    assert milestone.achieved_on is None


def test_a_region_writes_about_an_action_on_its_page(client):
    region = RegionFactory()
    liaison = make_person(Role.LIAISON, organisation=OrganisationFactory(region=region))
    action = ActionFactory(agenda=WorkAgendaFactory(adopted=True))
    RegionStakeFactory(action=action, effort="VAN EEN ANDERE REGIO")
    path = address("desk_action", action.agenda, code=action.code)
    assert "VAN EEN ANDERE REGIO" not in read(client, liaison, path).get_text()
    sent = address("action_stake", action.agenda, code=action.code)
    values = {"stake-effort": "", "stake-effort_level": "2", "stake-benefit": "Werk."}
    values["stake-language"] = "nl"
    page = BeautifulSoup(send(client, liaison, sent, **values).content, "html.parser")
    assert page.select_one("textarea[name=stake-benefit]").get_text().strip() == "Werk."
    values["stake-effort"] = "Twee mensen."
    assert send(client, liaison, sent, **values).status_code == 302
    stake = RegionStake.objects.get(region=region)
    assert (stake.effort_level, stake.benefit, stake.benefit_level) == (2, "Werk.", None)


def test_in_a_closed_agenda_no_region_writes_about_an_action(client):
    action = ActionFactory(agenda=WorkAgendaFactory(adopted=True, state=AgendaState.CLOSED))
    liaison = make_person(Role.LIAISON, organisation=OrganisationFactory())
    page = read(client, liaison, address("desk_action", action.agenda, code=action.code))
    assert not page.select("textarea[name=stake-effort]")
    path = address("action_stake", action.agenda, code=action.code)
    values = {"stake-effort": "Te laat getypt.", "stake-language": "nl"}
    page = BeautifulSoup(send(client, liaison, path, **values).content, "html.parser")
    assert "werkagenda is gesloten" in page.select_one("[role=alert]").get_text()
    typed = page.select_one("textarea[name=stake-effort]").get_text().strip()
    assert typed == "Te laat getypt."
    assert not RegionStake.objects.exists()


@pytest.mark.parametrize(
    ("role", "lines", "forms"),
    [
        (Role.PARTNER, 0, 0),
        (Role.COORDINATOR, 0, 0),
        (Role.LIAISON, 3, 1),
        (Role.TASK_FORCE, 3, 1),
        (Role.SECRETARIAT, 3, 0),
        (Role.ADMINISTRATOR, 0, 0),
    ],
)
def test_who_agrees_to_publish_is_shown_to_who_has_a_part_in_it(client, role, lines, forms):
    third, first, second = (RegionFactory(position=place) for place in (3, 1, 2))
    agenda = WorkAgendaFactory(adopted=True)
    StakeConsentFactory(agenda=agenda, region=second)
    person = make_person(role, organisation=OrganisationFactory(region=third))
    page = read(client, person, address("desk_agenda", agenda))
    said = texts(page, "#agreements .plain-rows > li")
    assert (len(said), len(page.select("#agreements form"))) == (lines, forms)
    for region, text in zip((first, second, third), said, strict=False):
        assert region.name_nl in text
        assert ("nog niet ingestemd" in text) == (region != second)


def test_a_region_agrees_to_publish_and_takes_it_back(client):
    region = RegionFactory()
    liaison = make_person(Role.LIAISON, organisation=OrganisationFactory(region=region))
    agenda = WorkAgendaFactory(adopted=True)
    path = address("stakes_agreement", agenda)
    page = read(client, liaison, address("desk_agenda", agenda))
    assert len(page.select("#agreements form")) == 1
    assert send(client, liaison, path, region=region.slug).status_code == 302
    assert agenda.stake_consents.count() == 1
    assert send(client, liaison, path, region=region.slug, undo="").status_code == 302
    assert not agenda.stake_consents.exists()


def test_an_agenda_is_found_by_its_address_in_the_other_language_too(client, partner, consulted):
    kwargs = {"period": "2026-2027", "slug": consulted.slug_en}
    page = read(client, partner, reverse("desk_agenda", kwargs=kwargs))
    assert consulted.title in page.h1.get_text()


@pytest.mark.parametrize("period", ["2026-2028", "2027-2028", "0000-0001"])
def test_a_period_that_does_not_exist_is_not_found(client, partner, consulted, period):
    client.force_login(partner, BACKEND)
    kwargs = {"period": period, "slug": consulted.slug_nl}
    assert client.get(reverse("desk_agenda", kwargs=kwargs)).status_code == 404


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("number", [1, 30])
def test_the_agenda_takes_as_many_queries_for_one_action_as_for_many(
    client, secretary, number, language, django_assert_num_queries
):
    agenda, partner = a_heard_agenda(), OrganisationFactory()
    lead = agenda.actions.get().lead
    for _ in range(number):
        action = ActionFactory(agenda=agenda, lead=lead)
        ParticipationFactory(action=action, organisation=partner)
        ReactionFactory(agenda=agenda, action=action, organisation=partner)
    client.force_login(secretary, BACKEND)
    with translation.override(language):
        path = address("desk_agenda", agenda)
    with django_assert_num_queries(23):
        assert client.get(path).status_code == 200


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("number", [1, 30])
def test_the_action_takes_as_many_queries_for_one_milestone_as_for_many(
    client, partner, number, language, django_assert_num_queries
):
    agenda = WorkAgendaFactory(adopted=True)
    action = ActionFactory(agenda=agenda, lead=partner.organisation)
    for _ in range(number):
        MilestoneMoveFactory(milestone__action=action)
        BudgetLineFactory(action=action)
    client.force_login(partner, BACKEND)
    with translation.override(language):
        path = address("desk_action", agenda, code=action.code)
    with django_assert_num_queries(17):
        assert client.get(path).status_code == 200


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("number", [1, 30])
def test_the_list_takes_as_many_queries_for_one_agenda_as_for_many(
    client, partner, number, language, django_assert_num_queries
):
    action = ActionFactory(agenda=WorkAgendaFactory(adopted=True), lead=partner.organisation)
    for count in range(number):
        WorkAgendaFactory(adopted=True, starts_in=2028 + 2 * count)
        MilestoneFactory(action=action, due_on=TODAY)
    client.force_login(partner, BACKEND)
    with translation.override(language):
        path = reverse("desk_agendas")
    with django_assert_num_queries(11):
        assert client.get(path).status_code == 200


def test_an_adopted_agenda_can_be_closed_by_the_secretariat_alone(client, secretary, partner):
    agenda = an_adopted_agenda(by=secretary)
    assert read(client, secretary, address("desk_agenda", agenda)).select("#acts")
    assert not read(client, partner, address("desk_agenda", agenda)).select("#acts")


def test_a_reaction_to_what_was_taken_back_meanwhile_is_given_back(client):
    agenda = WorkAgendaFactory()
    client.force_login(make_person(Role.PARTNER, organisation=OrganisationFactory()))
    path = reverse("agenda_reactions", kwargs=agenda.place)
    response = client.post(path, {"agenda-text": "Wij zien dit anders.", "agenda-language": "nl"})
    assert response.status_code == 404
    assert "Wij zien dit anders." in response.content.decode()
    assert not agenda.reactions.exists()


WORDS = "Wat ik dacht.\n\nEn <b>daarna</b> dit."


def sent_too_late(client, path: str, **values) -> BeautifulSoup:
    response = client.post(path, values)
    assert response.status_code == 403
    assert response["Cache-Control"] == "private, no-store"
    return BeautifulSoup(response.content, "html.parser").main


def given_back(page: BeautifulSoup) -> list[str]:
    areas = page.select("textarea[readonly]")
    assert all(page.find("label", attrs={"for": area["id"]}) for area in areas)
    return [area.get_text().removeprefix("\n").replace("\r\n", "\n") for area in areas]


def test_who_sends_a_form_without_a_session_gets_back_what_was_typed(client, consulted):
    path = address("agenda_reactions", consulted)
    fields = {"reaction-text": WORDS, "reaction-language": "nl", "about": ""}
    page = sent_too_late(client, path, **fields)
    assert given_back(page) == [WORDS]
    assert page.find("a", href=f"/accounts/login/?next={path}")
    assert not client.session.keys()
    assert not consulted.reactions.exists()


@pytest.mark.parametrize("language", ["nl", "en"])
def test_what_was_typed_is_given_back_when_the_session_ends_under_it(client, partner, language):
    action = ActionFactory(agenda=WorkAgendaFactory(adopted=True), lead=partner.organisation)
    milestone = MilestoneFactory(action=action)
    reaction = ReactionFactory()
    with translation.override(language):
        forms = {
            reverse("milestone_move", kwargs={"uid": milestone.uid}): {"move-reason": WORDS},
            reverse("reaction_answer", kwargs={"uid": reaction.uid}): {"answer-text": WORDS},
            address("action_stake", action.agenda, code=action.code): {
                "stake-effort": WORDS,
                "stake-burden": "Twee woorden",
                "stake-effort_level": "2",
            },
        }
    for path, fields in forms.items():
        with time_machine.travel(timezone.now(), tick=False) as clock:
            client.force_login(partner, BACKEND)
            client.get(reverse("desk"))
            clock.shift(timedelta(minutes=61))
            page = sent_too_late(client, path, **fields)
        assert given_back(page) == [text for text in fields.values() if " " in text]
        assert client.get(path).status_code == 302  # to login


def test_a_form_of_another_site_is_given_nothing_back(consulted):
    client = Client(enforce_csrf_checks=True)
    response = client.post(address("agenda_reactions", consulted), {"reaction-text": WORDS})
    assert response.status_code == 403
    assert "Wat ik dacht" not in response.content.decode()


def test_a_form_without_words_leads_to_login_at_once(client, consulted):
    path = address("stakes_agreement", consulted)
    response = client.post(path, {"region": "kempen", "agrees": "1"})
    assert response["Location"] == f"/accounts/login/?next={path}"
