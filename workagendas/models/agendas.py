"""A work agenda: what one theme promises for two years, and its text as it was adopted."""

import re
from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role, has_role, roles_of
from charter.models import Theme
from core.constraints import dutch_required, known_value
from core.models import MayBeExample
from core.permanent_link import PermanentlyLinked, PermanentQuerySet
from core.translation_state import Translated
from workagendas.enums import PUBLISHED_AGENDAS, AgendaState
from workagendas.models.actions import Action

FIRST_YEAR = 2026  # the charter: work agendas of two years, beginning with '26-'27
FIRST_YEARS = range(FIRST_YEAR, 2100, 2)


class AgendaQuerySet(PermanentQuerySet):
    IDENTIFIER = r"(?P<starts_in>[0-9]{4})-(?P<ends_in>[0-9]{4})-(?P<slug_nl>[-a-z0-9]+)"

    def with_identifier(self, identifier: str):
        parts = re.fullmatch(self.IDENTIFIER, identifier, re.ASCII)
        if parts is None or int(parts["ends_in"]) != int(parts["starts_in"]) + 1:
            return self.none()
        return self.filter(starts_in=parts["starts_in"], slug_nl=parts["slug_nl"])

    def published(self):
        """The agendas that everybody may read."""
        return self.filter(state__in=PUBLISHED_AGENDAS)

    def in_consultation(self):
        return self.filter(state=AgendaState.CONSULTATION)

    def visible_to(self, person):
        """What is published; in consultation for who has a role; drafts for who works on them."""
        if has_role(person, Role.SECRETARIAT, Role.TASK_FORCE):
            return self.all()
        seen = Q(state__in=PUBLISHED_AGENDAS)
        if roles_of(person):
            own = Action.objects.open_to(person).filter(agenda=OuterRef("pk"))
            seen |= Q(state=AgendaState.CONSULTATION) | Exists(own)
        return self.filter(seen)

    def with_theme(self):
        return self.select_related("theme__charter")

    def of_period(self, starts_in: int):
        return self.filter(starts_in=starts_in)


def _plain_slug(column: str, name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        name=name,
        condition=Q(**{f"{column}__regex": r"^[a-z0-9]+(-[a-z0-9]+)*\Z"}),
        violation_error_message=_("An address is small letters and digits, with hyphens between."),
    )


