"""In which browsers somebody has logged in before."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.models import DomainModel


class KnownDevice(DomainModel):
    """A browser in which a person has logged in: only a digest of the mark in its cookie.

    Nothing here says which machine it is or where. Browsers are shared: each person who logs in
    there has a row of their own.
    """

    is_content = False

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="devices",
        verbose_name=_("person"),
    )
    digest = models.CharField(max_length=64, editable=False)
    first_seen_at = models.DateTimeField(_("first login"))
    last_seen_at = models.DateTimeField(_("last login"))

    class Meta:
        verbose_name = _("known device")
        verbose_name_plural = _("known devices")
        ordering = ["person", "-last_seen_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "digest"],
                name="known_device_once_a_person",
                violation_error_message=_("This device is known already."),
            ),
            models.CheckConstraint(
                name="known_device_digest_is_sha256",
                condition=Q(digest__regex=r"^[0-9a-f]{64}\Z"),
                violation_error_message=_("Of a device only a digest is kept."),
            ),
            models.CheckConstraint(
                name="known_device_last_seen_after_first",
                condition=Q(last_seen_at__gte=F("first_seen_at")),
                violation_error_message=_("The end lies before the start."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.first_seen_at:%Y-%m-%d}"
