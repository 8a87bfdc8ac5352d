"""What the secretariat writes beside an action: its money and its contact person."""

from decimal import Decimal

import pytest

from accounts.roles import Role
from tests.core.api.calls import call, errors_of, ids_of
from tests.factories.accounts import UserFactory, make_person
from tests.factories.workagendas import BudgetLineFactory, FundingSourceFactory
from tests.workagendas.api_rows import make_agenda_rows
from workagendas.models import Action, AgendaSnapshot, BudgetLine

pytestmark = [pytest.mark.db, pytest.mark.django_db]

PATH = "actions/2026-1A-02"
OWN = {"funding": "eigen", "amount": 1000}
SUBSIDY = {"funding": "interreg", "organisation": "trekker", "amount": 2500.5, "isPublic": True}


@pytest.fixture
def rows():
    made = make_agenda_rows()
    FundingSourceFactory(code="interreg", name_nl="Interreg", period="2021–2027")
    return made


@pytest.fixture
def secretary():
    return make_person(Role.SECRETARIAT)


def change(by, **members):
    return call(PATH, method="patch", by=by, body=members, If_Match="*")


# ── Where money comes from ──


def test_everybody_reads_where_money_can_come_from(rows):
    assert ids_of(call("funding-sources?sort=-id&q=inter")) == ["interreg"]
    told = call("funding-sources/interreg?lang=en").json()
    assert (told["name"], told["period"]) == ("Interreg", "2021–2027")
    assert told["untranslated"] == ["name"]
    assert call("funding-sources/eigen", method="patch", body={}).status_code == 405


# ── Budget lines ──


def test_budget_lines_are_sent_whole_and_internal_unless_told(rows, secretary):
    told = change(secretary, budgetLines=[OWN, SUBSIDY], reason="Daarom.").json()["budgetLines"]
    assert [(line["funding"], line["amount"], line["isPublic"]) for line in told] == [
        ("eigen", 1000, False),
        ("interreg", 2500.5, True),
    ]
    public = call(PATH).json()["budgetLines"]
    assert [line["funding"] for line in public] == ["interreg"]
    assert change(secretary, title={"nl": "Nog eens"}, reason="Daarom.").status_code == 200
    assert BudgetLine.objects.filter(action=rows.other).count() == 2
    assert change(secretary, budgetLines=[SUBSIDY]).json()["budgetLines"] == [told[1]]


def test_a_line_that_is_sent_again_stays_the_same_row(rows, secretary):
    change(secretary, budgetLines=[OWN, OWN | {"amount": 5}])
    first, second = BudgetLine.objects.filter(action=rows.other).order_by("id")
    told = change(secretary, budgetLines=[OWN | {"amount": 7}]).json()["budgetLines"]
    assert [line["amount"] for line in told] == [7]
    (left,) = BudgetLine.objects.filter(action=rows.other)
    assert (left.pk, left.amount) == (first.pk, Decimal(7))
    assert BudgetLine.history.filter(id=second.pk, history_type="-").exists()


def test_who_read_an_action_before_its_money_changed_is_found(rows, secretary):
    version = call(PATH).json()["version"]
    assert change(secretary, budgetLines=[OWN]).json()["version"] == version + 1
    assert change(secretary, budgetLines=[OWN]).json()["version"] == version + 1


def test_public_money_is_a_part_of_what_was_adopted_and_internal_money_is_not(rows, secretary):
    assert change(secretary, budgetLines=[OWN]).status_code == 200
    assert not AgendaSnapshot.objects.exists()
    answer = change(secretary, budgetLines=[OWN, SUBSIDY])
    assert errors_of(answer).keys() == {"#/reason"}
    assert change(secretary, budgetLines=[OWN, SUBSIDY], reason="Daarom.").status_code == 200
    assert AgendaSnapshot.objects.count() == 1


@pytest.mark.parametrize(
    ("line", "pointer"),
    [
        ({"funding": "niets", "amount": 1}, "#/budgetLines/0/funding"),
        ({"amount": 1}, "#/budgetLines/0/funding"),
        ({"funding": "eigen"}, "#/budgetLines/0/amount"),
        ({"funding": "eigen", "amount": -1}, "#/budgetLines/0/amount"),
        ({"funding": "eigen", "amount": 1.234}, "#/budgetLines/0/amount"),
        ({"funding": "eigen", "amount": "1"}, "#/budgetLines/0/amount"),
        ({"funding": "eigen", "amount": 1, "organisation": "x"}, "#/budgetLines/0/organisation"),
        ({"funding": "eigen", "amount": 1, "paid": True}, "#/budgetLines/0/paid"),
        ("eigen", "#/budgetLines/0"),
    ],
)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_what_is_wrong_with_a_line_is_pointed_at(rows, secretary, line, pointer, language):
    path = f"{PATH}?lang={language}"
    answer = call(path, method="patch", by=secretary, body={"budgetLines": [line]}, If_Match="*")
    assert (answer.status_code, errors_of(answer).keys()) == (400, {pointer})
    assert not BudgetLine.objects.filter(action=rows.other).exists()


def test_lines_of_others_stay_hidden_from_who_does_not_work_on_the_action(rows):
    BudgetLineFactory(action=rows.other)
    stranger, lead = (make_person(Role.PARTNER, organisation=each) for each in (None, rows.lead))
    assert call(PATH, by=stranger).json()["budgetLines"] == []
    assert len(call(PATH, by=lead).json()["budgetLines"]) == 1


# ── The contact person ──


def test_a_contact_person_is_named_by_address_and_told_as_far_as_they_chose(rows, secretary):
    UserFactory(
        email="lies@kempen.example", name="Lies Voorbeeld", function="Voorbeeld", shows_name=True
    )
    told = change(secretary, contact="Lies@Kempen.example").json()["contact"]
    assert told == {"name": "Lies Voorbeeld", "function": None, "email": None, "phone": None}
    assert call(PATH).json()["contact"] == told
    assert change(secretary, contact=None).json()["contact"] is None
    assert Action.objects.get(pk=rows.other.pk).contact is None


def test_a_contact_person_who_shows_nothing_or_left_is_told_to_nobody(rows, secretary):
    person = UserFactory(email="lies@kempen.example", name="Lies Voorbeeld")
    assert change(secretary, contact=person.email).json()["contact"] is None
    person.shows_name = person.shows_email = True
    person.save()
    assert call(PATH).json()["contact"]["email"] == person.email
    person.is_active = False
    person.save()
    assert call(PATH).json()["contact"] is None
    assert call(PATH, by=secretary).json()["contact"] is None


@pytest.mark.parametrize("named", ["niemand@kempen.example", "weg@kempen.example", 3, "a\0b", ""])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_contact_person_who_cannot_log_in_is_refused(rows, secretary, named, language):
    UserFactory(email="weg@kempen.example", is_active=False)
    path = f"{PATH}?lang={language}"
    answer = call(path, method="patch", by=secretary, body={"contact": named}, If_Match="*")
    assert (answer.status_code, errors_of(answer).keys()) == (400, {"#/contact"})


def test_a_partner_names_nobody(rows):
    partner = make_person(Role.PARTNER, organisation=rows.lead)
    for members in ({"contact": partner.email}, {"budgetLines": []}):
        assert change(partner, **members).status_code == 403
