"""An action: what is done for a goal, by whom, and when."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, OuterRef, Prefetch, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role, has_role, roles_of
from charter.models import Goal
from core.constraints import dutch_required, known_value
from core.days import DatePrecision, first_day, last_day
from core.models import MayBeExample
from core.permanent_link import PermanentlyLinked, PermanentQuerySet
from core.translation_state import Translated
from partners.enums import Relation
from partners.models import Organisation, Region
from workagendas.enums import PUBLISHED_AGENDAS, ActionState, AgendaState, Reach
from workagendas.models.links import ActionGoal, Participation, has_left, keeps

CODE = r"[0-9]{4}-(?:[1-9][A-Z]|X)-[0-9]{2,3}"


class ActionQuerySet(PermanentQuerySet):
    IDENTIFIER = rf"(?P<code>{CODE})"

    def published(self):
        """The actions that everybody may read."""
        return self.filter(is_public=True, agenda__state__in=PUBLISHED_AGENDAS)

    def visible_to(self, person):
        """What is published; in consultation for who has a role; what one works on in any state."""
        if has_role(person, Role.SECRETARIAT, Role.TASK_FORCE):
            return self.all()
        seen = Q(is_public=True, agenda__state__in=PUBLISHED_AGENDAS)
        if roles_of(person):
            seen |= Q(is_public=True, agenda__state=AgendaState.CONSULTATION)
            seen |= _worked_on_by(person)
        return self.filter(seen)

    def open_to(self, person):
        """The actions whose internal notes and drafts the person reads."""
        if has_role(person, Role.SECRETARIAT, Role.TASK_FORCE):
            return self.all()
        return self.filter(_worked_on_by(person))

    def of(self, organisation: Organisation):
        """The actions that the organisation leads or takes part in."""
        return self.filter(_with_organisations(organisation=organisation.pk))

    def in_region(self, region: Region):
        """The actions in which an organisation of the region leads or takes part."""
        return self.filter(_with_organisations(organisation__region=region.pk))

    def serving(self, goal: Goal):
        """The actions for which this is the main goal or a further one."""
        further = ActionGoal.objects.filter(action=OuterRef("pk"), goal=goal.pk)
        return self.filter(Q(main_goal=goal.pk) | Exists(further))

    def related_to(self, action: "Action"):
        """The actions that somebody called related to this one."""
        return self.filter(Q(later_relations__second=action) | Q(earlier_relations__first=action))

    def with_parties(self):
        """Fetch lead and partners with their regions, and goals: what lists and `regions` need."""
        partners = Participation.objects.select_related("organisation__region")
        return self.select_related("lead__region", "main_goal__theme__charter").prefetch_related(
            Prefetch("participations", partners.order_by("position", "id")),
            Prefetch("further_goals", Goal.objects.with_charter().order_by("code")),
        )

    def for_lists(self):
        """Fetch all that a list of actions shows; those of the latest period first, by code."""
        return (
            self.with_agenda()
            .with_parties()
            .with_latest_update()
            .order_by("-agenda__starts_in", "code")
        )

    def with_agenda(self):
        return self.select_related("agenda__theme__charter")

    def with_latest_update(self):
        """Fetch the lead's last published word with it: its status, and its round for the date."""
        return self.select_related("latest_update__round")


def _with_organisations(**which) -> Q:
    """Return the condition that such an organisation leads or takes part."""
    leads = {name.replace("organisation", "lead"): value for name, value in which.items()}
    partners = Participation.objects.filter(action=OuterRef("pk"), **which)
    return Q(**leads) | Exists(partners)


def _worked_on_by(person) -> Q:
    """Return the condition that the person's role opens an action from inside.

    Partners and coordinators: those of their organisation. Liaison persons: those of their region.
    """
    opened = Q(pk__in=[])
    if person.is_authenticated and person.organisation_id is not None:
        if has_role(person, Role.PARTNER, Role.COORDINATOR):
            opened |= _with_organisations(organisation=person.organisation_id)
        if has_role(person, Role.LIAISON):
            own = Region.objects.filter(organisations=person.organisation_id).values("pk")
            opened |= _with_organisations(organisation__region__in=own)
    return opened


