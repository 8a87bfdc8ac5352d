"""Every bilingual text of the portal as one list of work: outdated first, then missing.

Knows no model by name: whatever is registered for translation stands in it.
"""

import difflib
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple
from uuid import UUID

from django.apps import apps
from django.db.models import CharField
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from core.translation_state import (
    Translated,
    TranslationState,
    bilingual_fields,
    bilingual_models,
    digest_of,
    words_of,
)

OPEN = (TranslationState.OUTDATED, TranslationState.MISSING)
EXCERPT = 14  # words
MOST_COMPARED = 200  # words, one by one; with more of the same words that takes minutes


class NoSuchText(LookupError):
    """No bilingual text has this key."""


class Key(NamedTuple):
    """Which text: the label of its model (`app.model`), the row, the field."""

    model: str
    uid: UUID
    field: str

    def __str__(self) -> str:
        return f"{self.model}/{self.uid}/{self.field}"

    @classmethod
    def parse(cls, text: str) -> "Key":
        """Return the key that a spreadsheet or address names. Raises `NoSuchText`."""
        try:
            model, uid, name = text.strip().split("/")
            return cls(model, UUID(uid), name)
        except ValueError:
            raise NoSuchText(text) from None


@dataclass(frozen=True)
class BilingualText:
    """One field of one row, in both languages, and how its translation stands."""

    row: Translated
    field: str

    @property
    def key(self) -> Key:
        return Key(self.row._meta.label_lower, self.row.uid, self.field)

    @property
    def dutch(self) -> str:
        return getattr(self.row, f"{self.field}_nl") or ""

    @property
    def english(self) -> str:
        return getattr(self.row, f"{self.field}_en") or ""

    @cached_property
    def state(self) -> TranslationState:
        return self.row.translation_state(self.field)

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def is_outdated(self) -> bool:
        return self.state == TranslationState.OUTDATED

    @property
    def column(self):
        """The model field that holds the English text."""
        return self.row._meta.get_field(f"{self.field}_en")

    @property
    def is_one_line(self) -> bool:
        return isinstance(self.column, CharField)

    @property
    def model_name(self) -> str:
        return capfirst(self.row._meta.verbose_name)

    @property
    def field_name(self) -> str:
        return self.row._meta.get_field(self.field).verbose_name

    @property
    def where(self) -> str:
        return f"{self.model_name} {self.row}"

    @property
    def excerpt(self) -> str:
        """The first words of the Dutch, or of the English where there is no Dutch."""
        words = words_of(self.dutch or self.english)
        return " ".join(words[:EXCERPT]) + (" …" if len(words) > EXCERPT else "")

    def clean(self, english: str) -> str:
        """Return the text as it may be stored. Raises Django's `ValidationError`."""
        text = english.replace("\r\n", "\n").replace("\r", "\n")
        text = " ".join(text.split()) if self.is_one_line else text.strip()
        return self.column.clean(text, self.row)

    def changed_since(self, version: int) -> bool:
        """Say whether either text is another one than in that version of the row."""
        if self.row.version == version:
            return False
        columns = (f"{self.field}_nl", f"{self.field}_en")
        seen = self.row.history.filter(version=version).values_list(*columns).first()
        return seen is None or tuple(text or "" for text in seen) != (self.dutch, self.english)

    def dutch_when_confirmed(self) -> str | None:
        """Return the Dutch text for which the English was last called right, if it is known."""
        digest = self.row.confirmed.get(self.field)
        kept = self.row.history.order_by("-history_date", "-history_id")
        for text in kept.values_list(f"{self.field}_nl", flat=True) if digest else ():
            if digest_of(text) == digest:
                return text
        return None


def model_of(label: str) -> type[Translated]:
    """Return the bilingual model with this label. Raises `NoSuchText`."""
    try:
        model = apps.get_model(label)
    except (LookupError, ValueError):
        raise NoSuchText(label) from None
    if model not in bilingual_models():
        raise NoSuchText(label)
    return model


def find(key: Key, *, lock: bool = False) -> BilingualText:
    """Return one text, its row locked if asked (in a transaction). Raises `NoSuchText`."""
    model = model_of(key.model)
    rows = model.objects.order_by("pk")  # its own order may join, and lock, other tables
    rows = rows.select_for_update() if lock else rows
    row = rows.filter(uid=key.uid).first()
    if row is None or key.field not in bilingual_fields(model):
        raise NoSuchText(str(key))
    return BilingualText(row, key.field)


