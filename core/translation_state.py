"""How each bilingual text stands: complete, missing, or outdated since the Dutch changed.

A row remembers, for each bilingual field, the digest of the Dutch text as it was when somebody last
said that the English is right: by writing it, or by "still right" on the translation desk. White
space and markup do not count, so that a new line break makes no work.
"""

import hashlib
import html
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache

import nh3
from django.db import models
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from modeltranslation.translator import translator

from core.markdown import TAGS, safe_html
from core.models import DomainModel

INSIDE_A_WORD = {"a", "code", "em", "strong"}  # markup that parts no words


class TranslationState(TextChoices):
    OUTDATED = "outdated", _("outdated")
    MISSING = "missing", _("missing")
    COMPLETE = "complete", _("complete")


def words_of(text: str | None) -> list[str]:
    """Return the words of a text (Markdown), in order, without its markup."""
    blocks = nh3.clean(safe_html(text or ""), tags=TAGS - INSIDE_A_WORD)
    plain = html.unescape(nh3.clean(blocks.replace("<", " <"), tags=set()))
    return unicodedata.normalize("NFC", plain).split()


@lru_cache(maxsize=4096)
def digest_of(text: str | None) -> str:
    """Return a digest that is the same for texts with the same words; empty for no words."""
    words = " ".join(words_of(text))
    return hashlib.sha256(words.encode()).hexdigest()[:32] if words else ""


@cache
def bilingual_fields(model: type[models.Model]) -> tuple[str, ...]:
    """Return the names of the model's bilingual fields, in the order in which it declares them."""
    bilingual = translator.get_options_for_model(model).all_fields  # in no order of its own
    return tuple(field.name for field in model._meta.concrete_fields if field.name in bilingual)


def bilingual_models() -> list[type["Translated"]]:
    """Return the models with bilingual fields, in the order in which they were registered."""
    registered = translator.get_registered_models(abstract=False)
    return [model for model in registered if issubclass(model, Translated)]


class Translated(DomainModel):
    """A row with bilingual texts that knows how each translation stands.

    `confirmed` is `{field: digest of the Dutch text when the English was last called right}`.
    """

    confirmed = models.JSONField(_("confirmed translations"), default=dict, editable=False)

    class Meta:
        abstract = True

    _english_seen: dict[str, str | None] | None = None

    @classmethod
    def from_db(cls, db, field_names, values):
        row = super().from_db(db, field_names, values)
        row._remember_english()
        return row

    def refresh_from_db(self, using=None, fields=None, from_queryset=None):
        super().refresh_from_db(using, fields, from_queryset)
        self._remember_english(fields)

    def save(self, *, update_fields=None, **options):
        """Write the row; whatever English text changed counts as confirmed with it."""
        seen = self._english_seen or {}
        for field in self._fields_with_english_in(update_fields):
            if self.__dict__[f"{field}_en"] != seen.get(field):
                self.confirm(field)
        if update_fields is not None:
            update_fields = {*update_fields, "confirmed"}
        super().save(update_fields=update_fields, **options)
        self._remember_english(update_fields)

    save.alters_data = True

    def confirm(self, field: str) -> None:
        """The English text of the field counts as right for the Dutch as it is; not yet saved."""
        english = (getattr(self, f"{field}_en") or "").strip()
        digest = digest_of(getattr(self, f"{field}_nl")) if english else ""
        others = {name: kept for name, kept in self.confirmed.items() if name != field}
        self.confirmed = others | ({field: digest} if digest else {})

    def translation_state(self, field: str) -> TranslationState:
        """Return how one field stands. A text that is in neither language is complete."""
        dutch = digest_of(getattr(self, f"{field}_nl"))
        english = (getattr(self, f"{field}_en") or "").strip()
        if bool(dutch) != bool(english):
            return TranslationState.MISSING
        if dutch and self.confirmed.get(field) != dutch:
            return TranslationState.OUTDATED
        return TranslationState.COMPLETE

    def translation_states(self) -> dict[str, TranslationState]:
        return {field: self.translation_state(field) for field in bilingual_fields(type(self))}

    def worst_translation_state(self) -> TranslationState:
        """Return the state that asks for work first: outdated, then missing, then complete."""
        states = set(self.translation_states().values())
        return next(state for state in TranslationState if state in states)

    def _fields_with_english_in(self, names: Iterable[str] | None) -> list[str]:
        """Return the bilingual fields whose English is loaded and among these names (None: all)."""
        return [
            field
            for field in bilingual_fields(type(self))
            if f"{field}_en" in self.__dict__ and (names is None or f"{field}_en" in names)
        ]

    def _remember_english(self, names: Iterable[str] | None = None) -> None:
        fresh = {
            field: self.__dict__[f"{field}_en"] for field in self._fields_with_english_in(names)
        }
        self._english_seen = (self._english_seen or {}) | fresh
