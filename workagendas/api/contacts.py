"""The contact person of an action: told as far as this person chose, named by e-mail address."""

from django.db.models import Case, F, Q, When
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.models import User
from core.api.plain import NO_SUCH_CHARACTER, PRESENCE
from workagendas.models import Action


def with_contact() -> dict[str, Case]:
    """Return annotations (`contact_name` …) that tell what `User.shown` does; null for the rest."""
    return {f"contact_{detail}": _if_shown(detail) for detail in User.SHOWABLE}


def _if_shown(detail: str) -> Case:
    is_shown = Q(contact__is_active=True, **{f"contact__shows_{detail}": True})
    return Case(When(is_shown, then=F(f"contact__{detail}")))


@extend_schema_field(
    {
        "type": "object",
        "nullable": True,
        "properties": {detail: {"type": ["string", "null"]} for detail in User.SHOWABLE},
        "required": list(User.SHOWABLE),
    }
)
class Contact(serializers.Field):
    """What the contact person chose to show; null where that is nothing."""

    def reader(self):
        def read(row: Action, reading) -> dict[str, str | None] | None:
            shown = {detail: getattr(row, f"contact_{detail}") or None for detail in User.SHOWABLE}
            return shown if any(shown.values()) else None

        return read


@extend_schema_field(OpenApiTypes.EMAIL)
class ContactReference(serializers.Field):
    """The e-mail address with which the contact person logs in."""

    default_error_messages = {
        **PRESENCE,
        "type": _("Send an e-mail address as a text."),
        "nul": NO_SUCH_CHARACTER,
        "unknown": _("Nobody with this e-mail address can log in."),
    }

    def to_internal_value(self, data) -> User:
        if not isinstance(data, str):
            self.fail("type")
        if "\0" in data:
            self.fail("nul")
        person = User.objects.filter(email__iexact=data.strip(), is_active=True).first()
        return person or self.fail("unknown")
