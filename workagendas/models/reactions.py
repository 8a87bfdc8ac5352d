"""What partners say about an agenda in consultation, and what they are answered."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.enums import Language
from accounts.roles import roles_of
from core.constraints import known_value
from core.days import in_words
from core.models import DomainModel, MayBeExample
from core.permanent_link import PermanentQuerySet
from partners.models import Organisation
from workagendas.models.actions import Action
from workagendas.models.agendas import WorkAgenda


class ReactionQuerySet(PermanentQuerySet):
    IDENTIFIER = r"(?P<uid>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"

    def visible_to(self, person):
        """Everybody with a role reads the reactions to the agendas and actions that they see."""
        if not roles_of(person):
            return self.none()
        seen = Q(action=None) | Q(action__in=Action.objects.visible_to(person))
        return self.filter(seen, agenda__in=WorkAgenda.objects.visible_to(person))

    def unanswered(self):
        return self.filter(answered_at=None)


class Reaction(MayBeExample, DomainModel):
    """A partner's own words about an agenda, or about one of its actions, and the answer to them.

    Readers see the organisation; `author` is who is told of the answer.
    """

    PLURAL = "reactions"
    is_content = False

    agenda = models.ForeignKey(
        WorkAgenda, models.PROTECT, related_name="reactions", verbose_name=_("work agenda")
    )
    action = models.ForeignKey(
        Action,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="reactions",
        verbose_name=_("action"),
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("author"),
    )
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="reactions",
        verbose_name=_("organisation"),
    )
    text = models.TextField(_("reaction"), max_length=5000)
    language = models.CharField(_("language"), max_length=2, choices=Language)
    written_at = models.DateTimeField(_("written at"))
    answer = models.TextField(_("answer"), max_length=5000, blank=True)
    answer_language = models.CharField(
        _("language of the answer"), max_length=2, choices=Language, blank=True
    )
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)

    objects = ReactionQuerySet.as_manager()

    class Meta:
        verbose_name = _("reaction")
        verbose_name_plural = _("reactions")
        ordering = ["agenda", "written_at", "id"]
        constraints = [
            models.CheckConstraint(
                name="reaction_has_text",
                condition=~Q(text=""),
                violation_error_message=_("A reaction has a text."),
            ),
            models.CheckConstraint(
                name="reaction_answer_is_whole",
                condition=Q(answered_at=None, answer="", answer_language="")
                | (Q(answered_at__isnull=False) & ~Q(answer="") & ~Q(answer_language="")),
                violation_error_message=_(
                    "An answer has a text, a language and a moment, or none of them."
                ),
            ),
            known_value("language", Language, model="reaction", label=_("language")),
        ]

    def __str__(self) -> str:
        day = in_words(timezone.localtime(self.written_at))
        return f"{self.organisation or ''} {day}".strip()

    @property
    def identifier(self) -> str:
        return str(self.uid)
