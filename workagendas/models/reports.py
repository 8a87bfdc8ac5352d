"""What partners report: the lead's progress updates, and contributions of who takes part.

They are a partner's own words: one text and its language. The public author is the organisation.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.enums import Language
from accounts.roles import OF_AN_ORGANISATION, has_role, roles_of
from core.constraints import known_value
from core.models import DomainModel, MayBeExample
from core.permanent_link import PermanentQuerySet
from partners.models import Organisation
from workagendas.enums import Status, UpdateState
from workagendas.models.actions import Action
from workagendas.models.rounds import ReportingRound

UNWRITTEN = (UpdateState.DRAFT, UpdateState.WITHDRAWN)


class ReportQuerySet(PermanentQuerySet):
    IDENTIFIER = r"(?P<uid>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"

    def published(self):
        """What everybody may read."""
        return self.filter(state=UpdateState.PUBLISHED, action__in=Action.objects.published())

    def visible_to(self, person):
        """What is published; what was handed in, of the actions that one works on or oversees.

        What is not handed in, or was withdrawn, is for one's own organisation alone.
        """
        seen = Q(state=UpdateState.PUBLISHED, action__in=Action.objects.visible_to(person))
        if roles_of(person):
            inside = Action.objects.open_to(person)
            seen |= ~Q(state__in=UNWRITTEN) & Q(action__in=inside)
        if has_role(person, *OF_AN_ORGANISATION) and person.organisation_id is not None:
            seen |= Q(organisation=person.organisation_id)
        return self.filter(seen)

    def with_round(self):
        return self.select_related("round", "organisation__region")


class Report(MayBeExample, DomainModel):
    """What an organisation says about an action in a round.

    `author` hands it in or confirms it; `entered_by` is who typed it, if that was somebody else;
    `reviewer` approves it and is not the author. Once published it stays as it is; what is wrong is
    said in a correction (`corrects`). `shielded_because` stands in the place of a text that should
    not have been published.
    """

    action = models.ForeignKey(
        Action, models.CASCADE, related_name="%(class)ss", verbose_name=_("action")
    )
    round = models.ForeignKey(
        ReportingRound,
        models.PROTECT,
        related_name="%(class)ss",
        verbose_name=_("reporting round"),
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="%(class)ss", verbose_name=_("organisation")
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("author"),
    )
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("entered by"),
    )
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("reviewer"),
    )
    state = models.CharField(
        _("state"), max_length=16, choices=UpdateState, default=UpdateState.DRAFT, editable=False
    )
    language = models.CharField(
        _("language"), max_length=2, choices=Language, default=Language.DUTCH
    )
    corrects = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="correction",
        verbose_name=_("corrects"),
    )
    submitted_at = models.DateTimeField(_("submitted at"), null=True, blank=True)
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)
    shielded_because = models.CharField(
        _("why the text was taken away"), max_length=200, blank=True
    )

    objects = ReportQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.action.code} {self.round}"

    @property
    def identifier(self) -> str:
        return str(self.uid)

    @property
    def anchor(self) -> str:
        return f"update-{self.uid}"

    def get_absolute_url(self) -> str:
        """Return its place in the story of its action, whichever page that is on now."""
        return f"{self.action.get_absolute_url()}?report={self.uid}#{self.anchor}"


def report_constraints(model: str, *, once_message: str) -> list[models.BaseConstraint]:
    """Return what holds for both kinds; `model` is the prefix of the constraints' names."""
    return [
        models.UniqueConstraint(
            fields=["action", "round", "organisation"],
            condition=~Q(state=UpdateState.WITHDRAWN) & Q(corrects=None),
            name=f"{model}_once_a_round",
            violation_error_message=once_message,
        ),
        models.CheckConstraint(
            name=f"{model}_reviewer_is_not_author",
            condition=Q(reviewer=None) | Q(author=None) | ~Q(reviewer=F("author")),
            violation_error_message=_("Nobody reviews what they wrote themselves."),
        ),
        models.CheckConstraint(
            name=f"{model}_corrects_another",
            condition=Q(corrects=None) | ~Q(corrects=F("id")),
            violation_error_message=_("A correction is about an earlier one."),
        ),
        models.CheckConstraint(
            name=f"{model}_published_with_its_moment",
            condition=Q(state=UpdateState.PUBLISHED, published_at__isnull=False)
            | (~Q(state=UpdateState.PUBLISHED) & Q(published_at=None)),
            violation_error_message=_("What is published has the moment when it was."),
        ),
        known_value("state", UpdateState, model=model, label=_("state")),
        known_value("language", Language, model=model, label=_("language")),
    ]


