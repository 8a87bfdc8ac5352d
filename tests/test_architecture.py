"""The shape of the code: what architecture.md promises and a reader may rely on."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.template.utils import get_app_template_dirs
from simple_history.models import HistoricalChanges

from core.announce import every_event
from core.models import DomainModel, DomainQuerySet

ROOT = Path(settings.BASE_DIR)
OUR_APPS = [name for name in settings.INSTALLED_APPS if (ROOT / name).is_dir()]
MOST_LINES = 400
NAMED_BY_PACKAGES = {"400.html", "403.html", "403_csrf.html", "404.html", "429.html", "500.html"}
MAILS = "accounts/mail/"  # named without their folder
FORMS = ("txt", "html")  # of an event's words
MAIL_FRAME = ROOT / "templates" / "notifications" / "mail.html"  # a mail loads no style sheet


def our_python_files() -> list[Path]:
    files = [ROOT / "manage.py", *(ROOT / "scripts").glob("*.py")]
    for app in OUR_APPS:
        files += [file for file in (ROOT / app).rglob("*.py") if "migrations" not in file.parts]
    return files


def our_models():
    """Every model but the history of one, which the history's package makes."""
    models = [model for app in OUR_APPS for model in apps.get_app_config(app).get_models()]
    return [model for model in models if not issubclass(model, HistoricalChanges)]


def our_templates() -> list[Path]:
    return [file for file in (ROOT / "templates").rglob("*") if file.is_file()]


def test_all_nine_apps_are_installed():
    assert len(OUR_APPS) == 9


def test_imports_go_down_only():
    """In a process of its own: the linter switches off every logger that was there before it."""
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [linter, "--no-cache"], cwd=ROOT, check=False, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("app", OUR_APPS)
def test_every_app_says_what_it_is_for(app):
    module = ast.parse((ROOT / app / "__init__.py").read_text("utf-8"))
    assert ast.get_docstring(module)


def test_no_python_file_is_long():
    long = {
        str(file.relative_to(ROOT)): lines
        for file in our_python_files()
        if (lines := len(file.read_text("utf-8").splitlines())) > MOST_LINES
    }
    assert long == {}


def test_no_function_imports_our_own_code():
    # manage.py reads the environment before it may import Django at all.
    found = []
    for file in our_python_files():
        for function in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
                for node in ast.walk(function):
                    names = [alias.name for alias in getattr(node, "names", [])]
                    if isinstance(node, ast.ImportFrom):
                        names = [node.module or ""]
                    if isinstance(node, ast.Import | ast.ImportFrom):
                        found += [
                            (file.name, name) for name in names if name.split(".")[0] in OUR_APPS
                        ]
    assert found == []


def test_every_model_has_the_common_base():
    for model in our_models():
        assert issubclass(model, DomainModel), model
        assert isinstance(model._default_manager.all(), DomainQuerySet), model


def test_every_many_to_many_of_content_has_a_through_model_of_ours():
    """`add`, `set` and `remove` must count as changes. A person's groups are not content."""
    for model in our_models():
        for field in model._meta.local_many_to_many:
            if field.name in {"groups", "user_permissions"}:
                continue
            through = field.remote_field.through
            assert not through._meta.auto_created, field
            assert issubclass(through, DomainModel), field


def test_every_list_has_an_order():
    for model in our_models():
        assert model._meta.ordering, model


def test_every_template_is_used():
    """By its name in our code, by an event, by a package, or in place of a package's template."""
    named = "".join(file.read_text("utf-8") for file in [*our_python_files(), *our_templates()])
    unused = {
        name
        for file in our_templates()
        if (name := str(file.relative_to(ROOT / "templates"))) not in NAMED_BY_PACKAGES
        and f'"{name}"' not in named
        and not (name.startswith(MAILS) and f'"{Path(name).stem}"' in named)
        and name not in {event.template(form) for event in every_event() for form in FORMS}
        and not stands_in_for_a_packages(name)
    }
    assert unused == set()


def stands_in_for_a_packages(template: str) -> bool:
    return any((folder / template).is_file() for folder in get_app_template_dirs("templates"))


def test_no_template_has_an_inline_script_or_style():
    pages = [file for file in our_templates() if file != MAIL_FRAME]
    for file in pages:
        text = file.read_text("utf-8")
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", text), file
        for tag in re.findall(r"<script[^>]*>", text):
            assert "src=" in tag or 'type="application/ld+json"' in tag, file


def test_every_style_sheet_is_linked_and_every_script_is_loaded():
    named = "".join(file.read_text("utf-8") for file in [*our_python_files(), *our_templates()])
    for kind in ("css", "js"):
        for file in (ROOT / "static" / kind).glob("*"):
            assert f'"{kind}/{file.name}"' in named, file.name
