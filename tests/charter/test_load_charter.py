"""`manage.py load_charter` and `load_explanations`: repeatable, and all or nothing."""

import csv
import os
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import CommandError, call_command

import charter
from charter.enums import CharterState
from charter.models import Charter, Goal, Paragraph, Signature, Theme
from core.loading import Load
from partners.management.commands.load_partners import load_organisations, load_regions
from tests.charter.test_signed_text import GOALS, PARAGRAPHS, SIGNATURES

pytestmark = [pytest.mark.db, pytest.mark.django_db]

DATA = Path(charter.__file__).parent / "data"
DUTCH = (DATA / "charter-2026.nl.txt").read_text("utf-8")
ENGLISH = (DATA / "charter-2026.en.txt").read_text("utf-8")
EXPLAINED = ("title", "summary", "explanation")


def edited(text: str, old: str, new: str) -> str:
    assert text.count(old) == 1, f"“{old}” should stand in the text once"
    return text.replace(old, new)


def cut(text: str, first: str, end: str) -> str:
    """Leave out the lines from the one that begins with `first` up to the one with `end`."""
    lines = text.split("\n")
    return "\n".join(lines[: line_of(text, first) - 1] + lines[line_of(text, end) - 1 :])


def line_of(text: str, start: str) -> int:
    """The number of the one line that begins with `start`; 1 is the first."""
    lines = enumerate(text.split("\n"), start=1)
    [number] = [number for number, line in lines if line.startswith(start)]
    return number


def stored_rows() -> dict:
    """Every value of every row of a charter."""
    models = apps.get_app_config("charter").get_models()
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in models}


def identities(model) -> dict:
    return {row.pk: (row.uid, row.version) for row in model.objects.all()}


@pytest.fixture(autouse=True)
def _signatories(db):
    """The real regions and organisations."""
    load_regions(Load())
    load_organisations(Load())


@pytest.fixture
def load(tmp_path) -> Callable[..., str]:
    """Load a text as a file; returns what the command said."""

    def load(content: str | bytes, language: str = "nl", **options) -> str:
        file = tmp_path / "charter.txt"
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        said = StringIO()
        call_command("load_charter", file, language=language, stdout=said, **options)
        return said.getvalue()

    return load


@pytest.fixture
def loaded(load) -> Charter:
    load(DUTCH)
    return Charter.objects.get()


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
                "The signed text has a paragraph of the theme here, this text has one of the opening.",
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
        assert f", line {line}: {sentence}" in str(refused.value)
        assert stored_rows() == before


def broken(case: str, text: str | bytes, at: str | int, sentence: str):
    """A text that is no charter; `at` is the line where that shows, or how that line begins."""
    line = line_of(text, at) if isinstance(at, str) else at
    return pytest.param(text, line, sentence, id=case)


def without_goals_of_theme_1() -> str:
    return cut(DUTCH, "A. Structurele", "2. Ruimtelijk")


def without_name(name: str) -> str:
    return edited(DUTCH, f"{name} \n", "")


def with_ten_themes() -> str:
    extra = "".join(f"{n}. Thema {n} \n\nA. Nog een doelstelling. \n\n" for n in range(3, 11))
    return edited(DUTCH, "Daarnaast wordt", f"{extra}Daarnaast wordt")


MORE = " en meer"

