"""Every public page with the real content and the examples, fetched once for many tests."""

import re
from dataclasses import dataclass
from functools import cached_property
from io import StringIO

import pytest
from bs4 import BeautifulSoup
from django.core.management import call_command
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import ResolverMatch, resolve
from django.utils import translation

ORIGIN = "http://testserver"


@dataclass(frozen=True)
class FetchedPage:
    path: str
    response: HttpResponse

    @property
    def language(self) -> str:
        return self.path.split("/")[1]

    @cached_property
    def html(self) -> BeautifulSoup:
        return BeautifulSoup(self.response.content, "html.parser")

    @cached_property
    def match(self) -> ResolverMatch:
        with translation.override(self.language):
            return resolve(self.path)


@pytest.fixture(scope="session")
def public_pages(django_db_setup, django_db_blocker) -> list[FetchedPage]:
    """Every page that the sitemap names, in both languages, as anybody gets it."""
    client = Client()
    with django_db_blocker.unblock(), transaction.atomic():
        for command in ("load_content", "load_examples"):
            call_command(command, stdout=StringIO())
        sitemap = client.get("/sitemap.xml").content.decode()
        paths = re.findall(rf"<loc>{ORIGIN}(.*?)</loc>", sitemap)
        pages = [FetchedPage(path, client.get(path)) for path in paths]
        transaction.set_rollback(True)
    return pages
