"""What the document says of the forms beside JSON: files of a list, and rows with a place."""

from drf_spectacular.plumbing import ComponentRegistry

from core.api.atom import Atom
from core.api.files import CsvFile, XlsxFile
from core.api.geojson import GeoJson
from core.api.schema.components import shared

_POINT = {
    "type": ["object", "null"],
    "description": "Longitude and latitude in degrees (WGS 84); null where it is not known.",
    "required": ["type", "coordinates"],
    "properties": {
        "type": {"const": "Point"},
        "coordinates": {
            "type": "array",
            "items": {"type": "number"},
            "minItems": 2,
            "maxItems": 2,
        },
    },
}
_FEATURE = {
    "type": "object",
    "description": "A row with a place (RFC 7946).",
    "required": ["type", "id", "geometry", "properties"],
    "properties": {
        "type": {"const": "Feature"},
        "id": {"type": "string"},
        "geometry": _POINT,
        "properties": {"type": "object", "description": "The other members of the row."},
    },
}
_FEATURES = {
    "type": "object",
    "description": "A list of rows with a place (RFC 7946).",
    "required": ["type", "features", "total"],
    "properties": {
        "type": {"const": "FeatureCollection"},
        "bbox": {
            "type": "array",
            "description": "How far the places reach: west, south, east, north.",
            "items": {"type": "number"},
            "minItems": 4,
            "maxItems": 4,
        },
        "links": {"type": "object", "description": "Where pages were asked for."},
        "total": {"type": "integer", "minimum": 0},
        "features": {"type": "array", "items": {"$ref": "#/components/schemas/Feature"}},
    },
}
_CSV = {
    "type": "string",
    "description": "UTF-8 with a header row, in the language asked for. The whole list, unless "
    "`page` or `pageSize` is asked for.",
}
_ATOM = {"description": "What was published, newest first (RFC 4287), in pages (RFC 5005)."}
_XLSX = {"description": "A spreadsheet, with the columns of the CSV.", "format": "binary"}


def schema_of(registry: ComponentRegistry, media_type: str, *, is_a_list: bool) -> dict:
    """Return what an answer in this form holds."""
    if media_type == GeoJson.media_type:
        feature = shared(registry, "schemas", "Feature", _FEATURE)
        return shared(registry, "schemas", "Features", _FEATURES) if is_a_list else feature
    tables = {CsvFile.media_type: _CSV, XlsxFile.media_type: _XLSX}
    return (tables | {Atom.media_type: _ATOM})[media_type]