NOT_A_CHARTER = [
    broken("empty", "", 1, "The file is empty."),
    broken("only blank lines", " \n\n \t\n\r\n", 1, "The file is empty."),
    broken(
        "binary",
        edited(DUTCH, "B. Bedrijven", "B. \0Bedrijven"),
        line_of(DUTCH, "B. Bedrijven"),
        "This is a binary file, not a text.",
    ),
    broken(
        "not UTF-8",
        re.sub("[’–…]", "-", DUTCH).encode("latin-1"),
        13,  # the first letter with an accent: economieën
        "The text is not UTF-8; save it as UTF-8.",
    ),
    broken(
        "no title",
        cut(DUTCH, "Samenwerkingscharter", "Strategisch kompas"),
        "Strategisch kompas",
        "There is no title followed by a subtitle that begins “Strategisch kompas”.",
    ),
    broken(
        "subtitle without a country",
        edited(DUTCH, "(V/BE)", "V/BE"),
        "Strategisch kompas",
        "The subtitle does not end with a country in brackets.",
    ),
    broken(
        "no themes",
        cut(DUTCH, "1. Innovatieclusters", "Deze vier"),
        "De Metropoolregio Brainport",
        "There is no theme (“1. …”).",
    ),
    broken(
        "theme twice",
        edited(DUTCH, "2. Ruimtelijk", "1. Ruimtelijk"),
        "1. Ruimtelijk",
        "Theme 1 stands in the text twice.",
    ),
    broken(
        "theme skipped",
        edited(DUTCH, "2. Ruimtelijk", "3. Ruimtelijk"),
        "3. Ruimtelijk",
        "Theme 3 stands where theme 2 should.",
    ),
    broken(
        "theme without goals",
        without_goals_of_theme_1(),
        "1. Innovatieclusters",
        "Theme 1 has no goals.",
    ),
    broken(
        "last theme without goals",
        cut(DUTCH, "A. Strategische", "Deze vier"),
        "2. Ruimtelijk",
        "Theme 2 has no goals.",
    ),
    broken(
        "more themes than a code has digits for",
        with_ten_themes(),
        "10. Thema",
        "A charter has at most nine themes.",
    ),
    broken(
        "title too long to store",
        edited(DUTCH, "Samenwerkingscharter \n", f"Samenwerkingscharter{MORE * 25} \n"),
        "Samenwerkingscharter",
        "The title has at most 200 characters.",
    ),
    broken(
        "subtitle too long to store",
        edited(DUTCH, "Strategisch kompas voor", f"Strategisch kompas{MORE * 25} voor"),
        "Strategisch kompas",
        "The subtitle has at most 300 characters.",
    ),
    broken(
        "theme's title too long to store",
        edited(DUTCH, "1. Innovatieclusters", f"1. Innovatieclusters{MORE * 25}"),
        "1. Innovatieclusters",
        "A theme's title has at most 200 characters.",
    ),
    broken(
        "place too long to store",
        edited(DUTCH, "te Eindhoven", f"te Eindhoven{MORE * 10}"),
        "18 maart 2026",
        "The place has at most 80 characters.",
    ),
    broken(
        "name too long to store",
        edited(DUTCH, "Tom Vandeput", f"Tom Vandeput{MORE * 15}"),
        "Tom Vandeput",
        "A name has at most 120 characters.",
    ),
    broken(
        "line of organisations too long to store",
        edited(DUTCH, "Namens POM Limburg", "Namens POM Limburg" + " Limburg" * 40),
        "Namens POM Limburg",
        "This line has at most 300 characters.",
    ),
    broken(
        "goal letter missing",
        edited(DUTCH, "A. Structurele", "Structurele"),
        "B. Bedrijven",
        "Goal B stands below a paragraph of theme 1.",
    ),
    broken(
        "goal letter twice",
        edited(DUTCH, "B. Bedrijven", "A. Bedrijven"),
        "A. Bedrijven",
        "Goal A of theme 1 stands where goal B should.",
    ),
    broken(
        "goal letter skipped",
        edited(DUTCH, "C. Verbindingspersonen", "D. Verbindingspersonen"),
        "D. Verbindingspersonen",
        "Goal D of theme 1 stands where goal C should.",
    ),
    broken(
        "goal above the first theme",
        edited(DUTCH, "1. Innovatieclusters", "A. Een doelstelling."),
        "A. Een",
        "This goal stands above the first theme.",
    ),
    broken(
        "goal below a closing paragraph",
        edited(DUTCH, "De ondertekenaars", "E. Een doelstelling. \n\nDe ondertekenaars"),
        "E. Een",
        "A theme or goal stands below the closing paragraphs.",
    ),
    broken(
        "theme below a closing paragraph",
        edited(DUTCH, "De ondertekenaars", "3. Een thema \n\nDe ondertekenaars"),
        "3. Een",
        "A theme or goal stands below the closing paragraphs.",
    ),
    broken(
        "no full stop before a goal",
        edited(DUTCH, "bilateraal als trilateraal.", "bilateraal als trilateraal"),
        "A. Structurele",
        f"This text does not end with a full stop before line {line_of(DUTCH, 'B. Bedrijven')}.",
    ),
    broken(
        "no full stop before a theme",
        edited(DUTCH, "meerwaarde. \n\n \n", "meerwaarde \n\n \n"),
        "C. Verbindingspersonen",
        f"This text does not end with a full stop before line {line_of(DUTCH, '2. ')}.",
    ),
    broken(
        "no colon above the date",
        edited(DUTCH, "onze grensoverschrijdende samenwerking:", "onze samenwerking"),
        "De ondertekenaars",
        "This text does not end with a full stop.",
    ),
    broken(
        "no date",
        edited(DUTCH, "18 maart 2026 te Eindhoven;", ""),
        "Namens Provincie Antwerpen",
        "There is no line with the place and date of signing.",
    ),
    broken(
        "a day that does not exist",
        edited(DUTCH, "18 maart 2026", "31 februari 2026"),
        "31 februari",
        "This date does not exist.",
    ),
    broken(
        "no signatures",
        DUTCH[: DUTCH.index("……")],
        "18 maart 2026",
        "There are no signatures below the date.",
    ),
    broken(
        "words above the first signature",
        edited(DUTCH, "te Eindhoven; \n", "te Eindhoven; \nGetekend: \n"),
        "Getekend",
        "This stands above the first signature's dots.",
    ),
    broken(
        "signature without a name",
        without_name("Tom Vandeput"),
        line_of(without_name("Tom Vandeput"), "Namens Provincie Limburg") - 1,
        "Below these dots there should be a name and a line “Namens …”.",
    ),
    broken(
        "signature without “Namens”",
        edited(DUTCH, "Namens Streekplatform", "Streekplatform"),
        "Streekplatform",
        "This line does not begin with “Namens”.",
    ),
    broken(
        "unknown organisation",
        edited(DUTCH, "Namens POM Limburg", "Namens POM Luik"),
        "Namens POM Luik",
        "“POM Luik” is not an organisation of the partnership (known: Metropoolregio Eindhoven, ",
    ),
    broken(
        "organisation twice in one signature",
        edited(DUTCH, "en POM Antwerpen", "en Provincie Antwerpen"),
        "Namens Provincie Antwerpen",
        "“Provincie Antwerpen” stands in this signature twice.",
    ),
]


