"""The signed text and its translation, how a test edits them, and what is stored of them."""

from pathlib import Path

import pytest
from django.apps import apps

import charter

DATA = Path(charter.__file__).parent / "data"
DUTCH = (DATA / "charter-2026.nl.txt").read_text("utf-8")
ENGLISH = (DATA / "charter-2026.en.txt").read_text("utf-8")


def edited(text: str, old: str, new: str) -> str:
    assert text.count(old) == 1, f"“{old}” should stand in the text once"
    return text.replace(old, new)


def cut(text: str, first: str, end: str) -> str:
    """Leave out the lines from the one that begins with `first` up to the one with `end`."""
    lines = text.split("\n")
    return "\n".join(lines[: line_of(text, first) - 1] + lines[line_of(text, end) - 1 :])


def line_of(text: str, start: str) -> int:
    """The number of the one line that begins with `start`; 1 is the first."""
    lines = enumerate(text.split("\n"), start=1)
    [number] = [number for number, line in lines if line.startswith(start)]
    return number


def stored_rows() -> dict:
    """Every value of every row of a charter."""
    models = apps.get_app_config("charter").get_models()
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in models}


def broken(case: str, text: str | bytes, at: str | int, sentence: str):
    """A text that is no charter; `at` is the line where that shows, or how that line begins."""
    line = line_of(text, at) if isinstance(at, str) else at
    return pytest.param(text, line, sentence, id=case)