def every_text() -> list[BilingualText]:
    """Return all texts, outdated first, then missing; one query a model."""
    texts = [
        BilingualText(row, name)
        for model in bilingual_models()
        for row in model.objects.all()
        for name in bilingual_fields(model)
    ]
    order = list(TranslationState)
    return sorted(texts, key=lambda text: order.index(text.state))


def count_by_state(texts: list[BilingualText]) -> Counter[TranslationState]:
    return Counter(text.state for text in texts)


@dataclass(frozen=True)
class Selection:
    """Which texts somebody works on: by state (`open` is outdated or missing) and by model."""

    state: str = "open"
    model: str = ""

    STATES = ("open", *OPEN, TranslationState.COMPLETE, "all")

    @classmethod
    def from_query(cls, query) -> "Selection":
        """Return the selection in an address; what does not exist is left out."""
        state, model = query.get("state", ""), query.get("model", "")
        known = {each._meta.label_lower for each in bilingual_models()}
        return cls(
            state if state in cls.STATES else "open",
            model if model in known else "",
        )

    @property
    def query(self) -> dict[str, str]:
        """What an address needs to mean this selection; nothing for the usual one."""
        wanted = {"state": self.state if self.state != "open" else "", "model": self.model}
        return {name: value for name, value in wanted.items() if value}

    def has(self, text: BilingualText) -> bool:
        of_state = self.state == "all" or (
            text.is_open if self.state == "open" else text.state == self.state
        )
        return of_state and (not self.model or text.key.model == self.model)

    def next_open(self, texts: list[BilingualText], key: Key) -> BilingualText | None:
        """Return the open text that comes after this one; after the last, the first again."""
        place = next((n for n, text in enumerate(texts) if text.key == key), -1)
        states = (self.state,) if self.state in OPEN else OPEN
        return next(
            (
                text
                for text in [*texts[place + 1 :], *texts[: max(place, 0)]]
                if text.state in states and (not self.model or text.key.model == self.model)
            ),
            None,
        )


class Piece(NamedTuple):
    """Some words of a text: `kind` is "same", "added" or "removed"."""

    kind: str
    text: str


def changed_words(before: str, after: str) -> list[Piece]:
    """Return the text `after` in pieces, with what was added, and what was removed from `before`.

    White space is that of `after`; a change of white space alone is none.
    """
    old, new = before.split(), after.split()
    spaces = re.findall(r"(\s*)\S+", after)  # before each word
    pieces = []
    for kind, old_from, old_to, new_from, new_to in _changes(old, new):
        if kind in ("delete", "replace"):
            at_the_start = not pieces
            pieces += [Piece("same", " "), Piece("removed", " ".join(old[old_from:old_to]))]
            if at_the_start:
                pieces = [pieces[1], pieces[0]]
        if new_from < new_to:
            text = "".join(spaces[n] + new[n] for n in range(new_from, new_to))
            words = text.lstrip()
            pieces.append(Piece("same", text.removesuffix(words)))
            pieces.append(Piece("same" if kind == "equal" else "added", words))
    return [piece for piece in pieces if piece.text]


def _changes(old: list[str], new: list[str]) -> Iterator[tuple[str, int, int, int, int]]:
    """Yield difflib's opcodes: first around rare words, then word by word in what is short."""
    for kind, *places in difflib.SequenceMatcher(a=old, b=new).get_opcodes():
        old_from, old_to, new_from, new_to = places
        if kind == "replace" and max(old_to - old_from, new_to - new_from) <= MOST_COMPARED:
            part = difflib.SequenceMatcher(
                a=old[old_from:old_to], b=new[new_from:new_to], autojunk=False
            )
            for finer, a, b, c, d in part.get_opcodes():
                yield finer, old_from + a, old_from + b, new_from + c, new_from + d
        else:
            yield kind, *places


def label_of(state: str) -> str:
    """Return the words for a state that a selection may have."""
    return {"open": _("outdated or missing"), "all": _("all")}.get(state) or str(
        TranslationState(state).label
    )
