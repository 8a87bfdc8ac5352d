"""That somebody is to hear of something: a row of the outbox, and of that person's inbox."""

from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.enums import Language
from accounts.models import User
from accounts.roles import Role, has_role
from core.announce import Event, event_called
from core.constraints import known_value
from core.models import DomainModel, DomainQuerySet
from notifications.enums import NotificationState, Suppressed, Way

MOST_TRIES = 8


class NotificationQuerySet(DomainQuerySet):
    def inbox_of(self, person: User):
        """What the person finds in the portal, the newest first; nothing for who is nobody."""
        if person.pk is None:
            return self.none()
        return self.filter(recipient=person.pk, in_inbox=True).order_by("-id")

    def unread(self):
        return self.filter(read_at=None)

    def pending(self):
        return self.filter(state=NotificationState.PENDING)

    def failed(self):
        return self.filter(state=NotificationState.FAILED)

    def due(self, at: datetime):
        """Mails that may be tried at that moment and that no worker has in hand.

        A worker that died lets go when its time is over. Clocks of several machines may differ by
        a lease; where one went back by more, what was in hand is free at once.
        """
        in_hand = Q(claimed_until__gt=at, claimed_until__lte=at + 2 * lease())
        mails = self.pending().filter(way=Way.AT_ONCE, try_after__lte=at)
        return mails.exclude(in_hand).order_by("try_after", "id")

    def locked(self) -> list[int]:
        """Return the keys of the rows, which nobody else changes until the transaction ends.

        Everybody locks several rows in this order, so that no two wait for each other.
        """
        return list(self.select_for_update().order_by("pk").values_list("pk", flat=True))

    def with_reader(self):
        """Fetch with each row what decides whether its mail goes: the person, choices and roles."""
        reader = self.select_related("recipient__mail_preference")
        return reader.prefetch_related("recipient__groups")

    def waiting_for_overview(self):
        """What will be in a daily overview, and is in none yet."""
        return self.pending().filter(way=Way.DAILY, overview=None)

    def settled_before(self, at: datetime):
        """What happened before that moment and waits for no mail any more."""
        return self.filter(created_at__lt=at).exclude(state=NotificationState.PENDING)

    def visible_to(self, person: User):
        """Whether mails arrive is seen by who looks after that; everybody else sees their own."""
        if has_role(person, Role.SECRETARIAT, Role.ADMINISTRATOR):
            return self
        if not person.is_authenticated or not person.is_active:
            return self.none()
        return self.filter(recipient=person.pk)


def lease() -> timedelta:
    """Return how long a worker may keep mails in hand."""
    return timedelta(seconds=settings.MAIL_LEASE_SECONDS)


