"""How each bilingual text stands: complete, missing, or outdated since the Dutch changed.

A row remembers, for each bilingual field, the digest of the Dutch text as it was when somebody last
said that the English is right: by writing it, or by "still right" on the translation desk. White
space and markup do not count, so that a new line break makes no work.
"""

import hashlib
import html
import unicodedata

import nh3
from django.db import models
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from modeltranslation.translator import translator

from core.markdown import safe_html
from core.models import DomainModel


class TranslationState(TextChoices):
    OUTDATED = "outdated", _("outdated")
    MISSING = "missing", _("missing")
    COMPLETE = "complete", _("complete")


def words_of(text: str | None) -> list[str]:
    """Return the words of a text (Markdown), in order, without its markup."""
    spaced = safe_html(text or "").replace("<", " <")
    plain = html.unescape(nh3.clean(spaced, tags=set()))
    return unicodedata.normalize("NFC", plain).split()


def digest_of(text: str | None) -> str:
    """Return a digest that is the same for texts with the same words; empty for no words."""
    words = " ".join(words_of(text))
    return hashlib.sha256(words.encode()).hexdigest()[:32] if words else ""


def bilingual_fields(model: type[models.Model]) -> list[str]:
    """Return the names of the model's bilingual fields, in the order of its translation.py."""
    return list(translator.get_options_for_model(model).fields)


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

    def refresh_from_db(self, *args, **options):
        super().refresh_from_db(*args, **options)
        self._remember_english()

    def save(self, *, update_fields=None, **options):
        """Write the row; whatever English text changed counts as confirmed with it."""
        seen = self._english_seen or {}
        for field in bilingual_fields(type(self)):
            if f"{field}_en" in self.__dict__ and self.__dict__[f"{field}_en"] != seen.get(field):
                self.confirm(field)
        if update_fields is not None:
            update_fields = {*update_fields, "confirmed"}
        super().save(update_fields=update_fields, **options)
        self._remember_english()

    save.alters_data = True

    def confirm(self, field: str) -> None:
        """The English text of the field counts as right for the Dutch as it is; not yet saved."""
        digest = digest_of(getattr(self, f"{field}_nl")) if getattr(self, f"{field}_en") else ""
        others = {name: kept for name, kept in self.confirmed.items() if name != field}
        self.confirmed = others | ({field: digest} if digest else {})

    def translation_state(self, field: str) -> TranslationState:
        """Return how one field stands. A text that is in neither language is complete."""
        dutch, english = digest_of(getattr(self, f"{field}_nl")), getattr(self, f"{field}_en")
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

    def _remember_english(self) -> None:
        self._english_seen = {
            field: self.__dict__.get(f"{field}_en") for field in bilingual_fields(type(self))
        }
