"""What the database refuses about a page of the portal, its accessibility and its search."""

from datetime import date
from functools import partial
from uuid import UUID

import pytest
from django.db import IntegrityError

from portal.enums import AuditStatus
from tests.factories.portal import (
    AccessibilityStatementFactory,
    PageFactory,
    SearchDocumentFactory,
)

pytestmark = [pytest.mark.db, pytest.mark.django_db]

AUDIT = {"audited_on": date(2026, 5, 1), "audited_by": "Voorbeeldbureau"}
statement, document = AccessibilityStatementFactory, SearchDocumentFactory
audited = partial(statement, status=AuditStatus.PARTLY, **AUDIT)

# Each: the constraint's name, and a write that breaks it and nothing else.
CHECKS = [
    ("page_key_is_known", partial(PageFactory, key="news")),
    ("page_title_nl_required", partial(PageFactory, title_nl=None)),
    ("page_title_nl_required", partial(PageFactory, title_nl="")),
    ("page_body_nl_required", partial(PageFactory, body_nl=None)),
    ("page_body_nl_required", partial(PageFactory, body_nl="")),
    ("accessibility_statement_is_one", partial(statement, is_the_one=False)),
    ("accessibility_statement_status_is_known", partial(statement, status="great", **AUDIT)),
    ("accessibility_statement_audit_is_whole", partial(statement, **AUDIT)),
    ("accessibility_statement_audit_is_whole", partial(statement, report_url="https://x.example")),
    ("accessibility_statement_audit_is_whole", partial(audited, audited_on=None)),
    ("accessibility_statement_audit_is_whole", partial(audited, audited_by="")),
    ("accessibility_statement_report_is_https", partial(audited, report_url="http://x.example")),
    ("accessibility_statement_method_nl_required", partial(statement, method_nl="")),
    ("accessibility_statement_method_nl_required", partial(statement, method_nl=None)),
    ("accessibility_statement_limitations_nl_required", partial(statement, limitations_nl="")),
    ("accessibility_statement_limitations_nl_required", partial(statement, limitations_nl=None)),
    ("search_document_kind_is_known", partial(document, kind="rumour")),
    ("search_document_language_is_known", partial(document, language="de")),
    ("search_document_language_is_known", partial(document, title_language="de")),
    ("search_document_has_title_and_address", partial(document, title="")),
    ("search_document_has_title_and_address", partial(document, path="")),
    ("search_document_has_title_and_address", partial(document, path="https://x.example")),
]
UNIQUES = [
    (
        "search_document_once_a_language",
        ", ".join(f"portal_searchdocument.{name}" for name in ("kind", "subject", "language")),
        lambda: document.create_batch(2, subject=UUID(int=1)),
    ),
]


@pytest.mark.parametrize(("name", "write"), CHECKS, ids=[name for name, _write in CHECKS])
def test_database_refuses(name, write):
    with pytest.raises(IntegrityError, match=rf"\b{name}\b"):
        write()


@pytest.mark.parametrize(("name", "columns", "write"), UNIQUES, ids=[row[0] for row in UNIQUES])
def test_database_refuses_a_second(name, columns, write):
    with pytest.raises(IntegrityError, match=rf"\b{name}\b|UNIQUE constraint failed: {columns}$"):
        write()


def test_there_is_one_accessibility_statement():
    statement()
    with pytest.raises(IntegrityError):
        statement()


def test_a_whole_audit_is_kept():
    assert audited(report_url="https://x.example/rapport").pk
