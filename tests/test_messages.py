"""Texts for readers are marked by a name that the collector of messages knows."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
APPS = ["core", "partners", "accounts", "notifications", "charter", "locations", "workagendas"]
FILES = [path for app in [*APPS, "taskforce", "portal"] for path in (ROOT / app).rglob("*.py")]


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_text_is_marked_by_the_name_of_gettext_or_an_underscore(path):
    """Under any other name a text would never reach the translator, and stay English."""
    imports = [node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if _is_gettext(node)]
    names = {name.asname for node in imports for name in node.names}
    assert names <= {None, "_"}


def _is_gettext(node: ast.AST) -> bool:
    return isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
