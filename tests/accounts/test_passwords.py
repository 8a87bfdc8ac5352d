"""Which passwords are refused, and forgotten ones."""

import hashlib

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import translation

from accounts.checks import breached_passwords_can_be_read
from accounts.passwords import NotBreachedValidator, is_in_sorted_file
from accounts.roles import Role
from tests.accounts.logging_in import (
    Browser,
    is_logged_in,
    link_in_mail,
    log_in,
    logged_in,
    main_of,
    told_by,
)
from tests.factories.accounts import PASSWORD, UserFactory, make_person

NEW = "een heel andere lange zin"
RESET = "account_reset_password"
db = [pytest.mark.db, pytest.mark.django_db, pytest.mark.usefixtures("quick_passwords")]


def digest_of(password: str) -> str:
    return hashlib.sha1(password.encode()).hexdigest()


def in_capitals_with_counts(digests: list[str]) -> str:
    return "".join(f"{digest.upper()}:{n}\r\n" for n, digest in enumerate(digests))


def bare(digests: list[str]) -> str:
    return "\n".join(digests)


@pytest.fixture(params=[in_capitals_with_counts, bare])
def breached(request, tmp_path, settings):
    """A file of 1,000 breached passwords, `0` to `999`, in both usual forms."""
    file = tmp_path / "breached.txt"
    digests = sorted(digest_of(str(n)) for n in range(1000))
    file.write_text(request.param(digests), newline="")
    settings.BREACHED_PASSWORDS_FILE = str(file)
    return file


def test_every_breached_password_is_found_and_no_other(breached):
    assert all(is_in_sorted_file(digest_of(str(n)), breached) for n in range(1000))
    assert not any(is_in_sorted_file(digest_of(str(n)), breached) for n in range(1000, 2000))
    for edge in ("0" * 40, "f" * 40):
        assert not is_in_sorted_file(edge, breached)


def test_a_breached_password_is_refused_with_a_sentence(breached):
    with translation.override("en"), pytest.raises(ValidationError, match="known to thieves"):
        NotBreachedValidator().validate("17")
    NotBreachedValidator().validate(NEW)


def test_without_a_file_every_password_passes_here(settings):
    settings.BREACHED_PASSWORDS_FILE = ""
    NotBreachedValidator().validate("17")
    assert breached_passwords_can_be_read() == []


def test_a_file_that_cannot_be_used_is_found_by_check_and_refuses_nothing(settings, tmp_path):
    words = tmp_path / "words.txt"
    words.write_text("welkom123\n")
    short = tmp_path / "short.txt"
    short.write_text("abc\n")
    for path in (tmp_path / "missing.txt", words, short, tmp_path):
        settings.BREACHED_PASSWORDS_FILE = str(path)
        assert [error.id for error in breached_passwords_can_be_read()] == ["accounts.E001"], path
        NotBreachedValidator().validate("17")


def test_a_good_file_passes_the_check(breached):
    assert breached_passwords_can_be_read() == []


class TestChanging:
    pytestmark = db

    @pytest.mark.parametrize(
        ("password", "sentence"),
        [
            ("korte zin", "at least 12 characters"),
            ("jeanmichel.tester", "too similar"),
            ("q1w2e3r4t5y6", "too common"),
        ],
    )
    def test_a_weak_password_is_refused_and_says_why(self, password, sentence):
        person = make_person(
            Role.PARTNER, password=PASSWORD, email="jeanmichel.tester@blk.example", language="en"
        )
        fields = {"oldpassword": PASSWORD, "password1": password}
        answer = logged_in(person).post(reverse("account_change_password") + "?lang=en", fields)
        assert sentence in main_of(answer)

    def test_the_old_one_is_asked_for(self):
        person = make_person(Role.PARTNER, password=PASSWORD)
        fields = {"oldpassword": "iets anders", "password1": NEW}
        answer = logged_in(person).post(reverse("account_change_password") + "?lang=en", fields)
        assert "This is not your current password." in main_of(answer)

    def test_whoever_logs_in_by_code_can_choose_one(self):
        person = make_person(Role.PARTNER, language="en")
        client = logged_in(person)
        assert client.get(reverse("account_change_password")).status_code == 302
        client.post(reverse("account_set_password"), {"password1": NEW})
        assert log_in(Browser(), person.email, NEW).status_code == 302

    def test_the_rules_stand_beside_the_field(self):
        person = make_person(Role.PARTNER, password=PASSWORD)
        page = main_of(logged_in(person).get(reverse("account_change_password") + "?lang=en"))
        assert "At least 12 characters; 15 or more is better." in page


