"""The second factor: setting it up, logging in with it, and never losing the last one."""

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.core import mail
from django.http import HttpResponse
from django.test import Client
from django.urls import include, path, reverse
from django.utils import timezone

from accounts.roles import Role
from portal import urls
from tests.accounts.logging_in import (
    Browser,
    code_in_mail,
    code_of_app,
    has_factor,
    is_logged_in,
    log_in,
    logged_in,
    main_of,
    page_of,
    set_up_app,
)
from tests.factories.accounts import PASSWORD, make_person

pytestmark = [pytest.mark.db, pytest.mark.django_db, pytest.mark.usefixtures("quick_passwords")]

ASKED = "/accounts/2fa/authenticate/"
INDEX = "/accounts/2fa/?lang=en"


@pytest.fixture
def person():
    return make_person(Role.PARTNER, password=PASSWORD, language="en")


@pytest.fixture
def secretary(settings):
    settings.REQUIRE_SECOND_FACTOR = True
    return make_person(Role.SECRETARIAT, password=PASSWORD, language="en")


def add_passkey(person) -> Authenticator:
    return Authenticator.objects.create(
        user=person, type=Authenticator.Type.WEBAUTHN, data={"name": "My key", "credential": {}}
    )


def set_up_in_the_browser(client: Client):
    """Go through the page that sets up an app, and return the key and the answer."""
    page = page_of(client.get(reverse("mfa_activate_totp")))
    key = page.select_one("code.secret").text
    return key, client.post(reverse("mfa_activate_totp"), {"code": code_of_app(key)})


def test_an_app_is_set_up_with_a_picture_or_a_key(person):
    client = logged_in(person, password=PASSWORD)
    page = page_of(client.get(reverse("mfa_activate_totp")))
    assert page.select_one("main .qr svg path")
    assert "data:" not in str(page.main)
    _key, answer = set_up_in_the_browser(client)
    assert answer["Location"] == reverse("mfa_view_recovery_codes")
    assert has_factor(person)
    assert [message.subject for message in mail.outbox] == ["An app is now your second factor"]


def test_a_wrong_code_sets_up_nothing(person):
    client = logged_in(person, password=PASSWORD)
    client.get(reverse("mfa_activate_totp"))
    answer = client.post(reverse("mfa_activate_totp"), {"code": "000000"})
    assert "This code is not right" in main_of(answer)
    assert not has_factor(person)


def test_setting_up_asks_for_the_password_first(person):
    client = logged_in(person)
    answer = client.get(reverse("mfa_activate_totp"))
    assert answer["Location"].startswith(reverse("account_reauthenticate"))
    wrong = client.post(reverse("account_reauthenticate"), {"password": "iets anders"})
    assert "This password is not right." in main_of(wrong)


def test_login_asks_for_the_code_of_the_app(client, person):
    key = set_up_app(person)
    assert log_in(client, person.email, next="/en/my/profile/")["Location"] == ASKED
    assert not is_logged_in(client)
    assert "This code is not right" in main_of(client.post(ASKED + "?lang=en", {"code": "000000"}))
    assert client.post(ASKED, {"code": code_of_app(key)})["Location"] == "/en/my/profile/"
    assert is_logged_in(client)


def test_a_code_of_the_app_works_once(person):
    key = set_up_app(person)
    with time_machine.travel(timezone.now(), tick=False):
        for expected in (True, False):
            client = Browser()
            log_in(client, person.email)
            client.post(ASKED, {"code": code_of_app(key)})
            assert is_logged_in(client) is expected


def test_a_code_by_mail_asks_for_the_second_factor_too(client, person):
    set_up_app(person)
    client.post(reverse("account_request_login_code"), {"email": person.email})
    code = mail.outbox[0].body.split("\n    ")[1].split()[0]
    answer = client.post(reverse("account_confirm_login_code"), {"code": code})
    assert answer["Location"] == ASKED
    assert not is_logged_in(client)


