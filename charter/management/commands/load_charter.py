"""Load the signed text of a charter, or attach a translation of it."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from charter.signed_text import read_signed_text
from charter.wording import WORDINGS
from charter.workflow import attach_translation, record_signed_text
from core.errors import DomainError


class Command(BaseCommand):
    help = "Loads a charter from the text as it was published. Can be repeated."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="the text, UTF-8")
        parser.add_argument(
            "--language",
            choices=WORDINGS,
            required=True,
            help="nl: the text that was signed; another: attach it as a translation",
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would change, and change nothing"
        )

    def handle(self, *, file: Path, language: str, dry_run: bool, **options):
        try:
            content = file.read_bytes()
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}.") from error
        try:
            with transaction.atomic():
                text = read_signed_text(content, language)
                if language == "nl":
                    changes = record_signed_text(text=text)
                else:
                    changes = attach_translation(text=text, language=language)
                transaction.set_rollback(dry_run)
        except DomainError as error:
            raise CommandError(f"{file}: {error}") from error
        prefix = f"charter ({language}){', dry run' if dry_run else ''}"
        phrases = changes.phrases or ["everything was so already"]
        if len(phrases) > 1 and not (dry_run or options["verbosity"] > 1):
            phrases = [f"{len(phrases)} texts written"]
        for phrase in phrases:
            self.stdout.write(f"{prefix}: {phrase}")
