"""`manage.py load_charter` with a translation: attached part by part to the signed text."""

import pytest
from django.core.management import CommandError

from charter.models import Charter, Goal, Paragraph, Signature, Theme
from tests.charter.texts import DUTCH, ENGLISH, broken, cut, edited, stored_rows

pytestmark = [pytest.mark.db, pytest.mark.django_db]


class TestATranslation:
    def test_is_attached_part_by_part_and_leaves_the_dutch_alone(self, load, loaded):
        dutch = dict(Goal.objects.values_list("uid", "text_nl"))
        anchors = dict(Paragraph.objects.values_list("uid", "anchor"))
        load(ENGLISH, "en")
        assert Goal.objects.get(code="1A").text_en == (
            "Set up structural cooperation around shared innovation priorities, both bilaterally "
            "and trilaterally."
        )
        assert Theme.objects.get(number=2).title_en == "Spatial-economic cooperation"
        assert Paragraph.objects.get(anchor="theme-2-1").text_en.startswith("These four challenges")
        assert dict(Goal.objects.values_list("uid", "text_nl")) == dutch
        assert dict(Paragraph.objects.values_list("uid", "anchor")) == anchors
        loaded.refresh_from_db()
        assert loaded.title_nl == "Samenwerkingscharter Brainport-Limburg-Kempen"
        assert loaded.title_en == "Cooperation charter Brainport-Limburg-Kempen"
        assert loaded.signing_line_en == "Eindhoven, 18 March 2026;"

    @pytest.mark.parametrize(
        ("model", "column"),
        [
            (Charter, "subtitle_en"),
            (Theme, "title_en"),
            (Goal, "text_en"),
            (Paragraph, "text_en"),
            (Signature, "on_behalf_of_en"),
        ],
    )
    def test_reaches_every_part(self, load, loaded, model, column):
        load(ENGLISH, "en")
        texts = model.objects.values_list(column, flat=True)
        assert texts
        assert all(texts)

    def test_can_be_attached_again_without_a_change(self, load, loaded):
        load(ENGLISH, "en")
        before = stored_rows()
        assert load(ENGLISH, "en") == "charter (en): everything was so already\n"
        assert stored_rows() == before

    def test_survives_a_correction_of_the_signed_text(self, load, loaded):
        load(ENGLISH, "en")
        load(edited(DUTCH, "veerkrachtig ecosysteem", "sterk ecosysteem"))
        assert Goal.objects.get(code="1B").text_en.endswith("within a resilient ecosystem.")

    def test_a_dry_run_attaches_nothing(self, load, loaded):
        before = stored_rows()
        assert "dry run: goal 1A: text_en changed" in load(ENGLISH, "en", dry_run=True)
        assert stored_rows() == before

    @pytest.mark.parametrize(
        ("text", "line", "sentence"),
        [
            broken(
                "goal missing",
                cut(ENGLISH, "D. Strengthen", "These four"),
                "2. Spatial",
                "Theme 2 has the goals 2A, 2B, 2C; the signed text has 2A, 2B, 2C, 2D.",
            ),
            broken(
                "theme missing",
                cut(ENGLISH, "2. Spatial", "In addition"),
                "1. Innovation",
                "This text has 1 theme",
            ),
            broken(
                "opening paragraph missing",
                cut(ENGLISH, "As equal partners", "The goals within"),
                "These four",
                "The signed text has ",
            ),
            broken(
                "paragraph of the theme missing",
                cut(ENGLISH, "These four", "In addition"),
                "In addition",
                "The signed text has ",
            ),
            broken(
                "closing paragraph missing",
                cut(ENGLISH, "In addition", "The signatories"),
                "The signatories",
                "This text has 10 paragraphs, the signed text has 11.",
            ),
            broken(
                "closing paragraph too many",
                edited(ENGLISH, "The signatories", "One more sentence. \n\nThe signatories"),
                "The signatories",
                "This text has 12 paragraphs, the signed text has 11.",
            ),
            broken(
                "signature missing",
                ENGLISH[: ENGLISH.rindex("………")].rstrip("… \n"),
                "On behalf of Streekplatform",
                "This text has 4 signatures, the signed text 5.",
            ),
            broken(
                "another signatory",
                edited(ENGLISH, "Ward Kennes", "Voorbeeld Persoon"),
                "Voorbeeld Persoon",
                "The signed text has Ward Kennes here, for Streekplatform Kempen.",
            ),
            broken(
                "another organisation",
                edited(ENGLISH, "Provincie Antwerpen and POM Antwerpen", "POM Antwerpen"),
                "On behalf of POM Antwerpen",
                "The signed text has Luk Lemmens here, for Provincie Antwerpen, POM Antwerpen.",
            ),
        ],
    )
    def test_that_is_not_of_this_charter_is_refused_with_its_line(
        self, load, loaded, text, line, sentence
    ):
        before = stored_rows()
        with pytest.raises(CommandError) as refused:
            load(text, "en")
        assert f"charter.txt: line {line}: {sentence}" in str(refused.value)
        assert stored_rows() == before

    def test_waits_for_the_signed_text(self, load):
        with pytest.raises(CommandError, match="signed on 2026-03-18; load the Dutch text first"):
            load(ENGLISH, "en")
        assert not any(stored_rows().values())

    def test_of_another_date_belongs_to_no_charter(self, load, loaded):
        before = stored_rows()
        with pytest.raises(CommandError, match="There is no charter signed on 2026-03-19"):
            load(edited(ENGLISH, "18 March 2026", "19 March 2026"), "en")
        assert stored_rows() == before
