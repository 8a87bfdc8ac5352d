"""The translation desk: what is left to do, one text at a time, and two translators at once."""

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from accounts.roles import Role
from core.enums import ContentAct
from core.errors import EditedMeanwhile, NotAllowed
from core.models import AuditEntry
from core.translation_desk import Key
from core.translation_state import TranslationState, bilingual_models
from portal.desk import tasks_for
from portal.enums import PageKey
from portal.models import Page
from portal.workflow import NothingToConfirm, confirm_translation, write_translation
from tests.factories.accounts import make_person
from tests.factories.charter import GoalFactory, ParagraphFactory
from tests.factories.portal import PageFactory

pytestmark = [pytest.mark.db, pytest.mark.django_db]

DESK = "/en/my/translations/"


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def secretary():
    return make_person(Role.SECRETARIAT, name="Sofie Voorbeeld")


@pytest.fixture
def desk(client, secretary):
    client.force_login(secretary)
    return client


@pytest.fixture
def page():
    """A page whose text is outdated: the Dutch says more than when it was translated."""
    page = PageFactory(title_en="Page", body_nl="Wij werken samen.", body_en="We work together.")
    page.body_nl = "Wij werken graag samen."
    page.save()
    return page


def key_of(row, field="body") -> Key:
    return Key(row._meta.label_lower, row.uid, field)


def address(row, field="body", **query) -> str:
    return reverse("translation", kwargs=key_of(row, field)._asdict(), query=query or None)


def html_of(response) -> BeautifulSoup:
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def send(client, row, english, *, field="body", version=None, **more):
    data = {"english": english, "version": version or row.version, **more}
    return client.post(address(row, field), data)


def state_of(row, field="body") -> str:
    return type(row).objects.get(pk=row.pk).translation_state(field)


PATHS = [
    lambda page: DESK,
    lambda page: address(page),
    lambda page: reverse("translation_export"),
    lambda page: reverse("translation_import"),
]


class TestWhoMayCome:
    @pytest.mark.parametrize("path", PATHS)
    def test_nobody_without_logging_in(self, client, page, path):
        response = client.get(path(page))
        assert response.status_code == 302
        assert response["Location"].startswith(reverse("account_login"))

    @pytest.mark.parametrize("path", PATHS)
    @pytest.mark.parametrize("role", Role)
    def test_only_the_secretariat(self, client, page, path, role):
        client.force_login(make_person(role))
        wanted = 200 if role == Role.SECRETARIAT else 404
        assert client.get(path(page)).status_code == wanted
        if role != Role.SECRETARIAT:
            assert client.post(path(page), {"english": "x"}).status_code in (404, 405)

    @pytest.mark.parametrize("act", [write_translation, confirm_translation])
    def test_the_acts_ask_too(self, page, act):
        english = {"english": "x"} if act is write_translation else {}
        with pytest.raises(NotAllowed):
            act(key=key_of(page), version=page.version, by=make_person(Role.PARTNER), **english)
        assert not AuditEntry.objects.filter(object_uid=page.uid).exists()


class TestTheList:
    def test_shows_what_asks_for_work_outdated_first(self, desk, page):
        GoalFactory(title_en="Title", text_en="Words")
        html = html_of(desk.get(DESK))
        rows = [row.get_text(" ", strip=True) for row in html.select("tbody tr")]
        assert "Page Page: text ▲ outdated Wij werken graag samen." in rows[0]
        assert all("○ missing" in row for row in rows[1:])
        assert "complete" not in " ".join(rows)

    def test_is_filtered_by_state_and_kind(self, desk, page):
        GoalFactory()
        for query, number in (
            ("?state=outdated", 1),
            ("?state=complete&model=portal.page", 1),
            ("?state=all&model=portal.page", 2),
            ("?model=charter.goal", 2),
            ("?state=nonsense&model=nonsense&page=99", 7),
        ):
            html = html_of(desk.get(DESK + query))
            assert len(html.select("tbody tr")) == number, query
            assert f"{number} text" in html.caption.text

    def test_of_everything_translated_says_so(self, desk):
        assert "Everything is translated." in html_of(desk.get(DESK)).main.text

    def test_asks_the_same_questions_for_300_texts(self, desk, page):
        def queries() -> int:
            with CaptureQueriesContext(connection) as asked:
                html = html_of(desk.get(DESK + "?state=all"))
            assert html.caption
            return len(asked)

        goal = GoalFactory()
        queries()  # the first visit of a session asks a few more
        few = queries()
        charter = goal.theme.charter
        for _n in range(280):
            ParagraphFactory(charter=charter)
        for letter in "BCDEFG":
            GoalFactory(theme=goal.theme, code=f"1{letter}")
        assert queries() == few <= 7 + len(bilingual_models())
        html = html_of(desk.get(DESK + "?state=all&page=2"))
        assert "page 2 of 7" in html.caption.text
        assert len(html.select("tbody tr")) == 50
        assert html.select_one("a[rel=next]")["href"] == f"{DESK}?state=all&page=3"

    def test_keeps_the_selection_in_the_other_language(self, desk, page):
        html = html_of(desk.get(DESK + "?state=all&model=portal.page"))
        switch = html.select_one("a.language-switch")["href"]
        assert switch.endswith("?state=all&model=portal.page")