class WorkAgenda(PermanentlyLinked, MayBeExample, Translated):
    """What one theme promises for two calendar years, beginning in `starts_in`.

    `slug_nl` and `slug_en` are its last part in addresses; they are chosen once. The theme must be
    loaded with it wherever its name is shown.
    """

    PLURAL = "work-agendas"
    fixed_fields = ("theme", "starts_in", "slug_nl", "slug_en")
    broken_at = {
        "work_agenda_one_a_theme_and_period": "starts_in",
        "work_agenda_one_at_a_dutch_address": "slug_nl",
        "work_agenda_one_at_an_english_address": "slug_en",
        "work_agenda_introduction_nl_required_once_out": "introduction_nl",
        "work_agenda_follows_another": "previous",
    }

    theme = models.ForeignKey(
        Theme, models.PROTECT, related_name="agendas", verbose_name=_("theme")
    )
    starts_in = models.PositiveSmallIntegerField(
        _("first year of the period"),
        help_text=_("An agenda covers this calendar year and the next: 2026, 2028 and so on."),
    )
    slug_nl = models.CharField(_("address in Dutch"), max_length=60)
    slug_en = models.CharField(_("address in English"), max_length=60)
    title = models.CharField(_("title"), max_length=200)
    introduction = models.TextField(_("introduction"), blank=True)
    state = models.CharField(
        _("state"), max_length=12, choices=AgendaState, default=AgendaState.DRAFT, editable=False
    )
    consultation_ends_on = models.DateField(
        _("last day to react"), null=True, blank=True, editable=False
    )
    adopted_on = models.DateField(_("adopted on"), null=True, blank=True, editable=False)
    decision = models.TextField(_("decision"), blank=True, editable=False)
    previous = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="next",
        verbose_name=_("agenda before this one"),
    )

    objects = AgendaQuerySet.as_manager()

    class Meta:
        verbose_name = _("work agenda")
        verbose_name_plural = _("work agendas")
        ordering = ["-starts_in", "theme__number", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["theme", "starts_in"],
                name="work_agenda_one_a_theme_and_period",
                violation_error_message=_("This theme has an agenda for this period already."),
            ),
            models.UniqueConstraint(
                fields=["starts_in", "slug_nl"],
                name="work_agenda_one_at_a_dutch_address",
                violation_error_message=_("There is an agenda at this address already."),
            ),
            models.UniqueConstraint(
                fields=["starts_in", "slug_en"],
                name="work_agenda_one_at_an_english_address",
                violation_error_message=_("There is an agenda at this address already."),
            ),
            models.CheckConstraint(
                name="work_agenda_period_begins_in_an_even_year",
                condition=Q(starts_in__in=list(FIRST_YEARS)),
                violation_error_message=_(
                    "A period is two calendar years and begins in an even year from 2026 on: "
                    "2026–2027, 2028–2029 and so on."
                ),
            ),
            _plain_slug("slug_nl", "work_agenda_dutch_address_is_plain"),
            _plain_slug("slug_en", "work_agenda_english_address_is_plain"),
            known_value("state", AgendaState, model="work_agenda", label=_("state")),
            dutch_required("title", model="work_agenda", label=_("title")),
            models.CheckConstraint(
                name="work_agenda_adopted_with_day_and_decision",
                condition=Q(~Q(state__in=PUBLISHED_AGENDAS), adopted_on=None)
                | Q(
                    ~Q(decision_nl=""),
                    state__in=PUBLISHED_AGENDAS,
                    adopted_on__isnull=False,
                    decision_nl__isnull=False,
                ),
                violation_error_message=_(
                    "An adopted agenda has a day and a decision in Dutch; another one has no day."
                ),
            ),
            models.CheckConstraint(
                name="work_agenda_introduction_nl_required_once_out",
                condition=Q(state=AgendaState.DRAFT)
                | (Q(introduction_nl__isnull=False) & ~Q(introduction_nl="")),
                violation_error_message=_(
                    "An agenda that others read has an introduction in Dutch."
                ),
            ),
            models.CheckConstraint(
                name="work_agenda_follows_another",
                condition=Q(previous=None) | ~Q(previous=F("id")),
                violation_error_message=_("An agenda cannot come before itself."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.period}"

    def clean(self) -> None:
        super().clean()
        if self.previous is None or self.theme_id is None or self.starts_in is None:
            return
        comes_before = self.previous.starts_in < self.starts_in
        if not comes_before or self.previous.theme.number != self.theme.number:
            said = _("The agenda before this one has the same theme and an earlier period.")
            raise ValidationError({"previous": said})

    @property
    def ends_in(self) -> int:
        return self.starts_in + 1

    @property
    def period(self) -> str:
        """Return both years as people write them: 2026–2027."""
        return f"{self.starts_in}–{self.ends_in}"

    @property
    def first_day(self) -> date:
        return date(self.starts_in, 1, 1)

    @property
    def last_day(self) -> date:
        return date(self.ends_in, 12, 31)

    @property
    def is_published(self) -> bool:
        return self.state in PUBLISHED_AGENDAS

    @property
    def identifier(self) -> str:
        return f"{self.starts_in}-{self.ends_in}-{self.slug_nl}"

    @property
    def place(self) -> dict[str, str]:
        """Return what names it in an address, in the active language."""
        slug = self.slug_en if get_language() == "en" else self.slug_nl
        return {"period": f"{self.starts_in}-{self.ends_in}", "slug": slug}

    def get_absolute_url(self) -> str:
        return reverse("work_agenda", kwargs=self.place)


class AgendaSnapshot(Translated):
    """The substance of an agenda as it was adopted (number 1) or amended (2, 3 …).

    `content` is canonical JSON of version `schema`, as text so that its bytes stay; `digest` is its
    SHA-256 in hex. Rows are only ever added.
    """

    agenda = models.ForeignKey(
        WorkAgenda, models.PROTECT, related_name="snapshots", verbose_name=_("work agenda")
    )
    number = models.PositiveSmallIntegerField(_("number"))
    made_at = models.DateTimeField(_("made at"))
    reason = models.TextField(
        _("reason"), blank=True, help_text=_("Why the adopted agenda was amended.")
    )
    schema = models.PositiveSmallIntegerField(_("version of the schema"))
    digest = models.CharField(_("digest"), max_length=64)
    content = models.TextField(_("content"))

    class Meta:
        verbose_name = _("adopted text")
        verbose_name_plural = _("adopted texts")
        ordering = ["agenda", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["agenda", "number"],
                name="agenda_snapshot_number_once_an_agenda",
                violation_error_message=_("The agenda has an adopted text with this number."),
            ),
            models.CheckConstraint(
                name="agenda_snapshot_amended_with_reason",
                condition=Q(number=1)
                | (Q(number__gt=1, reason_nl__isnull=False) & ~Q(reason_nl="")),
                violation_error_message=_("An amendment has a reason in Dutch."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agenda_id}: {self.number}"
