"""Rows with a place as GeoJSON, and lists of what lies in a box."""

import csv
import io
import json

import pytest

from accounts.roles import Role
from tests.core.api.calls import call, require_problem
from tests.factories.accounts import make_person
from tests.factories.partners import MunicipalityFactory, RegionFactory

pytestmark = [pytest.mark.django_db, pytest.mark.db]

LIST = "/api/v1/municipalities"


@pytest.fixture
def places():
    """Two at their points, and one whose place is unknown."""
    kempen = RegionFactory(slug="kempen")
    for slug, point in [
        ("turnhout", ("4.944710", "51.322540")),
        ("weert", ("5.706940", "51.251670")),
        ("nergens", (None, None)),
    ]:
        longitude, latitude = point
        MunicipalityFactory(
            slug=slug, name=slug.title(), longitude=longitude, latitude=latitude, region=kempen
        )


def collection(response) -> dict:
    assert response.status_code == 200, response.content
    assert response["Content-Type"] == "application/geo+json"
    return json.loads(response.content)


def in_box(client, box: str) -> list[str]:
    response = client.get(LIST, {"bbox": box})
    assert response.status_code == 200, response.content
    return [row["id"] for row in response.json()["results"]]


@pytest.mark.usefixtures("places")
def test_a_list_is_a_collection_of_features_with_longitude_first(client):
    told = collection(client.get(f"{LIST}?format=geojson"))
    assert told["type"] == "FeatureCollection"
    assert told["bbox"] == [4.94471, 51.25167, 5.70694, 51.32254]
    assert told["total"] == 3
    features = {feature["id"]: feature for feature in told["features"]}
    turnhout = features["turnhout"]
    assert turnhout["type"] == "Feature"
    assert turnhout["geometry"] == {"type": "Point", "coordinates": [4.94471, 51.32254]}
    members = client.get(f"{LIST}/turnhout").json()
    for member in ("id", "longitude", "latitude"):
        del members[member]
    assert turnhout["properties"] == members


@pytest.mark.usefixtures("places")
def test_a_place_that_is_not_known_is_null(client):
    told = collection(client.get(f"{LIST}?format=geojson&q=nergens"))
    (feature,) = told["features"]
    assert feature["geometry"] is None
    assert "bbox" not in told


def test_an_empty_list_is_an_empty_collection(client):
    told = collection(client.get(f"{LIST}?format=geojson"))
    assert told == {"type": "FeatureCollection", "total": 0, "features": []}


@pytest.mark.usefixtures("places")
def test_one_row_is_a_feature_with_the_version_of_the_row_in_its_etag(client):
    response = client.get(f"{LIST}/weert?format=geojson")
    told = collection(response)
    assert (told["type"], told["id"]) == ("Feature", "weert")
    assert told["geometry"]["coordinates"] == [5.70694, 51.25167]
    assert response["ETag"].startswith('"1-')
    assert response["ETag"] != client.get(f"{LIST}/weert")["ETag"]
    assert response["Content-Crs"].endswith("/CRS84>")


@pytest.mark.usefixtures("places")
def test_a_page_has_its_links(client):
    told = collection(client.get(f"{LIST}?format=geojson&pageSize=2&page=1"))
    assert (len(told["features"]), told["total"]) == (2, 3)
    assert "format=geojson" in told["links"]["next"]
    told = collection(client.get(told["links"]["next"]))
    assert len(told["features"]) == 1


def test_the_whole_list_comes_at_once_unless_pages_are_asked_for(client):
    region = RegionFactory()
    for _n in range(60):
        MunicipalityFactory(region=region)
    assert len(collection(client.get(f"{LIST}?format=geojson"))["features"]) == 60


@pytest.mark.usefixtures("places")
def test_it_is_negotiated_and_saved_under_a_name_in_the_language_asked_for(client):
    accept = {"Accept": "application/geo+json, application/json;q=0.5"}
    response = client.get(f"{LIST}?lang=nl", headers=accept)
    assert collection(response)["type"] == "FeatureCollection"
    assert response["Content-Disposition"] == 'attachment; filename="gemeenten.geojson"'
    assert response["Access-Control-Allow-Origin"] == "*"
    response = client.get("/api/v1/regions", headers={"Accept": "application/geo+json"})
    assert (response.status_code, response["Content-Type"]) == (406, "application/problem+json")


@pytest.mark.usefixtures("places")
@pytest.mark.parametrize(
    ("box", "found"),
    [
        ("4.5,50.7,6.3,51.8", ["turnhout", "weert"]),
        ("4.5,50.7,5.5,51.8", ["turnhout"]),
        ("4.94471,51.32254,4.94471,51.32254", ["turnhout"]),  # on the edge, on every side
        ("4.944711,51,6,52", ["weert"]),
        ("4,51.3,6,51.4", ["turnhout"]),
        ("-180,-90,180,90", ["turnhout", "weert"]),
        ("5.5,51,5,52", ["turnhout", "weert"]),  # the long way round
        ("170,-90,-170,90", []),  # across the antimeridian
        ("5.706939999999999,51.25166999999999,6.0000000000000001,52", ["weert"]),
    ],
)
def test_a_box_keeps_what_lies_in_it(client, box, found):
    assert in_box(client, box) == found


@pytest.mark.usefixtures("places")
def test_a_box_holds_for_every_form_and_beside_other_filters(client):
    box = "bbox=5,51,6,52"
    told = collection(client.get(f"{LIST}?format=geojson&{box}"))
    assert [feature["id"] for feature in told["features"]] == ["weert"]
    rows = csv.reader(io.StringIO(client.get(f"{LIST}?format=csv&{box}").content.decode()))
    assert [row[0] for row in rows][1:] == ["weert"]
    assert in_box(client, "5,51,6,52") == ["weert"]
    assert client.get(f"{LIST}?{box}&q=turnhout").json()["total"] == 0


@pytest.mark.parametrize(
    "box",
    [
        "",
        "5,51,6",
        "5,51,6,52,7",
        "5,51,0,6,52,100",
        "a,51,6,52",
        "5;51;6;52",
        "5,51,6,",
        "5, 51, 6, 52",
        "1e1,51,6,52",
        "nan,51,6,52",
        "٥,51,6,52",
        "-180.1,51,6,52",
        "5,51,181,52",
        "5,-91,6,52",
        "51,5,52,96",  # latitude first
        "5,52,6,51",  # upside down
        "5," + "1" * 300 + ",6,52",
    ],
)
def test_a_box_that_is_none_is_400_and_is_named(client, box):
    response = client.get(LIST, {"bbox": box})
    assert response.status_code == 400
    assert {error["parameter"] for error in response.json()["errors"]} == {"bbox"}


def test_a_resource_without_a_place_knows_no_box(client):
    response = client.get("/api/v1/regions", {"bbox": "5,51,6,52"})
    assert response.status_code == 400
    assert response.json()["errors"][0]["parameter"] == "bbox"


def test_what_was_written_is_answered_in_json_alone(db):
    MunicipalityFactory(slug="mol")
    secretary, geojson = make_person(Role.SECRETARIAT), "application/geo+json"
    answer = call("municipalities/mol", method="patch", by=secretary, body={}, Accept=geojson)
    require_problem(answer, 406, "not-acceptable")
