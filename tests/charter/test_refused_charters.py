"""What `manage.py load_charter` refuses to read as a charter, and the line that it names."""

import re

import pytest
from django.core.management import CommandError, call_command

from tests.charter.texts import DUTCH, broken, cut, edited, line_of, stored_rows

pytestmark = [pytest.mark.db, pytest.mark.django_db]


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
        "Structurele",
        "This has no letter; a goal begins with “A. ” here.",
    ),
    broken(
        "last letter of a theme missing",
        edited(DUTCH, "C. Verbindingspersonen", "Verbindingspersonen"),
        "Verbindingspersonen",
        "This has no letter; a goal begins with “C. ” here.",
    ),
    broken(
        "last letter of all missing",
        edited(DUTCH, "D. Grensoverschrijdende", "Grensoverschrijdende"),
        "Grensoverschrijdende landschappelijke",
        "This has no letter; a goal begins with “D. ” here.",
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
    assert f"charter.txt: line {line}: {sentence}" in str(refused.value)
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
