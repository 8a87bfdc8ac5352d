"""Who must have a second factor, and who has one."""

from allauth.mfa.models import Authenticator
from django.conf import settings

from accounts.models import User
from accounts.roles import SENSITIVE, has_role

# Recovery codes stand in for one of these; they are none themselves.
KINDS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def is_required_of(person: User) -> bool:
    """Say whether the person's role asks for a second factor."""
    return settings.REQUIRE_SECOND_FACTOR and has_role(person, *SENSITIVE)


def second_factors_of(person: User):
    """Return the person's second factors: apps and passkeys."""
    return Authenticator.objects.filter(user_id=person.pk, type__in=KINDS)


def is_missing(person: User) -> bool:
    """Say whether the person must have a second factor and has none."""
    return is_required_of(person) and not second_factors_of(person).exists()


def may_be_removed(authenticator: Authenticator) -> bool:
    """Say whether the person may do without this one: the last one stays where one is required."""
    if authenticator.type not in KINDS or not is_required_of(authenticator.user):
        return True
    return second_factors_of(authenticator.user).exclude(pk=authenticator.pk).exists()