class Notification(DomainModel):
    """One event told to one recipient, in the portal and, where wanted, by mail.

    Written in the transaction of the change that caused it. The recipient is a person, or an
    `address` without an account. What is about security goes to the `address` that the person had
    when it happened. `facts`
    are what the event's templates say, in no language: the text is made in the reader's, each time
    it is shown. `try_after` is the earliest moment for the next try; `claimed_by` is the batch that
    has the mail in hand until `claimed_until`. A daily overview is a row too, and the rows told in
    it name it in `overview`. `meant_for` names who should have heard of it, when there was nobody
    and the secretariat hears instead.
    """

    is_content = False

    event_key = models.CharField(_("event"), max_length=80)
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="notifications",
        verbose_name=_("recipient"),
    )
    address = models.EmailField(_("e-mail address"), blank=True)
    language = models.CharField(
        _("language"), max_length=2, choices=Language, default=Language.DUTCH
    )
    subject_type = models.CharField(_("kind of object"), max_length=60, blank=True)
    subject_uid = models.UUIDField(_("object"), null=True, blank=True)
    facts = models.JSONField(_("facts"), default=dict, blank=True)
    meant_for = models.CharField(_("meant for"), max_length=200, blank=True)
    once = models.CharField(_("only once"), max_length=120, blank=True)
    origin = models.CharField(_("address of the portal"), max_length=200)
    created_at = models.DateTimeField(_("happened"), db_index=True)

    in_inbox = models.BooleanField(_("in the inbox"), default=True)
    read_at = models.DateTimeField(_("read"), null=True, blank=True)

    way = models.CharField(_("way"), max_length=8, choices=Way)
    overview = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="parts",
        verbose_name=_("daily overview"),
    )
    state = models.CharField(
        _("state"),
        max_length=10,
        choices=NotificationState,
        default=NotificationState.PENDING,
    )
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    try_after = models.DateTimeField(_("not before"))
    claimed_by = models.UUIDField(_("in hand of"), null=True, blank=True, editable=False)
    claimed_until = models.DateTimeField(_("in hand until"), null=True, blank=True, editable=False)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    failure = models.CharField(_("why it failed"), max_length=300, blank=True)
    suppressed_because = models.CharField(
        _("why it was not mailed"), max_length=12, choices=Suppressed, blank=True
    )

    objects = NotificationQuerySet.as_manager()

    class Meta:
        verbose_name = _("notification")
        verbose_name_plural = _("notifications")
        ordering = ["-id"]
        indexes = [
            models.Index(
                fields=["try_after", "id"], condition=Q(state="pending"), name="notification_due"
            ),
            models.Index(
                fields=["recipient", "-id"], condition=Q(in_inbox=True), name="notification_inbox"
            ),
            models.Index(
                fields=["claimed_by"],
                condition=Q(claimed_by__isnull=False),
                name="notification_in_hand",
            ),
            models.Index(fields=["id"], condition=Q(state="failed"), name="notification_failed"),
        ]
        constraints = [
            known_value("state", NotificationState, model="notification", label=_("state")),
            known_value("way", Way, model="notification", label=_("way")),
            known_value("language", Language, model="notification", label=_("language")),
            models.CheckConstraint(
                name="notification_suppressed_says_why",
                condition=Q(state="suppressed", suppressed_because__in=Suppressed.values)
                | (~Q(state="suppressed") & Q(suppressed_because="")),
                violation_error_message=_("What is not mailed says why."),
            ),
            models.CheckConstraint(
                name="notification_sent_says_when",
                condition=Q(state="sent", sent_at__isnull=False)
                | (~Q(state="sent") & Q(sent_at=None)),
                violation_error_message=_("What was sent says when, and nothing else does."),
            ),
            models.CheckConstraint(
                name="notification_failed_says_why",
                condition=~Q(state="failed") | ~Q(failure=""),
                violation_error_message=_("What failed says why."),
            ),
            models.CheckConstraint(
                name="notification_tries_in_range",
                condition=Q(tries__lte=MOST_TRIES),
                violation_error_message=_("A mail is tried eight times at most."),
            ),
            models.CheckConstraint(
                name="notification_in_hand_or_not",
                condition=Q(claimed_by=None, claimed_until=None)
                | Q(claimed_by__isnull=False, claimed_until__isnull=False),
                violation_error_message=_("A mail is in hand of a batch until some moment."),
            ),
            models.CheckConstraint(
                name="notification_overview_of_daily_ones",
                condition=Q(overview=None) | (Q(way="daily") & ~Q(overview=F("id"))),
                violation_error_message=_("Only what waits for it is in a daily overview."),
            ),
            models.UniqueConstraint(
                fields=["recipient", "once"],
                condition=~Q(once=""),
                name="notification_once_a_recipient",
                violation_error_message=_("This person was told of it already."),
            ),
            models.UniqueConstraint(  # to a database, no recipient equals no other
                fields=["address", "once"],
                condition=Q(recipient=None) & ~Q(address="") & ~Q(once=""),
                name="notification_once_an_address",
                violation_error_message=_("This person was told of it already."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.event or self.event_key)

    @property
    def event(self) -> Event | None:
        """The event; None when no app declares it any more."""
        return event_called(self.event_key)

    @property
    def goes_to(self) -> str:
        """Return the address that a mail goes to; nothing when nobody is left."""
        if self.recipient is None and self.in_inbox:
            return ""  # the account is gone, and its address with it
        return self.address or (self.recipient.email if self.recipient else "")

    @property
    def message_id(self) -> str:
        """Return the Message-ID of its mail: the same at each try, so that a second copy that
        slips through is recognised as one (RFC 5322, 3.6.4).
        """
        host = urlsplit(self.origin).hostname or "localhost"
        return f"<{self.uid}@{'localhost' if ':' in host else host}>"
