"""robots.txt, security.txt, the sitemap, the favicon, and where addresses without a page lead."""

import re
from datetime import UTC, datetime, timedelta

import pytest

pytestmark = pytest.mark.django_db


def test_robots_names_the_sitemap_and_keeps_robots_out_of_the_back_office(client):
    text = client.get("/robots.txt").content.decode()
    assert {"Disallow: /admin/", "Disallow: /accounts/"} <= set(text.splitlines())
    assert {"Disallow: /nl/mijn/", "Disallow: /en/my/"} <= set(text.splitlines())
    assert "Sitemap: http://testserver/sitemap.xml" in text


def test_security_txt_follows_rfc_9116(client, settings):
    settings.SECURITY_CONTACT = "mailto:veiligheid@blk.example"
    response = client.get("/.well-known/security.txt")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    note, *lines = response.content.decode().splitlines()
    assert note == "# Example: nobody reads mail at this address."
    fields = dict(line.split(": ", 1) for line in lines)
    assert fields["Contact"] == "mailto:veiligheid@blk.example"
    assert fields["Canonical"] == "http://testserver/.well-known/security.txt"
    assert fields["Preferred-Languages"] == "nl, en"
    expires = datetime.strptime(fields["Expires"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    assert timedelta(days=120) < expires - datetime.now(UTC) < timedelta(days=365)


def test_security_txt_is_not_there_without_a_contact(client, settings):
    settings.SECURITY_CONTACT = ""
    assert client.get("/.well-known/security.txt").status_code == 404


def test_sitemap_names_both_languages_of_each_page(client, content):
    text = client.get("/sitemap.xml").content.decode()
    assert "<loc>http://testserver/nl/gemeenten/weert/</loc>" in text
    assert 'hreflang="en" href="http://testserver/en/municipalities/weert/"' in text
    alternates = re.findall(r'hreflang="([a-z-]+)" href="http://testserver(/[^"]*)"', text)
    assert {language for language, _path in alternates} == {"nl", "en", "x-default"}
    for language, path in alternates:
        assert path.startswith("/en/" if language == "en" else "/nl/")
    for path in {path for _language, path in alternates if "gemeenten" not in path}:
        assert client.get(path).status_code == 200, path


def test_favicon_leads_to_the_mark(client):
    assert client.get("/favicon.ico")["Location"] == "/static/favicon.ico"


@pytest.mark.parametrize(
    ("accepts", "address"), [("en-GB,en", "/en/"), ("nl-BE,nl", "/nl/"), ("fr", "/nl/")]
)
def test_root_leads_to_the_readers_language(client, accepts, address):
    response = client.get("/", headers={"Accept-Language": accepts})
    assert (response.status_code, response["Location"]) == (302, address)
    assert response["Cache-Control"] == "private, no-store"


def test_back_office_asks_to_log_in(client):
    response = client.get("/admin/")
    assert (response.status_code, response["Location"]) == (302, "/accounts/login/?next=/admin/")
    assert response["Cache-Control"]
    assert "public" not in response["Cache-Control"]
