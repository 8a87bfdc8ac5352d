"""How people come in: by an invitation, and only by one."""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from accounts.enums import Language
from accounts.models.user import User
from accounts.roles import OF_AN_ORGANISATION, Role, has_role
from core.constraints import known_value
from core.models import DomainModel, DomainQuerySet
from partners.models import Organisation

NO_LINK = "no link "  # how the digest begins while nobody has a link


def digest_of(token: str) -> str:
    """Return what is stored of a link's secret: enough to recognise it, useless to follow it."""
    return hashlib.sha256(token.encode()).hexdigest()


class InvitationQuerySet(DomainQuerySet):
    def pending(self):
        """Neither accepted nor withdrawn; the link may have expired."""
        return self.filter(accepted_at=None, withdrawn_at=None)

    def open(self):
        """Pending, and the link still works."""
        return self.pending().filter(expires_at__gt=timezone.now())

    def with_link(self):
        """Open, and the link was mailed."""
        return self.open().exclude(digest__startswith=NO_LINK)

    def expired(self):
        return self.pending().filter(expires_at__lte=timezone.now())

    def visible_to(self, person: User):
        if has_role(person, Role.SECRETARIAT, Role.ADMINISTRATOR):
            return self
        if has_role(person, Role.COORDINATOR) and person.organisation_id:
            return self.filter(organisation=person.organisation_id)
        return self.none()


class Invitation(DomainModel):
    """An invitation by mail, with a link that works once and expires.

    Of the link's secret only a digest is kept, and a `salt` from which it is worked out when the
    mail is written: that takes the portal's own key, which no database holds. Sending it again
    makes a new link; the old one then no longer works. An address can have one invitation of each
    organisation that knows nothing of the others; once it has an account, none of them works.
    """

    is_content = False

    email = models.EmailField(_("e-mail address"))
    name = models.CharField(_("name"), max_length=120)
    role = models.CharField(_("role"), max_length=16, choices=Role)
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="invitations",
        verbose_name=_("organisation"),
    )
    language = models.CharField(
        _("language"), max_length=2, choices=Language, default=Language.DUTCH
    )
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("invited by")
    )
    digest = models.CharField(max_length=64, unique=True, editable=False)
    salt = models.CharField(max_length=43, default="", editable=False)
    sent_at = models.DateTimeField(_("sent"))
    expires_at = models.DateTimeField(_("link works until"))
    accepted_at = models.DateTimeField(_("accepted"), null=True, blank=True)
    accepted_by = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="invitation",
        verbose_name=_("account"),
    )
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-sent_at", "-id"]
        constraints = [
            known_value("role", Role, model="invitation", label=_("role")),
            known_value("language", Language, model="invitation", label=_("language")),
            models.UniqueConstraint(
                Lower("email"),
                "organisation",
                condition=Q(accepted_at=None, withdrawn_at=None),
                name="invitation_one_pending_per_organisation",
                violation_error_message=_("This address has an invitation already."),
            ),
            models.UniqueConstraint(  # to a database, no organisation equals no other
                Lower("email"),
                condition=Q(accepted_at=None, withdrawn_at=None, organisation=None),
                name="invitation_one_pending_without_organisation",
                violation_error_message=_("This address has an invitation already."),
            ),
            models.CheckConstraint(
                name="invitation_role_has_its_organisation",
                condition=~Q(role__in=sorted(OF_AN_ORGANISATION)) | Q(organisation__isnull=False),
                violation_error_message=_("Somebody with this role belongs to an organisation."),
            ),
            models.CheckConstraint(
                name="invitation_accepted_or_withdrawn",
                condition=Q(accepted_at=None) | Q(withdrawn_at=None),
                violation_error_message=_("An invitation is accepted or withdrawn, not both."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_pending(self) -> bool:
        return self.accepted_at is None and self.withdrawn_at is None

    @property
    def has_expired(self) -> bool:
        return self.is_pending and self.expires_at <= timezone.now()

    @property
    def is_backed(self) -> bool:
        """Say whether whoever sent it may still give this role there; the link works only then."""
        return self.invited_by.has_perm("accounts.invite_person", self)

    def opens_an_account(self) -> bool:
        """Say whether whoever follows the link, as long as it runs, gets an account."""
        return self.is_backed and not User.objects.filter(email__iexact=self.email).exists()

    def renew(self, *, at: datetime) -> None:
        """There is a new link, which works from `at` on; the old one is void."""
        self.salt = secrets.token_urlsafe(32)
        self.digest = digest_of(self.link_secret())
        self.sent_at = at
        self.expires_at = at + timedelta(days=settings.INVITATION_DAYS)

    def link_secret(self) -> str:
        """Return the secret of the link: the same each time, until the link is renewed."""
        value = f"{self.uid} {self.salt}"
        return salted_hmac("accounts.invitation", value, algorithm="sha256").hexdigest()

    def has_own_link(self) -> bool:
        """Say whether `link_secret` is the secret of its link still."""
        return self.digest == digest_of(self.link_secret())

    def void_link(self) -> None:
        """Nobody has a link; all else stands as if there were one."""
        self.digest = NO_LINK + secrets.token_hex(16)
