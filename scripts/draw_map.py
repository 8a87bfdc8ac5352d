"""The schematic map of the 88 municipalities stands in the repository, drawn from their points.

    python scripts/draw_map.py [--into DIR]

Reads `partners/data/municipalities.csv` and writes
- `partners/data/schematic_map.geojson`: the cells and region outlines (WGS 84, RFC 7946);
- `templates/partners/schematic_map.svg`: the same shapes as a Django template fragment that
  links each cell to its municipality and marks the one whose slug is `current`.

The shapes are the portal's own drawing, not boundaries. The same points give the same bytes.
"""

import argparse
import csv
import json
import math
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import shapely
from django.utils.text import slugify
from shapely import Geometry, Polygon

ROOT = Path(__file__).resolve().parent.parent
POINTS = ROOT / "partners/data/municipalities.csv"
GEOJSON = Path("partners/data/schematic_map.geojson")
SVG = Path("templates/partners/schematic_map.svg")
HIDDEN = 'aria-hidden="true" focusable="false"'
WRITTEN_BY = (
    "{# Written by scripts/draw_map.py. Hidden from screen readers and the tab order:"
    " the list beside it is its equal. #}"
)
SOURCE = "Schematic cells drawn from settlement points (GeoNames, CC BY 4.0), not boundaries."

# Degrees to kilometres on a plane, true at 51.2° north and to 1 % over this area.
KM_NORTH = 111.32
KM_EAST = KM_NORTH * math.cos(math.radians(51.2))

# All in km.
REACH = 6.6  # that a municipality colours around its point, where no other is nearer
CLEARING = 4.0  # that stay uncoloured around a neighbour, which did not sign
BAY = 4.0  # radius of the bays along the outside …
CAPE = 1.8  # … and of the capes between them
SEAM = 0.3  # between the edge of a region and its outline, so that two outlines stand apart
CORNER = 0.9  # radius of a corner where regions meet
DETAIL = 0.02  # that an outline may lose to stay short
ARC = 32  # segments to a quarter circle

WIDTH = 400  # SVG units, pixels at the intended size
MARGIN = 3
HEADROOM = 8  # above the outlines, for Meierijstad
SIDE_ROOM = 5  # right of them, for Maastricht

# Whose names are drawn, by the side of the dot they stand on: chosen by eye, clear of each other.
LEFT_OF_DOT = {"Helmond", "Turnhout", "Hasselt", "Tilburg", "Meierijstad"}
RIGHT_OF_DOT = {"Eindhoven", "Geel", "Lommel", "Genk", "Weert", "Maastricht"}


class Region(NamedTuple):
    slug: str
    name: str
    letter: str
    letter_at: tuple[int, int]  # its middle in SVG units, chosen clear of the names


REGIONS = (
    Region("brainport", "Brainport Eindhoven", "B", (224, 96)),
    Region("limburg", "Belgisch Limburg", "L", (212, 390)),
    Region("kempen", "Antwerpse Kempen", "K", (88, 194)),
)


class Municipality(NamedTuple):
    code: str
    name: str
    slug: str
    region: str  # empty for a neighbour
    point: shapely.Point  # main settlement, km east and north of 0°, 0°


def read_municipalities() -> list[Municipality]:
    """Partners and neighbours that exist today, in the order of their codes."""
    with POINTS.open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if not row["successor"]]
    return [
        Municipality(
            row["code"],
            row["name"],
            slugify(row["name"]),
            row["region"],
            shapely.Point(float(row["longitude"]) * KM_EAST, float(row["latitude"]) * KM_NORTH),
        )
        for row in sorted(rows, key=lambda row: row["code"])
    ]


def draw_shapes(municipalities: list[Municipality]) -> tuple[dict, dict]:
    """Cells by municipality slug and outlines by region slug, in km; no two cells overlap."""
    partners = [place for place in municipalities if place.region]
    ground = draw_ground(municipalities)
    points = shapely.MultiPoint([place.point for place in partners])
    division = shapely.voronoi_polygons(points, extend_to=ground, ordered=True)
    nearest = dict(zip([place.slug for place in partners], division.geoms, strict=True))
    outlines = {}
    for region in REGIONS:
        own = [nearest[place.slug] for place in partners if place.region == region.slug]
        inset = (shapely.union_all(own) & ground).buffer(-SEAM - CORNER, ARC)
        outlines[region.slug] = inset.buffer(CORNER, ARC).simplify(DETAIL)
    cells = {place.slug: nearest[place.slug] & outlines[place.region] for place in partners}
    return cells, outlines


def draw_ground(municipalities: list[Municipality]) -> Geometry:
    """All that is coloured, in km: within reach of a partner, clear of neighbours, soft-edged.

    Islands stay apart: Voeren does not touch the rest of Limburg, on the ground or here.
    """
    reached = [place.point.buffer(REACH, ARC) for place in municipalities if place.region]
    cleared = [place.point.buffer(CLEARING, ARC) for place in municipalities if not place.region]
    islands = [
        Polygon(island.buffer(BAY, ARC).buffer(-BAY, ARC).exterior)
        for island in shapely.get_parts(shapely.union_all(reached))
    ]
    ground = shapely.union_all(islands) - shapely.union_all(cleared)
    return ground.buffer(-CAPE, ARC).buffer(CAPE, ARC)


