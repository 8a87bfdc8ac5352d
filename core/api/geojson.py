"""Rows with a place as GeoJSON (RFC 7946), and lists of what lies in a box.

A resource with a place says so: `place` names the members, and with them the columns, that hold its
longitude and latitude in degrees (WGS 84).
"""

import json
import re
from decimal import Decimal

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from rest_framework.filters import BaseFilterBackend
from rest_framework.request import Request

from core.api.failures import BadQuery
from core.api.files import File

BOX = "bbox"
CRS = "<http://www.opengis.net/def/crs/OGC/1.3/CRS84>"  # what RFC 7946 prescribes
_DEGREES = re.compile(r"-?[0-9]{1,3}(\.[0-9]{1,20})?")


class GeoJson(File):
    """A row is a Feature, a list a FeatureCollection; a place that is not known is null.

    The properties are the other members. A list keeps its `links` and `total` beside the features,
    and tells in `bbox` how far its places reach.
    """

    media_type = "application/geo+json"
    format = "geojson"

    def render(self, data: dict, accepted_media_type=None, renderer_context=None) -> bytes:
        view, response = renderer_context["view"], renderer_context["response"]
        response["Content-Crs"] = CRS
        if view.is_a_list():
            self.name_file(view, response)
            told = _collection(data, view.place)
        else:
            told = _feature(data, view.place)
        return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()


def _collection(data: dict, place: tuple[str, str]) -> dict[str, object]:
    features = [_feature(row, place) for row in data["results"]]
    told = {"type": "FeatureCollection"}
    told |= {name: value for name, value in data.items() if name != "results"}
    points = [feature["geometry"]["coordinates"] for feature in features if feature["geometry"]]
    if points:
        longitudes, latitudes = zip(*points, strict=True)
        told[BOX] = [min(longitudes), min(latitudes), max(longitudes), max(latitudes)]
    return told | {"features": features}


def _feature(row: dict, place: tuple[str, str]) -> dict[str, object]:
    point = [row[member] for member in place]
    return {
        "type": "Feature",
        "id": row["id"],
        "geometry": None if None in point else {"type": "Point", "coordinates": point},
        "properties": {name: value for name, value in row.items() if name not in ("id", *place)},
    }


class InBox(BaseFilterBackend):
    """`bbox=west,south,east,north`: what lies in that box or on its edge (RFC 7946, section 5).

    A box whose west is larger than its east goes across the antimeridian. What has no known place
    lies in no box.
    """

    def filter_queryset(self, request: Request, queryset: QuerySet, view) -> QuerySet:
        text = request.query_params.get(BOX)
        if text is None or view.place is None:
            return queryset
        west, south, east, north = _corners(text)
        longitude, latitude = view.place
        after, before = Q(**{f"{longitude}__gte": west}), Q(**{f"{longitude}__lte": east})
        between = after & before if west <= east else after | before
        return queryset.filter(between, **{f"{latitude}__range": (south, north)})

    def get_schema_operation_parameters(self, view) -> list[dict]:
        if view.place is None:
            return []
        longitude = {"type": "number", "minimum": -180, "maximum": 180}
        latitude = {"type": "number", "minimum": -90, "maximum": 90}
        schema = {
            "type": "array",
            "prefixItems": [longitude, latitude, longitude, latitude],
            "minItems": 4,
            "maxItems": 4,
            "example": [4.5, 50.7, 6.3, 51.8],
        }
        said = "A box in degrees (WGS 84): west, south, east, north. South is not above north."
        written = {"style": "form", "explode": False}
        return [{"name": BOX, "in": "query", "schema": schema, "description": said, **written}]


def _corners(text: str) -> list[Decimal]:
    """Return west, south, east and north. Raises `BadQuery`."""
    parts = text.split(",")
    if len(parts) != 4 or not all(_DEGREES.fullmatch(part) for part in parts):
        said = _("Give four numbers in degrees with commas between them: west,south,east,north.")
        raise BadQuery({BOX: [said]})
    west, south, east, north = corners = [Decimal(part) for part in parts]
    if max(abs(west), abs(east)) > 180 or max(abs(south), abs(north)) > 90:
        said = _("West and east are −180 to 180 degrees, south and north −90 to 90.")
        raise BadQuery({BOX: [said]})
    if south > north:
        raise BadQuery(
            {BOX: [_("South is larger than north. The order is west,south,east,north.")]}
        )
    return corners
