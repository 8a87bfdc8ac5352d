"""Load regions, municipalities and organisations from partners/data."""

import csv
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils.text import slugify

from core.loading import Load
from partners.models import Municipality, Organisation, Region, StatisticalArea

DATA = Path(__file__).resolve().parents[2] / "data"
YES_NO_UNKNOWN = {"yes": True, "no": False, "": None}


class Command(BaseCommand):
    help = "Adds the regions, municipalities and organisations that are missing. Can be repeated."

    def add_arguments(self, parser):
        parser.add_argument(
            "--update", action="store_true", help="rows that differ take the file's values"
        )

    @transaction.atomic
    def handle(self, *, update: bool, **options):
        for noun, load_rows in (
            ("regions", load_regions),
            ("statistical areas", load_statistical_areas),
            ("municipalities", load_municipalities),
            ("organisations", load_organisations),
        ):
            load = Load(update=update)
            load_rows(load)
            self.stdout.write(load.summary(noun))


def rows_of(name: str) -> Iterator[dict[str, str]]:
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def load_regions(load: Load) -> None:
    for row in rows_of("regions"):
        values = {**row, "position": int(row["position"])}
        load.row(Region, key={"slug": values.pop("slug")}, values=values)


def load_statistical_areas(load: Load) -> None:
    regions = {region.slug: region for region in Region.objects.all()}
    for row in rows_of("statistical_areas"):
        load.row(
            StatisticalArea,
            key={"code": row["code"]},
            values={
                "name": row["name"],
                "region": regions[row["region"]],
                "is_whole": YES_NO_UNKNOWN[row["is_whole"]],
            },
        )


def load_municipalities(load: Load) -> None:
    """Load each row; a merged one stands below its successor, so that the successor is there."""
    regions = {region.slug: region for region in Region.objects.all()}
    areas = {area.code: area for area in StatisticalArea.objects.all()}
    loaded: dict[str, Municipality] = {}
    for row in rows_of("municipalities"):
        loaded[row["code"]] = load.row(
            Municipality,
            key={"code": row["code"]},
            values={
                "slug": slugify(row["name"]),
                "name": row["name"],
                "country": row["country"],
                "kind": row["kind"],
                "region": regions.get(row["region"]),
                "statistical_area": areas.get(row["nuts3"]),
                "longitude": Decimal(row["longitude"]) if row["longitude"] else None,
                "latitude": Decimal(row["latitude"]) if row["latitude"] else None,
                "at_border": YES_NO_UNKNOWN[row["at_border"]],
                "valid_from": date.fromisoformat(row["valid_from"]) if row["valid_from"] else None,
                "successor": loaded[row["successor"]] if row["successor"] else None,
            },
        )


def load_organisations(load: Load) -> None:
    regions = {region.slug: region for region in Region.objects.all()}
    for row in rows_of("organisations"):
        values = {
            **row,
            "position": int(row["position"]),
            "region": regions.get(row["region"]),
        }
        load.row(Organisation, key={"code": values.pop("code")}, values=values)
