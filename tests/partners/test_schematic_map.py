"""The schematic map: 88 cells around the points, the same in the data file and in the drawing."""

import csv
import itertools
import json
import re
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import pytest
import shapely
from bs4 import BeautifulSoup
from django.template import Context, Engine
from django.utils.text import slugify
from fontTools.ttLib import TTFont

ROOT = Path(__file__).resolve().parents[2]
GEOJSON = ROOT / "partners/data/schematic_map.geojson"
SVG = ROOT / "templates/partners/schematic_map.svg"
TOWNS = {"Eindhoven", "Helmond", "Turnhout", "Geel", "Hasselt", "Genk", "Lommel"}
LARGEST_NAMES = 16  # SVG units, .map-label on a phone (static/css/map.css)
LARGEST_NEIGHBOUR_NAMES = 14
LETTERS = 34


@pytest.fixture(scope="module")
def municipalities():
    """Rows of today's municipalities by slug."""
    with (ROOT / "partners/data/municipalities.csv").open(encoding="utf-8") as lines:
        rows = [row for row in csv.DictReader(lines) if not row["successor"]]
    return {slugify(row["name"]): row for row in rows}


@pytest.fixture(scope="module")
def partners(municipalities):
    return {slug: row for slug, row in municipalities.items() if row["kind"] == "partner"}


