"""How a machine acts for a person, without that person's password."""

import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.enums import TokenScope, TokenState
from accounts.models.invitation import digest_of
from accounts.models.user import User
from accounts.roles import Role, has_role
from core.constraints import known_value
from core.models import DomainModel, DomainQuerySet

PREFIX = "blk_"  # by which who searches files for secrets recognises one of ours
RANDOM_BYTES = 36  # 288 bits; the hint tells 24 of them
HINT_LENGTH = len(PREFIX) + 4
NOTED_EVERY = timedelta(minutes=5)  # a busy token is written no more often


def new_secret() -> str:
    """Return the text of a new token: the prefix and 48 random signs that an address may hold."""
    return PREFIX + secrets.token_urlsafe(RANDOM_BYTES)


class ApiTokenQuerySet(DomainQuerySet):
    def usable(self):
        """Neither revoked nor expired."""
        return self.filter(revoked_at=None, expires_at__gt=timezone.now())

    def expired(self):
        """Over by themselves; nobody revoked them."""
        return self.filter(revoked_at=None, expires_at__lte=timezone.now())

    def with_secret(self, secret: str):
        """The one token whose text this is, if there is one."""
        return self.filter(digest=digest_of(secret))

    def visible_to(self, person: User):
        """Everybody's for an administrator, else one's own. Nobody sees a secret."""
        if has_role(person, Role.ADMINISTRATOR):
            return self
        if not person.is_authenticated or not person.is_active:
            return self.none()
        return self.filter(person=person.pk)


class ApiToken(DomainModel):
    """A person's own token for a machine: it does what the person may do, or only reads that.

    Only a digest of its text is kept, and the first signs, by which its owner recognises it. A
    plain SHA-256 will do: nobody guesses a text of 288 random bits.
    """

    is_content = False  # no page shows it, so that no page changes with it

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="tokens",
        verbose_name=_("person"),
    )
    name = models.CharField(_("what it is for"), max_length=120)
    scope = models.CharField(_("rights"), max_length=8, choices=TokenScope, default=TokenScope.READ)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    hint = models.CharField(_("begins with"), max_length=HINT_LENGTH, editable=False)
    created_at = models.DateTimeField(_("made"))
    expires_at = models.DateTimeField(_("works until"))
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)
    last_used_at = models.DateTimeField(_("last used"), null=True, blank=True)

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        verbose_name = _("API token")
        verbose_name_plural = _("API tokens")
        ordering = ["-created_at", "-id"]
        constraints = [
            known_value("scope", TokenScope, model="api_token", label=_("rights")),
            models.CheckConstraint(
                name="api_token_has_a_name",
                condition=~Q(name=""),
                violation_error_message=_("A token says what it is for."),
            ),
            models.CheckConstraint(
                name="api_token_digest_is_sha256",
                condition=Q(digest__regex=r"^[0-9a-f]{64}\Z"),
                violation_error_message=_("Of a token only a digest is kept."),
            ),
            models.CheckConstraint(
                name="api_token_ends_after_it_starts",
                condition=Q(expires_at__gt=F("created_at")),
                violation_error_message=_("The end lies before the start."),
            ),
            models.CheckConstraint(
                name="api_token_revoked_after_it_was_made",
                condition=Q(revoked_at=None) | Q(revoked_at__gte=F("created_at")),
                violation_error_message=_("A token is not revoked before it is made."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def state(self) -> TokenState:
        if self.revoked_at is not None:
            return TokenState.REVOKED
        if self.expires_at <= timezone.now():
            return TokenState.EXPIRED
        return TokenState.USABLE

    def note_use(self, *, at: datetime) -> None:
        """The token was last used now, give or take `NOTED_EVERY`. That edits nothing of it."""
        if self.last_used_at is not None and at - self.last_used_at < NOTED_EVERY:
            return
        ApiToken.objects.filter(pk=self.pk).update(last_used_at=at, version=F("version"))
        self.last_used_at = at