def as_geojson(municipalities: list[Municipality], cells: dict, outlines: dict) -> str:
    """A FeatureCollection in degrees, 88 cells and then 3 regions, one feature a line."""
    features = [
        feature(place.slug, cells[place.slug], place.code, place.name, place.region)
        for place in municipalities
        if place.region
    ] + [
        feature(f"region-{each.slug}", outlines[each.slug], each.letter, each.name, each.slug)
        for each in REGIONS
    ]
    head = json.dumps({"type": "FeatureCollection", "schematic": True, "source": SOURCE})
    lines = ",\n".join(json.dumps(each, ensure_ascii=False) for each in features)
    return f'{head[:-1]}, "features": [\n{lines}\n]}}\n'


def feature(slug: str, shape: Geometry, code: str, name: str, region: str) -> dict:
    """A GeoJSON feature in degrees to four decimals (11 m), exterior rings counter-clockwise."""
    degrees = shapely.transform(shape, lambda km: (km / (KM_EAST, KM_NORTH)).round(4))
    return {
        "type": "Feature",
        "id": slug,
        "properties": {"code": code, "name": name, "region": region},
        "geometry": shapely.geometry.mapping(shapely.orient_polygons(degrees)),
    }


def as_svg(municipalities: list[Municipality], cells: dict, outlines: dict) -> str:
    """The template fragment: cells by region, then letters and towns, then neighbours."""
    to_sheet, height = lay_out(outlines)
    lines = [
        f'<svg class="schematic-map" viewBox="0 0 {WIDTH} {height}" {HIDDEN}>',
        WRITTEN_BY,
    ]
    for region in REGIONS:
        lines.append(f'<g class="map-region region-{region.slug}">')
        for place in municipalities:
            if place.region == region.slug:
                path = path_data(to_sheet(cells[place.slug]))
                cell = f'<path {marked("map-cell", place)} d="{path}">'
                lines.append(linked(place, f"{cell}<title>{place.name}</title></path>"))
        outline = path_data(to_sheet(outlines[region.slug]))
        lines += [f'<path class="map-outline" d="{outline}"/>', "</g>"]
    # Once more on top, because the cells drawn after it cover half of its edge.
    lines.append('{% if current %}<use class="map-current" href="#map-{{ current }}"/>{% endif %}')
    named = [place for place in municipalities if place.name in LEFT_OF_DOT | RIGHT_OF_DOT]
    for region in REGIONS:
        x, y = region.letter_at
        lines += [
            f'<g class="region-{region.slug}">',
            f'<text class="map-letter" x="{x}" y="{y}" dy=".35em">{region.letter}</text>',
            *(town(place, to_sheet) for place in named if place.region == region.slug),
            "</g>",
        ]
    lines += [town(place, to_sheet) for place in named if not place.region]
    return "\n".join([*lines, "</svg>", ""])


def lay_out(outlines: dict) -> tuple[Callable[[Geometry], Geometry], int]:
    """How a shape goes from km to SVG units, with y down; the height of the sheet in SVG units."""
    west, south, east, north = shapely.union_all(list(outlines.values())).bounds
    scale = (WIDTH - 2 * MARGIN - SIDE_ROOM) / (east - west)
    origin = (MARGIN, MARGIN + HEADROOM)

    def to_sheet(shape: Geometry) -> Geometry:
        return shapely.transform(shape, lambda km: (km - (west, north)) * (scale, -scale) + origin)

    return to_sheet, math.ceil((north - south) * scale + 2 * MARGIN + HEADROOM)


def path_data(shape: Geometry) -> str:
    """Each ring starts absolute and goes on in relative steps, all to one decimal."""
    rings = []
    for part in shapely.get_parts(shape):
        # Whole tenths, so that the rounding of steps does not add up along the ring.
        tenths = (shapely.get_coordinates(part.exterior) * 10).round().astype(int)
        steps = tenths[1:-1] - tenths[:-2]
        start, line = (
            " ".join(f"{number / 10:g}" for number in numbers.flat)
            for numbers in (tenths[0], steps[steps.any(axis=1)])
        )
        rings.append(f"M{start}l{line}z".replace(" -", "-"))
    return "".join(rings)


def town(place: Municipality, to_sheet: Callable[[Geometry], Geometry]) -> str:
    """A dot with its name, which leads to the place: the name reaches into other cells."""
    x, y = to_sheet(place.point).coords[0]
    name_x, anchor = (x - 6, "end") if place.name in LEFT_OF_DOT else (x + 6, "start")
    # A neighbour has no cell that could show that it is the current place: its dot does.
    dot, label = (
        ('class="map-town"', "map-label")
        if place.region
        else (marked("map-neighbour", place), "map-label map-label-neighbour")
    )
    return linked(
        place,
        f'<circle {dot} cx="{x:.1f}" cy="{y:.1f}" r="2.7"/><text class="{label}" x="{name_x:.1f}"'
        f' y="{y:.1f}" dy=".35em" text-anchor="{anchor}">{place.name}</text>',
    )


def linked(place: Municipality, content: str) -> str:
    return f"<a href=\"{{% url 'municipality' '{place.slug}' %}}\" tabindex=\"-1\">{content}</a>"


def marked(css_class: str, place: Municipality) -> str:
    """The attributes by which `current` finds a place."""
    current = f"{{% if current == '{place.slug}' %}} is-current{{% endif %}}"
    return f'id="map-{place.slug}" class="{css_class}{current}"'


def main() -> None:
    parser = argparse.ArgumentParser(description="Draw the schematic map.")
    parser.add_argument("--into", type=Path, default=ROOT, help="write under this folder")
    into = parser.parse_args().into
    municipalities = read_municipalities()
    shapes = draw_shapes(municipalities)
    for path, write in ((GEOJSON, as_geojson), (SVG, as_svg)):
        (into / path).parent.mkdir(parents=True, exist_ok=True)
        (into / path).write_text(write(municipalities, *shapes), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