class TestOneText:
    def test_shows_both_languages_and_the_words_that_changed(self, desk, page):
        html = html_of(desk.get(address(page)))
        source = html.select_one(".translation-source[lang=nl]")
        assert [mark.get_text() for mark in source.select("ins")] == ["added: graag (end)"]
        assert html.textarea.text.strip() == "We work together."
        assert html.textarea["lang"] == "en"
        assert html.find("label", attrs={"for": html.textarea["id"]})
        named = [tag.name for tag in html.select("form textarea, form .form-buttons button")]
        assert named == ["textarea", "button", "button"]

    def test_says_so_when_nobody_knows_what_changed(self, desk, page):
        page.history.all().delete()
        html = html_of(desk.get(address(page)))
        assert "Which words changed is not known." in html.main.text
        assert not html.select("ins, del")

    def test_that_does_not_exist_is_not_there(self, desk, page):
        assert desk.get(address(page, "key")).status_code == 404
        path = address(page).replace("portal.page", "accounts.user")
        assert desk.get(path).status_code == 404

    def test_dutch_cannot_be_changed_here(self, desk, page):
        send(desk, page, "New.", body_nl="Anders", dutch="Anders")
        page.refresh_from_db()
        assert page.body_nl == "Wij werken graag samen."

    def test_markup_in_a_text_is_shown_and_not_followed(self, desk, page):
        page.body_nl = "<script>alert(1)</script>"
        page.save()
        html = html_of(desk.get(address(page)))
        assert not html.main.find_all("script")
        assert "<script>alert(1)</script>" in html.main.text


class TestSaving:
    def test_stores_the_english_with_history_and_audit(self, desk, page, secretary):
        send(desk, page, "We like to work together.\r\n")
        page.refresh_from_db()
        assert page.body_en == "We like to work together."
        assert state_of(page) == TranslationState.COMPLETE
        assert page.history.first().history_user == secretary
        entry = AuditEntry.objects.get(object_uid=page.uid)
        assert (entry.act, entry.actor) == (ContentAct.CHANGED, secretary.uid)
        assert entry.fields == ["body_en"]

    def test_goes_to_the_next_open_text_of_the_selection(self, desk, page):
        goal = GoalFactory(text_en="Words")
        path = address(page, model="portal.page")
        other = PageFactory(key=PageKey.PRIVACY, body_en="Text")
        response = desk.post(path, {"english": "New.", "version": page.version})
        assert response["Location"] == address(other, "title", model="portal.page")
        response = desk.post(
            response["Location"], {"english": "Privacy", "version": other.version}, follow=True
        )
        assert response.redirect_chain[-1][0] == f"{DESK}?model=portal.page"
        assert "Nothing is left in this selection." in html_of(response).main.text
        assert state_of(goal, "title") == TranslationState.MISSING

    def test_the_last_one_says_that_everything_is_translated(self, desk, page):
        response = desk.post(
            address(page), {"english": "New.", "version": page.version}, follow=True
        )
        assert "Everything is translated." in html_of(response).select_one(".messages").text

    @pytest.mark.parametrize("english", ["", "  \n"])
    def test_nothing_is_refused(self, desk, page, english):
        html = html_of(send(desk, page, english))
        assert "Write the translation, or skip this text." in html.select_one(".form-errors").text
        assert html.textarea["aria-invalid"] == "true"
        assert state_of(page) == TranslationState.OUTDATED

    def test_too_long_is_refused_and_what_was_typed_stays(self, desk, page):
        html = html_of(send(desk, page, "x" * 121, field="title"))
        assert "at most 120 characters" in html.select_one(".form-errors").text
        assert html.textarea.text.strip() == "x" * 121

    def test_the_same_words_once_more_count_as_still_right(self, desk, page):
        send(desk, page, "We work together.")
        assert state_of(page) == TranslationState.COMPLETE
        assert AuditEntry.objects.get(object_uid=page.uid).act == ContentAct.CONFIRMED