class ProgressUpdate(Report):
    """How the lead says that an action stands: a status, how far it is (in percent), and words.

    `help_needed` is for its own organisation and the secretariat.
    """

    PLURAL = "progress-updates"

    status = models.CharField(_("how it stands"), max_length=16, choices=Status, blank=True)
    percentage = models.PositiveSmallIntegerField(_("how far, in percent"), null=True, blank=True)
    headline = models.CharField(
        _("headline"), max_length=160, blank=True, help_text=_("One sentence that everybody reads.")
    )
    happened = models.TextField(_("what happened"), blank=True)
    next_steps = models.TextField(_("what is next"), blank=True)
    help_needed = models.TextField(_("help needed"), blank=True)

    class Meta:
        verbose_name = _("progress update")
        verbose_name_plural = _("progress updates")
        ordering = ["-id"]
        indexes = [
            models.Index(
                fields=["action", "state", "-published_at"], name="update_of_action_newest_first"
            ),
            models.Index(
                fields=["-published_at", "-id"],
                condition=Q(state=UpdateState.PUBLISHED),
                name="update_published_newest_first",
            ),
        ]
        constraints = [
            *report_constraints(
                "progress_update",
                once_message=_("There is a progress update for this action and round already."),
            ),
            models.CheckConstraint(
                name="progress_update_percentage_in_range",
                condition=Q(percentage=None) | Q(percentage__range=(0, 100)),
                violation_error_message=_("A percentage is 0 to 100."),
            ),
            known_value(
                "status", Status, model="progress_update", label=_("how it stands"), or_empty=True
            ),
            models.CheckConstraint(
                name="progress_update_handed_in_with_status_and_headline",
                condition=Q(state__in=UNWRITTEN)
                | (~Q(status="") & (~Q(headline="") | ~Q(shielded_because=""))),
                violation_error_message=_("What is handed in has a status and a headline."),
            ),
            models.CheckConstraint(
                name="progress_update_shielded_without_words",
                condition=Q(shielded_because="")
                | Q(headline="", happened="", next_steps="", help_needed=""),
                violation_error_message=_("A text that was taken away is gone everywhere."),
            ),
        ]


class Contribution(Report):
    """What a partner that takes part adds, beside the lead's update. It carries no status."""

    PLURAL = "contributions"

    text = models.TextField(_("text"), blank=True)

    class Meta:
        verbose_name = _("contribution")
        verbose_name_plural = _("contributions")
        ordering = ["-id"]
        indexes = [
            models.Index(
                fields=["action", "state", "-published_at"], name="contribution_of_action_newest"
            ),
            models.Index(
                fields=["-published_at", "-id"],
                condition=Q(state=UpdateState.PUBLISHED),
                name="contribution_published_newest",
            ),
        ]
        constraints = [
            *report_constraints(
                "contribution",
                once_message=_(
                    "There is a contribution of this organisation for this action and round "
                    "already."
                ),
            ),
            models.CheckConstraint(
                name="contribution_handed_in_with_text",
                condition=Q(state__in=UNWRITTEN) | ~Q(text="") | ~Q(shielded_because=""),
                violation_error_message=_("What is handed in has a text."),
            ),
            models.CheckConstraint(
                name="contribution_shielded_without_words",
                condition=Q(shielded_because="") | Q(text=""),
                violation_error_message=_("A text that was taken away is gone everywhere."),
            ),
        ]
