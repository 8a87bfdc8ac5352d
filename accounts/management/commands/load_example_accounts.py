"""Make an account for each role, to try the portal out with."""

import json
import secrets
from pathlib import Path
from typing import NamedTuple

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role, set_roles
from accounts.workflow import settle_in
from partners.models import Organisation

FILE = settings.BASE_DIR / "var" / "example-accounts.json"


class Example(NamedTuple):
    email: str
    name: str
    role: Role
    region: str = ""  # whose first signatory is the organisation


EXAMPLES = [
    Example(
        "partner.brainport@example.org", "Voorbeeld partner Brainport", Role.PARTNER, "brainport"
    ),
    Example("partner.limburg@example.org", "Voorbeeld partner Limburg", Role.PARTNER, "limburg"),
    Example("partner.kempen@example.org", "Voorbeeld partner Kempen", Role.PARTNER, "kempen"),
    Example(
        "coordinator.kempen@example.org",
        "Voorbeeld coördinator Kempen",
        Role.COORDINATOR,
        "kempen",
    ),
    Example("liaison.limburg@example.org", "Voorbeeld liaison Limburg", Role.LIAISON, "limburg"),
    Example("taskforce@example.org", "Voorbeeld lid taskforce", Role.TASK_FORCE),
    Example("secretariat@example.org", "Voorbeeld secretariaat", Role.SECRETARIAT),
    Example("admin@example.org", "Voorbeeld beheerder", Role.ADMINISTRATOR),
]


class Command(BaseCommand):
    help = "Makes example accounts with one password of this installation. Can be repeated."

    def add_arguments(self, parser):
        parser.add_argument("--file", type=Path, default=FILE, help="where the password is kept")
        parser.add_argument(
            "--if-allowed", action="store_true", help="do nothing where examples are off"
        )

    def handle(self, *, file: Path, if_allowed: bool, **options):
        if not settings.EXAMPLES:
            if if_allowed:
                return
            raise CommandError("Example accounts are off here. EXAMPLES=1 turns them on.")
        password = _password_in(file) or secrets.token_urlsafe(12)
        with transaction.atomic():
            for example in EXAMPLES:
                _make(example, password)
        _keep(file, password)
        self.stdout.write("Example accounts, all with the password " + password)
        for example in EXAMPLES:
            self.stdout.write(f"  {example.email:32} {example.role.value}")


def _password_in(file: Path) -> str:
    try:
        return json.loads(file.read_text("utf-8"))[0]["password"]
    except (OSError, ValueError, LookupError, TypeError):
        return ""  # lost or spoilt: there will be a new one


def _keep(file: Path, password: str) -> None:
    accounts = [
        {"email": example.email, "role": example.role.value, "password": password}
        for example in EXAMPLES
    ]
    file.parent.mkdir(parents=True, exist_ok=True)
    file.touch(mode=0o600)
    file.chmod(0o600)
    file.write_text(json.dumps(accounts, indent=2) + "\n", "utf-8")


def _make(example: Example, password: str) -> None:
    """The account exists, may log in with the password, and has its role and place."""
    person = User.objects.filter(email__iexact=example.email).first()
    if person is None:
        place = _organisation_of(example.region) if example.region else None
        person = User.objects.create_user(example.email, password, name=example.name)
        settle_in(person, organisation=place, roles=[example.role], at=timezone.now())
    elif not person.check_password(password):
        person.set_password(password)
        person.save()
    if not person.is_active:
        person.is_active = True
        person.save()
    if {group.name for group in person.groups.all()} != {example.role}:
        set_roles(person, [example.role])
    EmailAddress.objects.update_or_create(
        user=person, email=person.email, defaults={"verified": True, "primary": True}
    )


def _organisation_of(region: str) -> Organisation:
    organisation = Organisation.objects.signatories().filter(region__slug=region).first()
    if organisation is None:
        raise CommandError("The partners are not there yet: run manage.py load_content first.")
    return organisation