def test_after_five_wrong_codes_the_account_rests(client, person):
    key = set_up_app(person)
    log_in(client, person.email)
    for _ in range(5):
        client.post(ASKED, {"code": "000000"})
    answer = client.post(ASKED + "?lang=en", {"code": code_of_app(key)})
    assert "Too many attempts" in main_of(answer)
    assert not is_logged_in(client)


def test_recovery_codes_are_shown_once_can_be_downloaded_and_work_once(person):
    client = logged_in(person, password=PASSWORD)
    set_up_in_the_browser(client)
    shown = client.get(reverse("mfa_view_recovery_codes"))
    codes = [code.text for code in page_of(shown).select(".recovery-codes code")]
    assert len(codes) == 10
    file = client.get(reverse("mfa_download_recovery_codes"))
    assert "attachment" in file["Content-Disposition"]
    assert "no-store" in file["Cache-Control"]
    assert codes == file.content.decode().split()[1:]
    again = client.get(reverse("mfa_view_recovery_codes") + "?lang=en")
    assert not page_of(again).select(".recovery-codes")
    assert "cannot be shown again" in main_of(again)
    for expected in (True, False):
        other = Browser()
        log_in(other, person.email)
        other.post(ASKED, {"code": codes[0]})
        assert is_logged_in(other) is expected


def test_recovery_codes_can_be_downloaded_for_ten_minutes_only(person):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        client = logged_in(person, password=PASSWORD)
        set_up_in_the_browser(client)
        assert client.get(reverse("mfa_download_recovery_codes")).status_code == 403
        client.get(reverse("mfa_view_recovery_codes"))
        clock.shift(601)
        client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
        assert client.get(reverse("mfa_download_recovery_codes")).status_code == 403


def test_a_new_password_by_mail_leaves_the_second_factor(client, person):
    set_up_app(person)
    client.post(reverse("account_reset_password"), {"email": person.email})
    link = mail.outbox[0].body.split("http://testserver")[1].split()[0]
    form = client.get(link)["Location"]
    client.post(form, {"password1": "een heel andere lange zin"})
    assert has_factor(person)
    assert log_in(client, person.email, "een heel andere lange zin")["Location"] == ASKED


def test_whose_role_asks_for_it_sets_one_up_before_anything_else(secretary):
    client = logged_in(secretary)
    for page in ("/en/my/", "/admin/", "/en/my/profile/"):
        assert client.get(page).headers["Location"].startswith("/accounts/2fa/?lang="), page
    assert "Your role requires a second factor" in main_of(client.get(INDEX))
    assert client.get("/robots.txt").status_code == 200
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    set_up_in_the_browser(client)
    assert is_logged_in(client)


def test_who_logs_in_by_code_and_must_have_one_sets_it_up_at_once(client, settings):
    settings.REQUIRE_SECOND_FACTOR = True
    secretary = make_person(Role.SECRETARIAT, language="en")
    client.post(reverse("account_request_login_code"), {"email": secretary.email})
    client.post(reverse("account_confirm_login_code"), {"code": code_in_mail()})
    assert not is_logged_in(client)
    set_up_in_the_browser(client)
    assert is_logged_in(client)


def in_office(request):
    return HttpResponse("open")


urlpatterns = [
    path("office/", include(([path("", in_office, name="mfa_authenticators")], "office"))),
    *urls.urlpatterns,
]


@pytest.mark.urls(__name__)
def test_a_page_of_the_back_office_is_not_open_for_its_name(secretary):
    assert logged_in(secretary).get("/office/").status_code == 302
    set_up_app(secretary)
    assert logged_in(secretary).get("/office/").content == b"open"


@pytest.mark.parametrize("role", [Role.PARTNER, Role.COORDINATOR, Role.LIAISON, Role.TASK_FORCE])
def test_other_roles_may_do_without(settings, role):
    settings.REQUIRE_SECOND_FACTOR = True
    assert is_logged_in(logged_in(make_person(role)))