class TestStillRight:
    def test_confirms_and_changes_no_word(self, desk, page, secretary):
        changed_at = page.changed_at
        send(desk, page, "We work together.", still_right="1")
        page.refresh_from_db()
        assert page.body_en == "We work together."
        assert state_of(page) == TranslationState.COMPLETE
        assert page.changed_at == changed_at
        assert page.history.first().history_user == secretary
        entry = AuditEntry.objects.get(object_uid=page.uid)
        assert (entry.act, entry.fields) == (ContentAct.CONFIRMED, ["body_en"])

    def test_of_a_missing_text_is_refused(self, secretary, page):
        goal = GoalFactory()
        with pytest.raises(NothingToConfirm):
            confirm_translation(key=key_of(goal, "title"), version=goal.version, by=secretary)
        assert state_of(goal, "title") == TranslationState.MISSING

    def test_loses_no_words_that_were_typed(self, desk, page):
        html = html_of(send(desk, page, "We like it.", still_right="1"))
        assert "You changed this text." in html.select_one(".form-errors").text
        assert html.textarea.text.strip() == "We like it."
        assert state_of(page) == TranslationState.OUTDATED

    def test_is_no_button_of_a_text_that_is_not_outdated(self, desk, page):
        assert not html_of(desk.get(address(page, "title"))).find(attrs={"name": "still_right"})


class TestTwoAtOnce:
    def test_both_texts_are_shown_and_saving_again_counts(self, desk, page):
        seen = page.version
        other = make_person(Role.SECRETARIAT, name="Jan Ander")
        write_translation(key=key_of(page), english="Theirs.", version=seen, by=other)
        html = html_of(send(desk, page, "Mine.", version=seen))
        alert = html.select_one("[role=alert]")
        assert "Jan Ander changed this" in alert.text
        assert "Theirs." in alert.text
        assert html.textarea.text.strip() == "Mine."
        assert Page.objects.get().body_en == "Theirs."
        version = html.find("input", attrs={"name": "version"})["value"]
        send(desk, page, "Mine.", version=version)
        assert Page.objects.get().body_en == "Mine."

    @pytest.mark.parametrize("more", [{}, {"still_right": "1"}])
    def test_a_new_dutch_text_is_seen_before_anything_counts(self, desk, page, more):
        seen = page.version
        page.body_nl = "Iets heel anders."
        page.save()
        html = html_of(send(desk, page, "We work together.", version=seen, **more))
        assert html.select_one("[role=alert]")
        assert "Iets heel anders." in html.select_one(".translation-source[lang=nl]").text
        assert state_of(page) == TranslationState.OUTDATED

    def test_another_text_of_the_same_row_disturbs_nobody(self, desk, page):
        seen = page.version
        page.title_en = "Another title"
        page.save()
        assert send(desk, page, "Mine.", version=seen).status_code == 302
        stored = Page.objects.get()
        assert (stored.title_en, stored.body_en) == ("Another title", "Mine.")

    def test_sending_the_same_twice_is_no_quarrel(self, desk, page):
        seen = page.version
        send(desk, page, "Mine.", version=seen)
        assert send(desk, page, "Mine.", version=seen).status_code == 302

    def test_the_act_says_so_too(self, secretary, page):
        seen, page.body_en = page.version, "Theirs."
        page.save()
        with pytest.raises(EditedMeanwhile):
            write_translation(key=key_of(page), english="Mine.", version=seen, by=secretary)


class TestMyDesk:
    def test_counts_what_is_outdated_and_missing(self, desk, secretary, page):
        GoalFactory(title_en="Title")
        tasks = tasks_for(secretary)
        assert [task.text for task in tasks] == [
            "1 translation is outdated",
            "5 translations are missing",
        ]
        for task in tasks:
            html = html_of(desk.get(task.url))
            assert len(html.select("tbody tr")) == task.count
        assert "1 translation is outdated" in html_of(desk.get("/en/my/")).main.text

    def test_says_nothing_when_all_is_done_or_to_others(self, secretary):
        assert tasks_for(secretary) == []
        GoalFactory()
        assert tasks_for(make_person(Role.PARTNER)) == []