@pytest.mark.parametrize(("text", "line", "sentence"), NOT_A_CHARTER)
def test_what_is_no_charter_is_refused_with_its_line_and_stores_nothing(load, text, line, sentence):
    with pytest.raises(CommandError) as refused:
        load(text)
    assert f"charter.txt, line {line}: {sentence}" in str(refused.value)
    assert refused.value.returncode == 1
    assert not any(stored_rows().values())


def test_what_is_no_charter_changes_nothing_in_the_one_that_is_loaded(load, loaded):
    before = stored_rows()
    for text, _line, _sentence in (case.values for case in NOT_A_CHARTER):
        with pytest.raises(CommandError):
            load(text)
    assert stored_rows() == before


@pytest.mark.parametrize(
    ("name", "reason"), [("nowhere.txt", "No such file or directory"), (".", "Is a directory")]
)
def test_a_file_that_cannot_be_read_is_named(tmp_path, name, reason):
    with pytest.raises(CommandError, match=rf"{tmp_path / name}: {reason}\."):
        call_command("load_charter", tmp_path / name, language="nl")


def test_at_the_terminal_a_refusal_is_one_sentence_and_exit_code_1(tmp_path):
    """The real text, in a portal where `load_partners` was forgotten."""
    environment = os.environ | {"DATABASE_URL": f"sqlite:///{tmp_path}/portal.sqlite3"}

    def manage(*arguments) -> subprocess.CompletedProcess:
        return subprocess.run(
            [sys.executable, settings.BASE_DIR / "manage.py", *arguments],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )

    assert manage("migrate", "--verbosity", "0").returncode == 0
    refused = manage("load_charter", DATA / "charter-2026.nl.txt", "--language", "nl")
    line = line_of(DUTCH, "Namens Metropoolregio")
    assert (refused.returncode, refused.stdout) == (1, "")
    sentence = refused.stderr.splitlines()[-1]
    assert "Traceback" not in refused.stderr
    assert f"line {line}: “Metropoolregio Eindhoven” is not an organisation" in sentence
    assert "run load_partners first" in sentence


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
        assert Paragraph.objects.get(anchor="theme-2-1").text_en.startswith("These four tasks")
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
        assert f"charter.txt, line {line}: {sentence}" in str(refused.value)
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


