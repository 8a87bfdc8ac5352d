"""The accessibility page says what the fields of the statement say, and no more."""

from datetime import date, timedelta
from io import StringIO

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.utils import timezone

from accounts.roles import Role
from portal.enums import AuditStatus, PageKey
from portal.models import AccessibilityStatement
from tests.factories.accounts import make_person
from tests.factories.portal import AccessibilityStatementFactory, PageFactory

pytestmark = [pytest.mark.db, pytest.mark.django_db]

AUDIT = {"audited_on": date(2026, 5, 1), "audited_by": "Voorbeeldbureau"}


@pytest.fixture
def page():
    return PageFactory(key=PageKey.ACCESSIBILITY)


def shown(client) -> BeautifulSoup:
    return BeautifulSoup(client.get("/en/accessibility/").content, "html.parser").main


def test_without_an_audit_nothing_is_claimed(client, page):
    AccessibilityStatementFactory()
    text = shown(client).get_text(" ", strip=True)
    assert "not been audited yet" in text
    assert "all requirements of" not in text
    assert "part of the requirements" not in text


def test_without_a_statement_nothing_is_said_about_an_audit(client, page):
    text = shown(client).get_text(" ", strip=True)
    assert "audited" not in text
    assert "Something does not work for you" in text


@pytest.mark.parametrize(
    ("status", "said", "not_said"),
    [
        (AuditStatus.PARTLY, "part of the requirements", "all requirements"),
        (AuditStatus.FULLY, "all requirements", "part of the requirements"),
    ],
)
def test_an_audit_is_told_with_who_when_and_what(client, page, status, said, not_said):
    AccessibilityStatementFactory(status=status, report_url="https://x.example/r", **AUDIT)
    html = shown(client)
    text = html.get_text(" ", strip=True)
    assert "Voorbeeldbureau audited this portal; the audit is of 1 May 2026." in text
    assert f"{said} of WCAG 2.2 AA" in text
    assert not_said not in text
    assert "not been audited" not in text
    assert html.find("a", href="https://x.example/r")


def test_limitations_in_dutch_only_are_marked_as_dutch(client, page):
    AccessibilityStatementFactory(method_en="We look ourselves.")
    (list_,) = [div for div in shown(client).select("div.prose[lang=nl]") if div.ul]
    assert list_.get_text(strip=True) == "De kaart is een tekening."


def test_a_day_still_to_come_is_refused_by_the_form():
    tomorrow = timezone.localdate() + timedelta(days=1)
    statement = AccessibilityStatementFactory.build(
        status=AuditStatus.FULLY, audited_by="Bureau", audited_on=tomorrow
    )
    with pytest.raises(ValidationError) as error:
        statement.full_clean()
    assert set(error.value.message_dict) == {"audited_on"}


@pytest.mark.parametrize("address", ["http://x.example", "javascript:alert(1)", "x.example"])
def test_only_a_report_at_a_safe_address_is_linked(address):
    statement = AccessibilityStatementFactory.build(
        status=AuditStatus.FULLY, report_url=address, **AUDIT
    )
    with pytest.raises(ValidationError) as error:
        statement.full_clean()
    assert "report_url" in error.value.message_dict


def test_the_shipped_statement_is_loaded_once_and_left_alone_after_an_edit():
    call_command("load_pages", stdout=StringIO())
    statement = AccessibilityStatement.objects.get()
    assert statement.status == AuditStatus.NOT_AUDITED
    assert set(statement.translation_states().values()) == {"complete"}
    statement.method_nl = "Anders."
    statement.save()
    call_command("load_pages", stdout=StringIO())
    assert AccessibilityStatement.objects.get().method_nl == "Anders."


@pytest.mark.parametrize("role", Role)
def test_who_may_see_and_change_it_in_the_back_office(role):
    person = make_person(role)
    sees = role in (Role.SECRETARIAT, Role.ADMINISTRATOR)
    assert person.has_perm("portal.view_accessibilitystatement") == sees
    changes = role == Role.SECRETARIAT
    assert person.has_perm("portal.change_accessibilitystatement") == changes
    assert not person.has_perm("portal.add_accessibilitystatement")
    assert not person.has_perm("portal.delete_accessibilitystatement")
