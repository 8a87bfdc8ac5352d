"""What makes an address public."""

import pytest
from django.conf import settings
from django.http import HttpResponse

from core.public_page import public_page

pytestmark = [pytest.mark.db, pytest.mark.django_db]


@pytest.mark.parametrize(("cookie", "accepted"), [("en", "nl"), ("nl", "en")])
def test_a_file_speaks_the_language_that_is_accepted_and_not_that_of_a_cookie(
    client, cookie, accepted
):
    """The page cache gives it to everybody who accepts the same, and looks at no cookie."""
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = cookie
    told = client.get("/robots.txt", headers={"Accept-Language": accepted})
    assert told["Content-Language"] == accepted


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_page_speaks_the_language_of_its_address(client, language):
    told = client.get(f"/{language}/contact/", headers={"Accept-Language": "de"})
    assert told["Content-Language"] == language


def test_a_view_sees_no_key_that_it_does_not_read(rf):
    view = public_page(query=("page",))(lambda request: HttpResponse(request.get_full_path()))
    told = view(rf.get("/nl/contact/?utm_source=brief&page=2"))
    assert told.content == b"/nl/contact/?page=2"
