"""Make a token for a machine, at the terminal: the last line printed is the token alone."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation
from django.views.decorators.debug import sensitive_variables

from accounts import second_factor
from accounts.enums import TokenScope
from accounts.models import User
from accounts.workflow import create_token
from core.errors import DomainError

NAME = "Made at the terminal"


class Command(BaseCommand):
    help = (
        "Makes an API token that acts for somebody, and prints it. It is shown once and kept "
        "nowhere; only its last line goes to standard output."
    )

    def add_arguments(self, parser):
        parser.add_argument("email", help="for whom it acts")
        parser.add_argument("--scope", default=TokenScope.READ.value, help="read or write")
        parser.add_argument("--days", type=int, default=90, help="how long it works: 1 to 366")
        parser.add_argument("--name", default=NAME, help="what it is for")

    @sensitive_variables("secret")
    def handle(self, *, email: str, scope: str, days: int, name: str, **options):
        person = User.objects.filter(email__iexact=email).first()
        if person is None:
            raise CommandError(f"{email}: nobody has an account with this e-mail address.")
        if scope not in TokenScope:
            raise CommandError(f"--scope {scope}: a token may “read” or “write”.")
        with translation.override("en"):
            try:
                token, secret = create_token(
                    person=person, name=name, scope=TokenScope(scope), days=days, by=None
                )
            except DomainError as error:
                raise CommandError(f"{email}: {error}") from error
            may, until = token.get_scope_display(), timezone.localdate(token.expires_at)
        said = f"A token for {person.email}: it may {may}, and works until {until}."
        if second_factor.is_missing(person):
            said += " It does nothing until this person has set up a second factor."
        self.stderr.write(said, self.style.SUCCESS)
        self.stdout.write(secret)
