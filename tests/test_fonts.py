"""scripts/build_fonts.py and static/css/fonts.css: what a page needs of its typefaces."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

ROOT = Path(__file__).resolve().parent.parent
SCRIPT = ROOT / "scripts" / "build_fonts.py"
STYLE_SHEET = (ROOT / "static" / "css" / "fonts.css").read_text()

NAMES = {
    "source-sans-regular.woff2",
    "source-sans-semibold.woff2",
    "source-serif-regular.woff2",
    "source-serif-semibold.woff2",
}
# Every letter of the alphabet, the accents of Dutch, and the signs of a progress report.
SENTENCE = (
    "Op zaterdag 18 april 2026 quizde burgemeester Joëlle van Xhoffraix één café-eigenaar uit "
    "Wijchmaal over hybride fietspaden: “Wat kost ’n kilometer?” – € 1.250 … ä ï ö ü ê Ë Ï "
    "Brainport\u2011Limburg\u2011Kempen · ▲ ■ ✓ → ← ↑ − • —"
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The folder with what one run of the script makes."""
    into = tmp_path_factory.mktemp("fonts")
    build(into)
    return into


def build(into, *flags):
    """Runs the script as the Makefile does; fails the test when the script does."""
    subprocess.run([sys.executable, SCRIPT, "--into", into, *flags], check=True)


def test_run_makes_the_four_fonts_and_both_licences(folder):
    licences = {"LICENSE-source-sans.txt", "LICENSE-source-serif.txt"}
    assert {path.name for path in folder.iterdir()} == NAMES | licences
    for name in licences:
        assert "SIL OPEN FONT LICENSE Version 1.1" in (folder / name).read_text()


def test_fonts_weigh_at_most_100_kilobytes_together(folder):
    assert sum((folder / name).stat().st_size for name in NAMES) <= 100_000


@pytest.mark.parametrize("name", sorted(NAMES))
def test_font_can_set_a_dutch_sentence_without_hints(folder, name):
    with TTFont(folder / name) as font:
        assert font.flavor == "woff2"
        assert set(map(ord, SENTENCE)) - set(font.getBestCmap()) == set()
        assert {"fpgm", "prep", "cvt "} & set(font.keys()) == set()
        assert "kern" in features(font, "GPOS")
        assert "liga" in features(font, "GSUB")


@pytest.mark.parametrize("name", sorted(NAMES))
def test_figures_of_a_font_are_equally_wide(folder, name):
    with TTFont(folder / name) as font:
        glyphs = [font.getBestCmap()[ord(figure)] for figure in "0123456789"]
        assert len({font["hmtx"][glyph][0] for glyph in glyphs}) == 1


@pytest.mark.parametrize("name", sorted(NAMES))
def test_changed_font_does_not_bear_the_reserved_name(folder, name):
    with TTFont(folder / name) as font:
        assert "Source" not in font["name"].getBestFullName()
        assert "Adobe" in font["name"].getDebugName(0)  # the copyright stays


def test_second_run_builds_nothing_and_a_forced_run_builds_the_same_bytes(folder):
    before = {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in folder.iterdir()}
    build(folder)
    assert {path: path.stat().st_mtime_ns for path in before} == {
        path: moment for path, (moment, _) in before.items()
    }
    build(folder, "--force")
    assert {path: path.read_bytes() for path in before} == {
        path: content for path, (_, content) in before.items()
    }


def test_style_sheet_names_exactly_the_files_that_the_script_makes():
    addresses = re.findall(r'url\("\.\./fonts/([^"]+)"\)', STYLE_SHEET)
    assert sorted(addresses) == sorted(NAMES)
    assert STYLE_SHEET.count("font-display: swap") == len(NAMES)


@pytest.mark.parametrize("typeface", ["sans", "serif"])
def test_stand_ins_are_as_tall_as_the_real_face(folder, typeface):
    with TTFont(folder / f"source-{typeface}-regular.woff2") as font:
        height, depth = font["hhea"].ascent, -font["hhea"].descent
        assert (font["head"].unitsPerEm, font["hhea"].lineGap) == (1000, 0)

    stand_ins = re.findall(
        rf'"Source {typeface.title()} Fallback.*?size-adjust: ([\d.]+)%;'
        r"\s*ascent-override: ([\d.]+)%;\s*descent-override: ([\d.]+)%;\s*line-gap-override: 0%;",
        STYLE_SHEET.split("*/")[1],
        re.DOTALL,
    )
    assert len(stand_ins) == STYLE_SHEET.count(f'family: "Source {typeface.title()} Fallback') > 0
    for size, ascent, descent in (map(float, percentages) for percentages in stand_ins):
        assert size * ascent / 10 == pytest.approx(height, rel=0.001)
        assert size * descent / 10 == pytest.approx(depth, rel=0.001)


def features(font, table):
    """The tags of the layout features in a font's GSUB or GPOS table."""
    return {record.FeatureTag for record in font[table].table.FeatureList.FeatureRecord}