@pytest.fixture(scope="module")
def collection():
    return json.loads(GEOJSON.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def shapes(collection):
    """Polygons in degrees by feature id."""
    return {
        feature["id"]: shapely.from_geojson(json.dumps(feature["geometry"]))
        for feature in collection["features"]
    }


@pytest.fixture(scope="module")
def drawing():
    return drawn()


def drawn(current=""):
    """The fragment as a page shows it, but with bare slugs for addresses."""
    source = re.sub(r"\{% url 'municipality' '([^']+)' %\}", r"\1", SVG.read_text(encoding="utf-8"))
    html = Engine().from_string(source).render(Context({"current": current}))
    return BeautifulSoup(html, "html.parser").svg


def test_committed_files_are_what_the_script_writes(tmp_path):
    script = ROOT / "scripts/draw_map.py"
    subprocess.run([sys.executable, script, "--into", tmp_path], check=True, cwd=tmp_path)
    for committed in (GEOJSON, SVG):
        written = tmp_path / committed.relative_to(ROOT)
        assert written.read_bytes() == committed.read_bytes(), f"run {script} and commit"


def test_file_says_that_it_is_schematic_and_whose_points_it_uses(collection):
    assert collection["schematic"] is True
    assert "not boundaries" in collection["source"]
    assert "GeoNames, CC BY 4.0" in collection["source"]


def test_every_partner_has_a_cell_around_its_point(collection, shapes, partners):
    cells = [each for each in collection["features"] if not each["id"].startswith("region-")]
    assert len(cells) == 88
    assert {each["id"]: each["properties"] for each in cells} == {
        slug: {"code": row["code"], "name": row["name"], "region": row["region"]}
        for slug, row in partners.items()
    }
    for slug, row in partners.items():
        point = shapely.Point(float(row["longitude"]), float(row["latitude"]))
        assert shapes[slug].contains(point), slug


def test_cells_do_not_overlap(shapes, partners):
    for one, other in itertools.combinations(partners, 2):
        shared = shapes[one].intersection(shapes[other]).area
        # What rounding to four decimals may cost; the smallest cell is a thousand times larger.
        assert shared < 1e-6, (one, other)
    assert min(shapes[slug].area for slug in partners) > 1e-3


def test_no_neighbour_is_coloured(shapes, municipalities, partners):
    ground = shapely.union_all([shapes[slug] for slug in partners])
    for slug in municipalities.keys() - partners.keys():
        row = municipalities[slug]
        assert not ground.contains(shapely.Point(float(row["longitude"]), float(row["latitude"])))


@pytest.mark.parametrize("region", ["brainport", "limburg", "kempen"])
def test_region_outline_is_the_union_of_its_cells(shapes, partners, region):
    cells = [shapes[slug] for slug, row in partners.items() if row["region"] == region]
    difference = shapely.union_all(cells).symmetric_difference(shapes[f"region-{region}"])
    assert difference.area < 1e-5


def test_rings_are_closed_and_counter_clockwise(shapes):
    assert len(shapes) == 91
    for slug, shape in shapes.items():
        assert shape.is_valid, slug
        for part in shapely.get_parts(shape):
            assert part.exterior.is_closed, slug
            assert part.exterior.is_ccw, slug
            assert not part.interiors, slug


def test_coordinates_have_at_most_six_decimals():
    assert not re.search(r"\d\.\d{7}", GEOJSON.read_text(encoding="utf-8"))


def test_each_cell_leads_to_its_municipality_within_its_region(drawing, partners):
    seen = {}
    for group in drawing.select(".map-region"):
        for link in group.select("a:has(> .map-cell)"):
            assert link.select_one(".map-cell title").string == partners[link["href"]]["name"]
            seen[link["href"]] = group["class"][1].removeprefix("region-")
    assert seen == {slug: row["region"] for slug, row in partners.items()}


def test_every_address_is_a_municipality(drawing, municipalities):
    addresses = [link["href"] for link in drawing.select("a")]
    assert set(addresses) <= municipalities.keys()
    source = SVG.read_text(encoding="utf-8")
    assert source.count("{% url 'municipality' '") == source.count("<a ") == len(addresses)


def test_a_name_leads_to_the_place_it_names(drawing):
    names = {name.string: name.parent["href"] for name in drawing.select("a > .map-label")}
    assert len(names) == len(drawing.select(".map-label"))
    assert names == {name: slugify(name) for name in names}
    assert TOWNS | {"Weert"} <= names.keys()


def test_map_is_left_to_the_list_for_keyboards_and_screen_readers(drawing):
    assert drawing["aria-hidden"] == "true"
    assert drawing["focusable"] == "false"
    assert all(link["tabindex"] == "-1" for link in drawing.select("a"))


@pytest.mark.parametrize("slug", ["turnhout", "weert"])
def test_only_the_current_municipality_is_marked(slug):
    drawing = drawn(current=slug)
    assert [mark.parent["href"] for mark in drawing.select(".is-current")] == [slug]
    [outline] = drawing.select("use.map-current")
    assert drawing.select(outline["href"])[0].parent["href"] == slug


def test_nothing_is_marked_without_a_current_municipality(drawing):
    assert not drawing.select(".is-current, use")


def test_content_security_policy_has_nothing_to_refuse():
    source = SVG.read_text(encoding="utf-8").lower()
    for refused in (r"\sstyle\s*=", "<style", "<script", r"\son\w+\s*=", "javascript:", "data:"):
        assert not re.search(refused, source), refused


def test_drawing_is_light():
    assert SVG.stat().st_size <= 45_000


def test_names_and_letters_stand_clear_of_each_other(drawing):
    boxes = {text.string: box_of(text) for text in drawing.select("text")}
    assert TOWNS | {"B", "L", "K"} <= boxes.keys()
    for (one, box), (other, other_box) in itertools.combinations(boxes.items(), 2):
        assert not box.intersects(other_box), (one, other)
    _, _, width, height = map(float, drawing["viewbox"].split())
    for name, box in boxes.items():
        assert shapely.box(0, 0, width, height).contains(box), name


def box_of(text):
    """What a word covers in SVG units at its largest, set in the portal's semibold."""
    size = LARGEST_NAMES
    if "map-letter" in text["class"]:
        size = LETTERS
    elif "map-label-neighbour" in text["class"]:
        size = LARGEST_NEIGHBOUR_NAMES
    font = TTFont(files("font_source_sans_pro") / "files/SourceSansPro-Semibold.ttf")
    glyphs = font.getBestCmap()
    advance = sum(font["hmtx"][glyphs[ord(letter)]][0] for letter in text.string)
    width = advance / font["head"].unitsPerEm * size
    x, y = float(text["x"]), float(text["y"])
    left = x - width * {"end": 1, "start": 0, None: 0.5}[text.get("text-anchor")]
    return shapely.box(left, y - size / 2, left + width, y + size / 2)
