"""The list of work of a translator, and the words that changed."""

import time
import uuid

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from core.translation_desk import (
    BilingualText,
    Key,
    NoSuchText,
    Selection,
    changed_words,
    every_text,
    find,
)
from core.translation_state import TranslationState
from tests.factories.charter import GoalFactory
from tests.factories.portal import PageFactory

words = st.lists(st.sampled_from("a b c d e f".split()), max_size=12)


@given(words, words)
def test_the_pieces_make_both_texts(before, after):
    pieces = changed_words(" ".join(before), " ".join(after))
    new = "".join(piece.text for piece in pieces if piece.kind != "removed")
    assert new.split() == after
    old = " ".join(p.text for p in pieces if p.kind == "removed" or p.kind == "same").split()
    assert old == before


def test_words_are_marked_and_their_white_space_is_not():
    assert changed_words("Wij werken samen.", "Wij werken\n\nnu samen!") == [
        ("same", "Wij werken"),
        ("same", " "),
        ("removed", "samen."),
        ("same", "\n\n"),
        ("added", "nu samen!"),
    ]
    assert changed_words("Een  zin", "Een\nzin") == [("same", "Een\nzin")]


MANY = 5000
SAME_WORDS = ("a b c d " * (MANY // 4), "a b d c " * (MANY // 4))
OTHER_WORDS = tuple(" ".join(str(n * n % way) for n in range(MANY)) for way in (997, 1009))


@pytest.mark.parametrize(("before", "after"), [SAME_WORDS, OTHER_WORDS])
def test_no_text_takes_long_to_compare(before, after):
    started = time.process_time()
    pieces = changed_words(before, after)
    assert time.process_time() - started < 1
    new = "".join(piece.text for piece in pieces if piece.kind != "removed")
    assert new.split() == after.split()


def test_one_word_in_a_long_text_is_marked_alone():
    before = " ".join(f"de {n} en de" for n in range(500))
    after = before.replace("de 250 en", "de 250 of").replace("de 400 ", "de ")
    marked = [piece for piece in changed_words(before, after) if piece.kind != "same"]
    assert marked == [("removed", "en"), ("added", "of"), ("removed", "400")]


@pytest.mark.parametrize("text", ["", "a/b", "a.b/nee/text", "a/b/c/d", "=1+1"])
def test_a_key_that_is_none(text):
    with pytest.raises(NoSuchText):
        Key.parse(text)


@pytest.mark.django_db
class TestTexts:
    @pytest.fixture
    def outdated(self):
        page = PageFactory(title_en="Page", body_en="Text")
        page.body_nl = "Andere woorden."
        page.save()
        return page

    def test_outdated_ones_come_first_then_missing_ones(self, outdated):
        goal = GoalFactory(title_en="Title")
        states = [text.state for text in every_text()]
        assert states == sorted(states, key=list(TranslationState).index)
        assert every_text()[0].key == ("portal.page", outdated.uid, "body")
        missing = {text.key for text in every_text() if text.state == "missing"}
        assert ("charter.goal", goal.uid, "text") in missing

    def test_a_text_is_found_by_its_key(self, outdated):
        key = Key.parse(f"portal.page/{outdated.uid}/title")
        assert find(key).english == "Page"
        assert Key.parse(str(key)) == key

    @pytest.mark.parametrize(
        ("model", "field"),
        [
            ("portal.page", "key"),
            ("portal.page", "title_nl"),
            ("accounts.user", "name"),
            ("portal.nothing", "title"),
            ("nothing", "title"),
        ],
    )
    def test_nothing_else_is_found(self, outdated, model, field):
        with pytest.raises(NoSuchText):
            find(Key(model, outdated.uid, field))

    def test_no_other_row_is_found(self, outdated):
        with pytest.raises(NoSuchText):
            find(Key("portal.page", uuid.uuid4(), "title"))

    def test_the_dutch_of_the_last_right_translation_is_known(self, outdated):
        assert BilingualText(outdated, "body").dutch_when_confirmed() == "Een voorbeeld."

    def test_the_dutch_of_a_translation_never_called_right_is_not(self, outdated):
        outdated.confirmed = {}
        assert BilingualText(outdated, "body").dutch_when_confirmed() is None

    def test_only_a_change_of_the_text_itself_counts_as_meanwhile(self, outdated):
        seen = outdated.version
        outdated.title_en = "Another title"
        outdated.save()
        assert not BilingualText(outdated, "body").changed_since(seen)
        assert BilingualText(outdated, "title").changed_since(seen)

    def test_one_line_stays_one_line_and_has_a_length(self, outdated):
        title = BilingualText(outdated, "title")
        assert title.clean(" One\r\nline ") == "One line"
        with translation.override("en"), pytest.raises(ValidationError, match="at most 120"):
            title.clean("x" * 121)

    def test_a_long_text_keeps_its_lines(self, outdated):
        assert BilingualText(outdated, "body").clean("One\r\n\r\ntwo \n") == "One\n\ntwo"

    def test_after_the_last_one_the_first_comes_again(self, outdated):
        texts = every_text()
        chosen = Selection(model="portal.page")
        assert chosen.next_open(texts, texts[0].key) is None
        GoalFactory()
        texts = every_text()
        assert Selection().next_open(texts, texts[-1].key).key == texts[0].key
        assert Selection(state="outdated").next_open(texts, texts[0].key) is None

    def test_an_address_with_nonsense_means_the_usual_selection(self):
        assert Selection.from_query({"state": "x", "model": "accounts.user"}) == Selection()
        wanted = Selection.from_query({"state": "missing", "model": "portal.page"})
        assert wanted.query == {"state": "missing", "model": "portal.page"}
