"""What this app tells people: that a text has changed and its translation has not."""

from urllib.parse import urlencode

from django.db.models import Model
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from core.announce import Event, Urgency, announce
from core.bilingual import in_each_language
from core.translation_state import Translated, TranslationState

TRANSLATION_OUTDATED = Event(
    key="core.translation_outdated",
    label=_("A translation is outdated"),
    explanation=_("When the Dutch of a text has changed and its English has not."),
    receivers=_("You get this because you are of the secretariat, which keeps both languages."),
    urgency=Urgency.CAN_WAIT,
    path=lambda facts: f"{reverse('translations')}?{urlencode({'state': 'outdated'})}",
    path_label=_("Open the translations"),
    to_secretariat=True,
)


def states_before(row: Model) -> dict[str, TranslationState]:
    """Return how each translation of the row stands, as it is stored; nothing for other rows."""
    if not isinstance(row, Translated) or row.pk is None:
        return {}
    stored = type(row)._base_manager.filter(pk=row.pk).first()
    return stored.translation_states() if stored else {}


def announce_outdated(row: Model, *, before: dict[str, TranslationState], by: Model) -> None:
    """The secretariat will hear of the row if a translation that was in order is outdated now."""
    outdated = [
        field
        for field, state in before.items()
        if state == TranslationState.COMPLETE
        and row.translation_state(field) == TranslationState.OUTDATED
    ]
    if outdated:
        what = in_each_language(lambda: f"{capfirst(row._meta.verbose_name)} {row}")
        announce(TRANSLATION_OUTDATED, subject=row, by=by, facts={"what": what})