def load_explanations(**options) -> str:
    said = StringIO()
    call_command("load_explanations", stdout=said, **options)
    return said.getvalue()


class TestExplanations:
    def test_explain_every_goal_in_both_languages(self, loaded):
        assert load_explanations() == "explanations (2026): 7 goals explained\n"
        for goal in Goal.objects.all():
            for name in EXPLAINED:
                assert getattr(goal, f"{name}_nl")
                assert getattr(goal, f"{name}_en")
        assert Goal.objects.get(code="1C").title_nl == "Verbindingspersonen"

    def test_leave_the_signed_words_alone(self, load, loaded):
        load(ENGLISH, "en")
        texts = list(Goal.objects.values_list("code", "text_nl", "text_en"))
        load_explanations()
        assert list(Goal.objects.values_list("code", "text_nl", "text_en")) == texts

    def test_survive_a_second_load_of_charter_and_explanations(self, load, loaded):
        load_explanations()
        before = stored_rows()
        load(DUTCH)
        assert load_explanations() == "explanations (2026): 0 goals explained\n"
        assert stored_rows() == before

    @pytest.mark.parametrize("name", ["summary_nl", "explanation_nl"])
    def test_fill_only_goals_that_nobody_has_explained(self, loaded, name):
        goal = Goal.objects.get(code="2C")
        setattr(goal, name, "Door het secretariaat geschreven.")
        goal.save()
        assert "6 goals explained" in load_explanations()
        goal.refresh_from_db()
        assert getattr(goal, name) == "Door het secretariaat geschreven."
        assert goal.title_nl == "Doelstelling 2C"

    def test_replace_what_was_edited_when_asked(self, loaded):
        load_explanations()
        goal = Goal.objects.get(code="2C")
        goal.summary_nl = "Door het secretariaat geschreven."
        goal.save()
        assert "explanations (2026): 1 goal" in load_explanations(update=True)
        goal.refresh_from_db()
        assert goal.summary_nl.startswith("Woningen die passen")

    @pytest.mark.parametrize(
        ("language", "signed"), [("nl", DUTCH), ("en", ENGLISH)], ids=["Dutch", "English"]
    )
    def test_name_no_number_that_the_charter_lacks(self, language, signed):
        """Two and three regions are the charter's own: "bilateraal" and "trilateraal"."""
        words = (
            "twee drie vier vijf zes zeven acht negen tien elf twaalf honderd duizend miljoen "
            "two three four five six seven eight nine ten eleven twelve hundred thousand million"
        )
        number = re.compile(rf"\d+|\b(?:{'|'.join(words.split())})\b|%|procent|percent", re.I)
        allowed = set(number.findall(signed.casefold()))
        allowed |= {"twee", "two"} if "bilatera" in signed else set()
        allowed |= {"drie", "three"} if "trilatera" in signed else set()
        with (DATA / "goals-2026.csv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                said = " ".join(row[f"{name}_{language}"] for name in EXPLAINED)
                assert set(number.findall(said.casefold())) <= allowed, row["code"]
