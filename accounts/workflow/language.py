"""Choosing one's language."""

from django.db import transaction

from accounts.enums import AccountAct, Language
from accounts.models import User
from core import audit


@transaction.atomic
def choose_language(*, person: User, language: Language) -> None:
    """The portal speaks and writes to the person in this language."""
    if person.language == language:
        return
    User.objects.filter(pk=person.pk).update(language=language)
    person.language = language
    audit.record(AccountAct.PROFILE_CHANGED, by=person, on=person, fields=["language"])
