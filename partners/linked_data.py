"""Regions, municipalities and organisations as linked data."""

from core.bilingual import text_for_reader
from core.linked_data import Absolute, words
from partners.enums import Country, Relation
from partners.models import Municipality, Organisation, Region


def partnership(absolute: Absolute) -> dict:
    """Return the three regions together. They are no legal person and have no address."""
    name = "Brainport–Limburg–Kempen"
    return {"@type": "Organization", "@id": absolute("/#partnership"), "name": name}


def organisation(row: Organisation, absolute: Absolute) -> dict:
    return {
        "@type": "Organization",
        "@id": absolute(row.get_permanent_url()),
        "name": words(text_for_reader(row, "name")),
    }


def organisation_list(rows: list[Organisation], absolute: Absolute) -> dict:
    """Return the organisations in this order; those that signed are members of the partnership."""
    items = []
    for position, row in enumerate(rows, start=1):
        item = organisation(row, absolute)
        if row.relation == Relation.SIGNATORY:
            item["memberOf"] = partnership(absolute)
        items.append({"@type": "ListItem", "position": position, "item": item})
    return {"@type": "ItemList", "numberOfItems": len(items), "itemListElement": items}


def region_place(row: Region, absolute: Absolute) -> dict:
    """Return a region: a place, not an administration."""
    return {
        "@type": "Place",
        "@id": absolute(row.get_permanent_url()),
        "name": words(text_for_reader(row, "name")),
    }


def municipality_place(row: Municipality, absolute: Absolute) -> dict:
    """Return a municipality with its codes; its region and statistical area must be loaded.

    The point is that of its main settlement (WGS 84 degrees).
    """
    address = absolute(row.get_permanent_url())
    register = "CBS" if row.country == Country.NETHERLANDS else "NIS"
    data = {
        "@type": "AdministrativeArea",
        "@id": address,
        "name": row.name,
        "url": absolute(row.get_absolute_url()),
        "identifier": [address, _code(register, row.code)],
        "containedInPlace": _around(row, absolute),
    }
    if row.latitude is not None:
        data["geo"] = {
            "@type": "GeoCoordinates",
            "latitude": float(row.latitude),
            "longitude": float(row.longitude),
        }
    return data


def _around(row: Municipality, absolute: Absolute) -> list[dict]:
    """Return where a municipality lies: its region, its NUTS 3 area and its country."""
    places = [region_place(row.region, absolute)] if row.region else []
    if area := row.statistical_area:
        name = {"@value": area.name, "@language": "nl"}
        code = _code("NUTS 3", area.code)
        places.append({"@type": "AdministrativeArea", "name": name, "identifier": code})
    country = {"@type": "Country", "name": row.get_country_display(), "identifier": row.country}
    return [*places, country]


def _code(register: str, value: str) -> dict:
    return {"@type": "PropertyValue", "propertyID": register, "value": value}
