"""`manage.py load_charter` with the signed text: repeatable, and all or nothing."""

from datetime import date

import pytest
from django.core.management import CommandError, execute_from_command_line

from charter.enums import CharterState
from charter.models import Charter, Goal, Paragraph, Signature, Theme
from tests.charter.test_signed_text import GOALS, PARAGRAPHS, SIGNATURES
from tests.charter.texts import DATA, DUTCH, cut, edited, line_of, stored_rows

pytestmark = [pytest.mark.db, pytest.mark.django_db]


def identities(model) -> dict:
    return {row.pk: (row.uid, row.version) for row in model.objects.all()}


class TestTheSignedText:
    def test_is_in_force_once_loaded(self, load):
        said = load(DUTCH)
        charter = Charter.objects.get()
        assert charter.state == CharterState.IN_FORCE
        assert (charter.year, charter.signed_on) == (2026, date(2026, 3, 18))
        assert charter.signed_in == "Eindhoven"
        assert charter.title_nl == "Samenwerkingscharter Brainport-Limburg-Kempen"
        assert "2 themes, 7 goals, 11 paragraphs and 5 signatures" in said

    def test_is_stored_word_for_word(self, loaded):
        assert dict(Goal.objects.values_list("code", "text_nl")) == GOALS
        paragraphs = loaded.paragraphs.order_by("position")
        assert [(row.part, row.theme and row.theme.number) for row in paragraphs] == [
            (part, theme) for part, theme, _words in PARAGRAPHS
        ]
        for row, (_part, _theme, first_words) in zip(paragraphs, PARAGRAPHS, strict=True):
            assert row.text_nl.startswith(first_words)

    def test_gives_each_paragraph_an_anchor_by_its_part(self, loaded):
        anchors = list(loaded.paragraphs.values_list("anchor", flat=True))
        opening = [f"opening-{n}" for n in range(1, 9)]
        assert anchors == [*opening, "theme-2-1", "closing-1", "closing-2"]

    def test_is_signed_by_five_people_for_seven_organisations(self, loaded):
        signatures = loaded.signatures.prefetch_related("organisations")
        assert [
            (row.signed_by, [party.name_in_charter for party in row.organisations.all()])
            for row in signatures
        ] == SIGNATURES

    def test_a_second_load_changes_nothing(self, load, loaded):
        before = stored_rows()
        assert load(DUTCH) == "charter (nl): everything was so already\n"
        assert stored_rows() == before

    def test_a_dry_run_on_an_empty_portal_says_what_would_be_added_and_adds_nothing(self, load):
        said = load(DUTCH, dry_run=True)
        assert said == (
            "charter (nl), dry run: Samenwerkingscharter Brainport-Limburg-Kempen: "
            "added with 2 themes, 7 goals, 11 paragraphs and 5 signatures\n"
        )
        assert not any(stored_rows().values())

    def test_a_dry_run_of_a_correction_names_each_part_and_changes_none(self, load, loaded):
        corrected = edited(DUTCH, "veerkrachtig ecosysteem", "sterk ecosysteem")
        corrected = edited(corrected, "delen van informatie", "uitwisselen van informatie")
        before = stored_rows()
        assert load(corrected, dry_run=True).splitlines() == [
            "charter (nl), dry run: goal 1B: text_nl changed",
            "charter (nl), dry run: paragraph closing-1: text_nl changed",
        ]
        assert stored_rows() == before

    @pytest.mark.parametrize(
        ("model", "old", "new", "which"),
        [
            (Charter, "Strategisch kompas voor", "Strategisch kompas ten bate van", {}),
            (Theme, "1. Innovatieclusters", "1. Innovatie", {"number": 1}),
            (Goal, "veerkrachtig ecosysteem", "sterk ecosysteem", {"code": "1B"}),
            (Paragraph, "brede welvaart", "breedste welvaart", {"anchor": "opening-4"}),
        ],
        ids=["heading", "theme", "goal", "paragraph"],
    )
    def test_corrected_words_change_that_row_alone(self, load, loaded, model, old, new, which):
        before = {each: identities(each) for each in (Charter, Theme, Goal, Paragraph, Signature)}
        anchors = list(Paragraph.objects.values_list("pk", "anchor"))
        load(edited(DUTCH, old, new))
        row = model.objects.get(**which)
        uid, version = before[model][row.pk]
        before[model][row.pk] = (uid, version + 1)
        assert {each: identities(each) for each in before} == before
        assert list(Paragraph.objects.values_list("pk", "anchor")) == anchors

    def test_a_corrected_word_is_stored_as_the_file_has_it(self, load, loaded):
        load(edited(DUTCH, "veerkrachtig ecosysteem", "sterk ecosysteem"))
        assert Goal.objects.get(code="1B").text_nl.endswith("binnen een sterk ecosysteem.")

    def test_a_corrected_date_and_place_stand_in_the_data_as_in_the_words(self, load, loaded):
        load(edited(DUTCH, "18 maart 2026 te Eindhoven", "19 maart 2026 te Helmond"))
        loaded.refresh_from_db()
        assert loaded.signing_line_nl == "19 maart 2026 te Helmond;"
        assert (loaded.signed_on, loaded.signed_in) == (date(2026, 3, 19), "Helmond")

    @pytest.mark.parametrize(
        ("text", "line", "sentence"),
        [
            pytest.param(
                edited(DUTCH, "structuren (groen-blauw)", "structuren. \n\nE. Groen en blauw"),
                line_of(DUTCH, "2. "),
                "Theme 2 has the goals 2A, 2B, 2C, 2D, 2E; the signed text has 2A, 2B, 2C, 2D.",
                id="one goal more",
            ),
            pytest.param(
                edited(DUTCH, "een gezamenlijke strategie", "een strategie. \n\nEn een"),
                line_of(DUTCH, "De betrokken regio’s") + 2,
                "The signed text has a paragraph of the theme here, "
                "this text has one of the opening.",
                id="one opening paragraph more",
            ),
            pytest.param(
                cut(DUTCH, "Daarnaast", "De ondertekenaars"),
                line_of(DUTCH, "Daarnaast"),
                "This text has 10 paragraphs, the signed text has 11.",
                id="one closing paragraph less",
            ),
            pytest.param(
                edited(DUTCH, "Noël Slangen", "Voorbeeld Persoon"),
                line_of(DUTCH, "Noël Slangen"),
                "The signed text has Noël Slangen here, for POM Limburg.",
                id="another signatory",
            ),
            pytest.param(
                edited(DUTCH, "Namens POM Limburg", "Namens POM Antwerpen"),
                line_of(DUTCH, "Namens POM Limburg"),
                "The signed text has Noël Slangen here, for POM Limburg.",
                id="another organisation",
            ),
        ],
    )
    def test_a_correction_never_changes_the_parts_or_who_signed(
        self, load, loaded, text, line, sentence
    ):
        before = stored_rows()
        with pytest.raises(CommandError) as refused:
            load(text)
        assert f": line {line}: {sentence}" in str(refused.value)
        assert stored_rows() == before


@pytest.mark.sqlite  # a command closes its connection, which an embedded test database survives
def test_at_the_terminal_a_refusal_is_one_sentence_and_exit_code_1(capsys):
    """The real text, in a portal where `load_partners` was forgotten."""
    file = str(DATA / "charter-2026.nl.txt")
    with pytest.raises(SystemExit) as ended:
        execute_from_command_line(["manage.py", "load_charter", file, "--language", "nl"])
    said = capsys.readouterr()
    assert (ended.value.code, said.out) == (1, "")
    line = line_of(DUTCH, "Namens Metropoolregio")
    sentence = said.err.splitlines()[-1]
    assert "Traceback" not in said.err
    assert f"line {line}: “Metropoolregio Eindhoven” is not an organisation" in sentence
    assert "run load_partners first" in sentence