def test_an_administrator_needs_one_and_the_embedded_mode_asks_nobody(settings):
    administrator = make_person(Role.ADMINISTRATOR)
    settings.REQUIRE_SECOND_FACTOR = True
    assert not is_logged_in(logged_in(administrator))
    settings.REQUIRE_SECOND_FACTOR = False
    assert is_logged_in(logged_in(administrator))


def test_a_required_app_is_not_removed_while_it_is_the_last_factor(secretary):
    set_up_app(secretary)
    client = logged_in(secretary, password=PASSWORD)
    page = client.get(reverse("mfa_deactivate_totp") + "?lang=en")
    assert "Your role requires a second factor" in main_of(page)
    client.post(reverse("mfa_deactivate_totp"))
    assert has_factor(secretary)
    add_passkey(secretary)
    client.post(reverse("mfa_deactivate_totp"))
    assert not has_factor(secretary)


def test_a_required_passkey_is_not_removed_while_it_is_the_last_factor(secretary):
    passkey = add_passkey(secretary)
    client = logged_in(secretary, password=PASSWORD)
    remove = reverse("mfa_remove_webauthn", args=[passkey.pk])
    assert "My key" in main_of(client.get(remove))
    client.post(remove)
    assert has_factor(secretary, "webauthn")
    set_up_app(secretary)
    client.post(remove)
    assert not has_factor(secretary, "webauthn")


def test_who_need_not_have_one_removes_it_with_its_recovery_codes(person):
    client = logged_in(person, password=PASSWORD)
    set_up_in_the_browser(client)
    client.post(reverse("mfa_deactivate_totp"))
    assert not Authenticator.objects.filter(user=person).exists()


def test_somebody_elses_passkey_is_not_there(person):
    passkey = add_passkey(make_person(Role.PARTNER))
    client = logged_in(person, password=PASSWORD)
    for name in ("mfa_remove_webauthn", "mfa_edit_webauthn"):
        assert client.get(reverse(name, args=[passkey.pk])).status_code == 404


def test_a_passkey_is_renamed(person):
    passkey = add_passkey(person)
    client = logged_in(person, password=PASSWORD)
    client.post(reverse("mfa_edit_webauthn", args=[passkey.pk]), {"name": "My phone"})
    assert "My phone" in main_of(client.get(reverse("mfa_list_webauthn")))


NO_CREDENTIALS = ["{}", "[]", "1", '{"id": "x"}', "not JSON", '{"response": {"userHandle": "x"}}']


@pytest.mark.parametrize("sent", NO_CREDENTIALS)
def test_what_is_no_passkey_of_ours_opens_nothing(client, person, sent):
    login = reverse("mfa_login_webauthn") + "?lang=en"
    answer = client.post(login, {"credential": sent}, follow=True)
    assert page_of(answer).select_one(".message-error"), sent
    set_up_app(person)
    log_in(client, person.email)
    assert client.post(ASKED, {"credential": sent}).status_code == 200
    assert not is_logged_in(client)


@pytest.mark.parametrize("sent", NO_CREDENTIALS)
def test_what_is_no_passkey_is_not_added_and_confirms_nothing(person, sent):
    add_passkey(person)
    client = logged_in(person, password=PASSWORD)
    Authenticator.objects.filter(user=person).delete()
    added = client.post(reverse("mfa_add_webauthn"), {"credential": sent, "name": "x"})
    assert added.status_code == 200
    assert not has_factor(person, "webauthn")


def test_whoever_has_a_second_factor_can_change_the_address(person):
    set_up_app(person)
    client = logged_in(person, password=PASSWORD)
    client.post(reverse("account_email"), {"email": "new@blk.example", "action_add": ""})
    assert mail.outbox[-1].to == ["new@blk.example"]
