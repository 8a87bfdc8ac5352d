"""Asking for a permission at the start of an act."""

from django.db.models import Model

from core.errors import NotAllowed


def require(person: Model, permission: str, on: Model | None = None) -> None:
    """Raise `NotAllowed` unless the person has the permission (on that object)."""
    if not person.has_perm(permission, on):
        raise NotAllowed
