"""What the database refuses about a page of the portal."""

from functools import partial

import pytest
from django.db import IntegrityError

from tests.factories.portal import PageFactory

pytestmark = [pytest.mark.db, pytest.mark.django_db]

# Each: the constraint's name, and a write that breaks it and nothing else.
CHECKS = [
    ("page_key_is_known", partial(PageFactory, key="news")),
    ("page_title_nl_required", partial(PageFactory, title_nl=None)),
    ("page_title_nl_required", partial(PageFactory, title_nl="")),
    ("page_body_nl_required", partial(PageFactory, body_nl=None)),
    ("page_body_nl_required", partial(PageFactory, body_nl="")),
]


@pytest.mark.parametrize(("name", "write"), CHECKS, ids=[name for name, _write in CHECKS])
def test_database_refuses(name, write):
    with pytest.raises(IntegrityError, match=rf"\b{name}\b"):
        write()