class TestForgotten:
    pytestmark = db

    @pytest.fixture
    def person(self):
        return make_person(Role.PARTNER, password=PASSWORD, email="p@blk.example", language="en")

    def ask(self, email: str, client: Client | None = None):
        client = client or Browser()
        return client.post(reverse(RESET) + "?lang=en", {"email": email}, follow=True)

    def test_the_link_from_the_mail_leads_to_a_new_password(self, client, person):
        self.ask(person.email)
        form = client.get(link_in_mail())["Location"]
        assert "set-password" in form
        done = client.post(form, {"password1": NEW}, follow=True)
        assert "You have a new password" in main_of(done)
        assert not is_logged_in(client)
        assert log_in(Browser(), person.email, NEW).status_code == 302
        assert log_in(Browser(), person.email, PASSWORD).status_code == 200

    def test_a_link_works_once(self, client, person):
        self.ask(person.email)
        client.post(client.get(link_in_mail())["Location"], {"password1": NEW})
        again = Browser().get(link_in_mail(mail.outbox[0]))
        assert "This link no longer works" in main_of(again)

    def test_a_link_is_void_after_an_hour_a_login_or_being_disabled(self, person, settings):
        self.ask(person.email)
        link = link_in_mail()
        settings.PASSWORD_RESET_TIMEOUT = -1
        assert "This link no longer works" in main_of(Browser().get(link))
        settings.PASSWORD_RESET_TIMEOUT = 3600
        assert Browser().get(link).status_code == 302
        type(person).objects.filter(pk=person.pk).update(is_active=False)
        assert "This link no longer works" in main_of(Browser().get(link))
        type(person).objects.filter(pk=person.pk).update(is_active=True)
        log_in(Browser(), person.email)
        assert "This link no longer works" in main_of(Browser().get(link))

    def test_a_new_password_ends_all_sessions(self, client, person):
        elsewhere = logged_in(person)
        self.ask(person.email)
        client.post(client.get(link_in_mail())["Location"], {"password1": NEW})
        assert not is_logged_in(elsewhere)

    @pytest.mark.parametrize("is_active", [None, False])
    def test_asking_does_not_tell_whether_there_is_an_account(self, person, is_active):
        if is_active is not None:
            make_person(Role.PARTNER, email="other@blk.example", is_active=is_active)
        told = [told_by(self.ask(email), email) for email in (person.email, "other@blk.example")]
        assert told[0] == told[1]
        assert [message.to[0] for message in mail.outbox] == [person.email, "other@blk.example"]

    def test_who_asks_too_often_has_to_wait(self, person):
        assert [self.ask(person.email).status_code for _ in range(4)] == [200, 200, 200, 429]
        assert len(mail.outbox) == 3


@pytest.mark.parametrize(
    "password",
    ["wachtwoord123", "Wachtwoord 2026!", "Brainport-2026", "password123456", "123456789012"],
)
def test_one_obvious_word_dressed_up_is_refused(password):
    with pytest.raises(ValidationError):
        validate_password(password)


@pytest.mark.parametrize("password", [PASSWORD, "Kempen en Limburg samen", "длинная фраза слов"])
def test_several_words_are_fine(password):
    validate_password(password)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_refusal_is_in_the_readers_language(language, breached):
    refusals = {}
    for password in ("kort", "wachtwoord123", "password1234567", "persoon@blk.example"):
        with translation.override(language), pytest.raises(ValidationError) as refused:
            validate_password(password, make_person_in_memory())
        refusals[password] = " ".join(refused.value.messages)
    words = {"nl": "Dit wachtwoord", "en": "This password"}
    other = words["en" if language == "nl" else "nl"]
    for told in refusals.values():
        assert other not in told, told


def make_person_in_memory():
    return UserFactory.build(email="persoon@blk.example", name="Voorbeeld Persoon")
