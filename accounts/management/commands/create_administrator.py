"""Make the first administrator, whom nobody can invite."""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from accounts.workflow.first_administrator import make_administrator
from core.errors import DomainError


class Command(BaseCommand):
    help = "Makes an account with the role of administrator, which logs in with a code by mail."

    def add_arguments(self, parser):
        parser.add_argument("email", help="where the codes are mailed to")
        parser.add_argument("--name", required=True)

    def handle(self, *, email: str, name: str, **options):
        try:
            validate_email(email)
            person = make_administrator(email=email, name=name)
        except (ValidationError, DomainError) as error:
            reason = error.messages[0] if isinstance(error, ValidationError) else error
            raise CommandError(f"{email}: {reason}") from error
        self.stdout.write(f"{person.email} is an administrator and logs in with a code by mail.")