class Action(PermanentlyLinked, MayBeExample, Translated):
    """Something that partners do together for a goal, within the period of its agenda.

    `code` never changes, also when the main goal does. A day that is known to the month or year is
    kept as its first day (start) or last day (due). `state` and `latest_update` follow from the
    lead's published updates; acts alone assign them. `internal_notes` and what is not `is_public`
    are for who works on it (`open_to`).
    """

    PLURAL = "actions"
    fixed_fields = ("agenda", "code")
    unpublished_fields = frozenset({"internal_notes"})
    broken_at = {
        "action_has_main_goal_or_is_cross_cutting": "main_goal",
        "action_ends_after_it_starts": "due_on",
    }

    agenda = models.ForeignKey(
        "workagendas.WorkAgenda",
        models.PROTECT,
        related_name="actions",
        verbose_name=_("work agenda"),
    )
    code = models.CharField(_("code"), max_length=12, unique=True)
    main_goal = models.ForeignKey(
        Goal,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="actions",
        verbose_name=_("main goal"),
        help_text=_("Empty for an action that cuts across the goals."),
    )
    is_cross_cutting = models.BooleanField(_("cuts across the goals"), default=False)
    further_goals = models.ManyToManyField(
        Goal,
        through="ActionGoal",
        related_name="further_actions",
        blank=True,
        verbose_name=_("further goals"),
    )
    lead = models.ForeignKey(
        Organisation, models.PROTECT, related_name="led_actions", verbose_name=_("lead")
    )
    partners = models.ManyToManyField(
        Organisation,
        through="Participation",
        related_name="joined_actions",
        blank=True,
        verbose_name=_("partners"),
    )
    contact = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("contact person"),
        help_text=_("Shown to the public as far as this person chose to."),
    )
    title = models.CharField(_("title"), max_length=160)
    description = models.TextField(_("description"), blank=True)
    expected_result = models.TextField(_("expected result"), blank=True)
    starts_on = models.DateField(_("start"), null=True, blank=True)
    starts_precision = models.CharField(
        _("how exact the start is"),
        max_length=5,
        choices=DatePrecision,
        default=DatePrecision.MONTH,
    )
    due_on = models.DateField(_("end"), null=True, blank=True)
    due_precision = models.CharField(
        _("how exact the end is"), max_length=5, choices=DatePrecision, default=DatePrecision.MONTH
    )
    is_public = models.BooleanField(
        _("public"),
        default=False,
        help_text=_("Shown to everybody once the agenda has been adopted."),
    )
    internal_notes = models.TextField(
        _("internal notes"),
        blank=True,
        help_text=_(
            "For the partners of this action and the secretariat. Internal is not secret: under "
            "the Dutch Woo or the Flemish rules on openness it may have to be given on request."
        ),
    )
    state = models.CharField(
        _("state"), max_length=11, choices=ActionState, default=ActionState.PLANNED, editable=False
    )
    latest_update = models.ForeignKey(
        "workagendas.ProgressUpdate",
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("latest update"),
    )
    depends_on = models.ManyToManyField(
        "self",
        through="ActionDependency",
        through_fields=("action", "needs"),
        symmetrical=False,
        related_name="needed_by",
        blank=True,
        verbose_name=_("depends on"),
    )

    objects = ActionQuerySet.as_manager()

    class Meta:
        verbose_name = _("action")
        verbose_name_plural = _("actions")
        ordering = ["code"]
        indexes = [models.Index(fields=["agenda", "code"], name="action_agenda_code")]
        constraints = [
            models.CheckConstraint(
                name="action_code_is_year_goal_and_number",
                condition=Q(code__regex=r"^[0-9]{4}-([1-9][A-Z]|X)-[0-9]{2,3}\Z"),
                violation_error_message=_(
                    "A code is the year, the goal (or X) and a number, like 2026-2B-08."
                ),
            ),
            models.CheckConstraint(
                name="action_has_main_goal_or_is_cross_cutting",
                condition=Q(main_goal__isnull=False, is_cross_cutting=False)
                | Q(main_goal=None, is_cross_cutting=True),
                violation_error_message=_(
                    "An action has a main goal, or it cuts across the goals: one of the two."
                ),
            ),
            models.CheckConstraint(
                name="action_ends_after_it_starts",
                condition=Q(starts_on=None) | Q(due_on=None) | Q(due_on__gte=F("starts_on")),
                violation_error_message=_("The end lies before the start."),
            ),
            known_value("state", ActionState, model="action", label=_("state")),
            known_value(
                "starts_precision", DatePrecision, model="action", label=_("how exact the start is")
            ),
            known_value(
                "due_precision", DatePrecision, model="action", label=_("how exact the end is")
            ),
            dutch_required("title", model="action", label=_("title")),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    def save(self, **options):
        """Write the row; a day that is known to the month or year means its first or last day."""
        self.is_example = self.is_example or self.agenda.is_example
        if self.starts_on:
            self.starts_on = first_day(self.starts_on, self.starts_precision)
        if self.due_on:
            self.due_on = last_day(self.due_on, self.due_precision)
        super().save(**options)

    save.alters_data = True

    def clean(self) -> None:
        super().clean()
        if self.agenda_id is None:
            return
        errors = {}
        is_new_lead = self.lead_id and not keeps(self, "lead")
        if refused := _why_not_lead(self.lead) if is_new_lead else None:
            errors["lead"] = refused
        if self.main_goal_id and self.main_goal.theme_id != self.agenda.theme_id:
            errors["main_goal"] = _("This goal belongs to another theme than the agenda.")
        for name in ("starts_on", "due_on"):
            day = getattr(self, name)
            if day and not self.agenda.first_day <= day <= self.agenda.last_day:
                errors[name] = outside_period(self.agenda)
        if errors:
            raise ValidationError(errors)

    @property
    def identifier(self) -> str:
        return self.code

    @property
    def regions(self) -> list[Region]:
        """Return the regions of lead and partners, in the charter's order (`with_parties`)."""
        parties = [self.lead, *(each.organisation for each in self.participations.all())]
        regions = {row.region.position: row.region for row in parties if row.region}
        return [regions[position] for position in sorted(regions)]

    @property
    def reach(self) -> Reach | None:
        """Return between how many regions it is; None while there is one only."""
        return Reach.of(len(self.regions))

    @property
    def is_published(self) -> bool:
        """Say whether everybody may read it; its agenda must be loaded."""
        return self.is_public and self.agenda.is_published

    def get_absolute_url(self) -> str:
        return reverse("action", kwargs={**self.agenda.place, "code": self.code})


def _why_not_lead(organisation: Organisation) -> ValidationError | None:
    if organisation.relation != Relation.SIGNATORY:
        return ValidationError(
            _("%(name)s did not sign the charter. An action is led by a partner that did."),
            code="no_charter_partner",
            params={"name": organisation},
        )
    return has_left(organisation)


def outside_period(agenda) -> ValidationError:
    return ValidationError(
        _("This day lies outside the period of the agenda: %(first)s through %(last)s."),
        code="outside_period",
        params={"first": f"{agenda.first_day:%d-%m-%Y}", "last": f"{agenda.last_day:%d-%m-%Y}"},
    )
