"""`manage.py roles` prints who may do what, asked of the rules without a database."""

from io import StringIO

import pytest
from django.conf import settings
from django.core.management import call_command
from rules.permissions import permissions

from accounts.roles import Role


def printed(**options) -> str:
    said = StringIO()
    call_command("roles", stdout=said, **options)
    return said.getvalue()


@pytest.fixture
def table() -> dict[tuple[str, str], str]:
    """`{(permission, column): mark}`, read from the Markdown."""
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in printed(markdown=True).splitlines()
        if line.startswith("|")
    ]
    heading, _rule, *rows = rows
    return {(row[0], name): mark for row in rows for name, mark in zip(heading, row, strict=True)}


def test_the_document_says_what_the_rules_say():
    """If this fails: `manage.py roles --markdown > docs/roles.md`, and read the difference."""
    assert (settings.BASE_DIR / "docs" / "roles.md").read_text("utf-8") == printed(markdown=True)


def test_every_permission_and_every_role_is_in_it(table):
    assert {name for name, _column in table} == set(permissions)
    assert {column for _name, column in table} == {"permission", "public", "no role", *Role}


@pytest.mark.parametrize(
    ("permission", "role", "mark"),
    [
        ("accounts.manage_user", Role.PARTNER, ""),
        ("accounts.manage_user", Role.COORDINATOR, "o"),
        ("accounts.manage_user", Role.SECRETARIAT, "o"),
        ("accounts.manage_user", Role.ADMINISTRATOR, "x"),
        ("accounts.view_user", "no role", "o"),
        ("accounts.view_user", "public", ""),
        ("accounts.view_people", Role.COORDINATOR, "x"),
        ("accounts.invite_person", Role.COORDINATOR, "o"),
        ("accounts.invite_person", Role.ADMINISTRATOR, "x"),
        ("core.view_auditentry", Role.SECRETARIAT, ""),
        ("core.view_auditentry", Role.ADMINISTRATOR, "x"),
        ("charter.change_goal", Role.ADMINISTRATOR, ""),
    ],
)
def test_marks_tell_always_sometimes_and_never(table, permission, role, mark):
    assert table[permission, role] == mark


def test_at_the_terminal_the_columns_stand_below_each_other():
    heading, *lines = printed().splitlines()
    line = next(line for line in lines if line.startswith("core.view_auditentry"))
    assert heading.index("administrator") == line.index("x")
