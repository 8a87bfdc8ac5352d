"""How a translation stands: words count, markup and white space do not."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from charter.models import Goal
from core.translation_state import (
    TranslationState,
    bilingual_fields,
    bilingual_models,
    digest_of,
    words_of,
)
from tests.factories.charter import GoalFactory, ThemeFactory

OUTDATED, MISSING, COMPLETE = TranslationState

words = st.text("abcdefghijklmnopqrstuvwxyzéëïŒß’", min_size=1, max_size=8)
sentences = st.lists(words, min_size=1, max_size=12)
spaces = st.sampled_from([" ", "  ", "\n", " \n ", "\n\n", "\t "])
wraps = st.sampled_from(["{}", "*{}*", "**{}**", "`{}`", "[{}](https://blk.example/)"])
openings = st.sampled_from(["", "## ", "### ", "- ", "1. ", "> "])


@given(sentences, st.data())
def test_white_space_does_not_count(sentence, data):
    text = sentence[0] + "".join(data.draw(spaces) + word for word in sentence[1:])
    assert words_of(text) == sentence
    assert digest_of(text) == digest_of(" ".join(sentence))


@given(sentences, st.data())
def test_emphasis_links_headings_and_lists_do_not_count(sentence, data):
    marked = " ".join(data.draw(wraps).format(word) for word in sentence)
    assert digest_of(data.draw(openings) + marked) == digest_of(" ".join(sentence))


@given(sentences, sentences)
def test_other_words_are_another_text(one, other):
    same = digest_of(" ".join(one)) == digest_of(" ".join(other))
    assert same == (one == other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Dit is **fout**.", "Dit is fout."),
        ("on**even**", "oneven"),
        ("- een\n- twee", "een\n\ntwee"),
        ("Eén", "Eén"),
        ("R&amp;D", "R&D"),
    ],
)
def test_the_same_words(one, other):
    assert digest_of(one) == digest_of(other)


@pytest.mark.parametrize(
    ("one", "other"), [("oneven", "on even"), ("fout", "Fout"), ("Ja.", "Ja!"), ("a b", "b a")]
)
def test_other_words(one, other):
    assert digest_of(one) != digest_of(other)


@pytest.mark.parametrize("nothing", [None, "", "  \n", "---"])
def test_no_words_have_no_digest(nothing):
    assert digest_of(nothing) == ""


def test_fields_come_in_the_order_in_which_the_model_declares_them():
    assert bilingual_fields(Goal) == ("text", "title", "summary", "explanation")


def test_every_bilingual_model_counts_its_translations():
    assert len(bilingual_models()) >= 9


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["dutch", "markup", "english", "confirm", "clear", "state only"]), words
    ),
    max_size=8,
)


@pytest.mark.db
@pytest.mark.django_db
@settings(max_examples=40, deadline=None)
@given(STEPS)
def test_state_follows_what_happens_to_the_texts(steps):
    goal = GoalFactory(summary_nl="begin", theme=ThemeFactory(charter__title_nl="Charter"))
    dutch, english, right_for = "begin", "", None
    for step, word in steps:
        if step == "dutch":
            goal.summary_nl = dutch = word
        elif step == "markup":
            goal.summary_nl = f"**{dutch}** "
        elif step == "english" and word != english:
            goal.summary_en = english = word
            right_for = dutch
        elif step == "confirm":
            goal.confirm("summary")
            right_for = dutch if english else None
        elif step == "clear":
            goal.summary_en, english, right_for = "", "", None
        goal.save()
        goal = Goal.objects.get(pk=goal.pk)
        expected = COMPLETE if right_for == dutch else OUTDATED
        assert goal.translation_state("summary") == (expected if english else MISSING), step


@pytest.mark.django_db
class TestWhatCountsAsConfirmed:
    def test_english_that_comes_with_the_row(self):
        assert GoalFactory(title_en="Title").translation_state("title") == COMPLETE

    def test_only_english_that_is_written(self):
        """A save of other fields writes no English, so it confirms none."""
        goal = GoalFactory(title_en="Title")
        Goal.objects.filter(pk=goal.pk).update(title_nl="Andere woorden")
        goal = Goal.objects.get(pk=goal.pk)
        goal.title_en = "Other words"
        goal.save(update_fields=["code"])
        stored = Goal.objects.get(pk=goal.pk)
        assert (stored.title_en, stored.translation_state("title")) == ("Title", OUTDATED)
        goal.save()
        stored = Goal.objects.get(pk=goal.pk)
        assert (stored.title_en, stored.translation_state("title")) == ("Other words", COMPLETE)

    def test_not_english_that_was_only_read_late(self):
        goal = GoalFactory(title_en="Title")
        Goal.objects.filter(pk=goal.pk).update(title_nl="Andere woorden")
        late = Goal.objects.defer("title_en").get(pk=goal.pk)
        assert late.title_en == "Title"
        late.save()
        assert Goal.objects.get(pk=goal.pk).translation_state("title") == OUTDATED

    def test_not_white_space(self):
        goal = GoalFactory(summary_nl="Woorden", summary_en="  ")
        assert goal.translation_state("summary") == MISSING

    def test_a_row_says_its_worst_state(self):
        goal = GoalFactory(title_en="Title", text_en="Words")
        assert goal.worst_translation_state() == COMPLETE
        goal.text_nl = "Andere woorden."
        goal.summary_nl = "Samenvatting"
        assert goal.worst_translation_state() == OUTDATED
