"""How the first person comes in, whom nobody can invite."""

from datetime import datetime

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.enums import AccountAct
from accounts.models import User
from accounts.roles import Role
from accounts.workflow.people import settle_in
from core import audit
from core.errors import DomainError


class AddressTaken(DomainError):
    def __init__(self):
        super().__init__(_("Somebody with this e-mail address has an account."))


@transaction.atomic
def make_administrator(*, email: str, name: str, at: datetime | None = None) -> User:
    """There is an account with the role of administrator and no password: it logs in by mail.

    For whoever runs the portal, at the terminal. Raises `AddressTaken`.
    """
    at = at or timezone.now()
    if User.objects.filter(email__iexact=email).exists():
        raise AddressTaken
    person = User.objects.create_user(email, name=name, joined_at=at)
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    settle_in(person, organisation=None, roles=[Role.ADMINISTRATOR], at=at)
    audit.record(AccountAct.MADE_ADMINISTRATOR, by=None, on=person, at=at)
    return person
