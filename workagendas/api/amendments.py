"""What an agenda promises is changed in the API as everywhere: in one piece, later with a reason.

What an act finds wrong with the body is an error that points into it; what does not fit how things
stand is a conflict.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from accounts.models import User
from core.api.fields import TranslatedText
from core.api.serializers import CamelCase, KnownMembers, WriteSerializer
from core.errors import DomainError
from workagendas.models import Action, WorkAgenda
from workagendas.rules import is_not_adopted
from workagendas.workflow import ReasonMissing, amending

LONGEST_REASON = 300


class AmendmentSerializer(WriteSerializer):
    """A change of what an agenda promises. Once it is adopted, the reason is needed in Dutch."""

    reason = TranslatedText(
        required=False,
        max_length=LONGEST_REASON,
        write_only=True,
        help_text=_("Why. Needed in Dutch once the agenda has been adopted; readers see it."),
    )


class ActSerializer(KnownMembers, CamelCase, serializers.Serializer):
    """What an act needs to know."""


def for_history(reason: str | Mapping[str, str]) -> str:
    """Return the reason in one language: Dutch if it is there."""
    said = {"nl": reason} if isinstance(reason, str) else reason
    return said.get("nl") or said.get("en") or ""


class AlreadyAdopted(DomainError):
    def __init__(self):
        super().__init__(_("What has been adopted stays. It can be changed, with a reason."))


class StaysOnceAdopted:
    """A resource of which nothing is deleted once its agenda has been adopted."""

    def require_right(self, verb: str, row: WorkAgenda | Action | None = None) -> None:
        if verb == "delete" and row and not is_not_adopted(self.request.user, row):
            super().require_right(verb)
            raise AlreadyAdopted
        super().require_right(verb, row)


@contextmanager
def amended(*, agenda: WorkAgenda, by: User, reason: str | Mapping[str, str]) -> Iterator[None]:
    """As `amending`; a reason that is missing is an error of the body."""
    with pointing_at({ReasonMissing: "reason"}), amending(agenda=agenda, by=by, reason=reason):
        yield


@contextmanager
def pointing_at(members: Mapping[type[DomainError], str]) -> Iterator[None]:
    """What an act refuses because of a member is told as an error of that member."""
    try:
        yield
    except tuple(members) as refused:
        raise serializers.ValidationError({members[type(refused)]: [str(refused)]}) from refused
