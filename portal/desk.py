"""What waits on the translation desk for whoever keeps the two languages in order."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import ngettext

from accounts.models import User
from core.desk import Task
from core.translation_desk import count_by_state, every_text
from core.translation_state import TranslationState


def tasks_for(person: User) -> list[Task]:
    if not person.has_perm("portal.translate"):
        return []
    counts = count_by_state(every_text())
    outdated, missing = counts[TranslationState.OUTDATED], counts[TranslationState.MISSING]
    tasks = []
    if outdated:
        text = ngettext(
            "{count} translation is outdated", "{count} translations are outdated", outdated
        )
        tasks.append(_task(text, TranslationState.OUTDATED, outdated))
    if missing:
        text = ngettext(
            "{count} translation is missing", "{count} translations are missing", missing
        )
        tasks.append(_task(text, TranslationState.MISSING, missing))
    return tasks


def _task(text: str, state: TranslationState, count: int) -> Task:
    url = f"{reverse('translations')}?{urlencode({'state': state.value})}"
    return Task(text.format(count=count), url, count)
