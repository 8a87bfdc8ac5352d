"""Acts on a charter: taking in its signed text, attaching a translation, bringing it into force."""

from dataclasses import dataclass, field

from django.db import transaction

from accounts.models import User
from charter.enums import CHARTER_TRANSITIONS, CharterAct, CharterState
from charter.models import Charter, Goal, Paragraph, Signature, SignatureParty, Theme
from charter.signed_text import MalformedCharter, SignedText, ThemeText
from charter.structure import (
    organisations_of,
    require_room,
    require_same_parties,
    require_same_structure,
)
from core import audit
from core.errors import DomainError
from core.history import because
from core.loading import write_differences
from core.models import DomainModel
from core.permissions import require
from partners.models import Organisation


class NoSuchCharter(DomainError):
    """A translation came before the Dutch text that was signed."""


@dataclass
class Changes:
    """What an act changed, one phrase a change; empty when everything was so already."""

    phrases: list[str] = field(default_factory=list)

    def write(self, row: DomainModel, label: str, **values) -> None:
        """Give the row these values; save and note it only if something differs."""
        if differing := write_differences(row, values):
            self.phrases.append(f"{label}: {', '.join(differing)} changed")


@transaction.atomic
def record_signed_text(*, text: SignedText) -> Changes:
    """The Dutch text as signed is in the portal; the newest charter is in force.

    A charter is known by the year of its signing. Loading it again may correct words, never the
    number or order of goals, paragraphs and signatures. Raises `MalformedCharter`.
    """
    require_room(text)
    organisations = organisations_of(text)
    charter = Charter.objects.select_for_update().filter(year=text.signed_on.year).first()
    if charter is None:
        if later := Charter.objects.filter(signed_on__gt=text.signed_on).first():
            raise MalformedCharter(
                1, f"A later charter ({later.year}) is here already; load the oldest one first."
            )
        charter = _create(text, organisations)
        audit.record(CharterAct.TEXT_RECORDED, by=None, on=charter)
        bring_into_force(charter=charter, by=None, reason="Loaded as the newest charter.")
        return Changes([f"{text.title}: added with {_size_of(text)}"])
    require_same_structure(charter, text)
    require_same_parties(charter, text, organisations)
    changes = Changes()
    changes.write(charter, "signing", signed_on=text.signed_on, signed_in=text.signed_in)
    _write_texts(charter, text, "nl", changes)
    if changes.phrases:
        audit.record(CharterAct.TEXT_RECORDED, by=None, on=charter)
    return changes


@transaction.atomic
def attach_translation(*, text: SignedText, language: str) -> Changes:
    """The charter of that date has its text in `language` too, part by part.

    Raises `NoSuchCharter` without a Dutch text, `MalformedCharter` when the structure differs.
    """
    require_room(text)
    organisations = organisations_of(text)
    charter = Charter.objects.select_for_update().filter(signed_on=text.signed_on).first()
    if charter is None:
        raise NoSuchCharter(
            f"There is no charter signed on {text.signed_on}; load the Dutch text first."
        )
    require_same_structure(charter, text)
    require_same_parties(charter, text, organisations)
    changes = _write_texts(charter, text, language, Changes())
    if changes.phrases:
        audit.record(CharterAct.TRANSLATION_ATTACHED, by=None, on=charter)
    return changes


@transaction.atomic
def bring_into_force(*, charter: Charter, by: User | None, reason: str) -> None:
    """This charter is in force, and the one that was is superseded.

    `by` is None for whoever loads it at the terminal. Raises `NotAllowed`, `ForbiddenTransition`.
    """
    locked = Charter.objects.select_for_update()
    charter = locked.get(pk=charter.pk)
    if by is not None:
        require(by, "charter.bring_into_force", charter)
    CHARTER_TRANSITIONS.check(CharterState(charter.state), CharterState.IN_FORCE)
    for earlier in locked.in_force():
        _move(earlier, CharterState.SUPERSEDED, by, reason)
        audit.record(CharterAct.SUPERSEDED, by=by, on=earlier)
    _move(charter, CharterState.IN_FORCE, by, reason)
    audit.record(CharterAct.BROUGHT_INTO_FORCE, by=by, on=charter)


def _move(charter: Charter, state: CharterState, by: User | None, reason: str) -> None:
    CHARTER_TRANSITIONS.check(CharterState(charter.state), state)
    charter.state = state
    because(charter, reason, by=by).save(update_fields=["state"])


def _size_of(text: SignedText) -> str:
    goals = sum(len(theme.goals) for theme in text.themes)
    return (
        f"{len(text.themes)} themes, {goals} goals, {len(text.paragraphs)} paragraphs "
        f"and {len(text.signatures)} signatures"
    )


def _create(text: SignedText, organisations: dict[str, Organisation]) -> Charter:
    charter = Charter.objects.create(
        year=text.signed_on.year,
        title_nl=text.title,
        subtitle_nl=text.subtitle,
        signed_on=text.signed_on,
        signed_in=text.signed_in,
        signing_line_nl=text.signing_line,
    )
    themes = {theme.number: _create_theme(charter, theme) for theme in text.themes}
    places: dict[str, int] = {}
    for position, paragraph in enumerate(text.paragraphs, start=1):
        prefix = f"theme-{paragraph.theme}" if paragraph.theme else str(paragraph.part)
        places[prefix] = places.get(prefix, 0) + 1
        Paragraph.objects.create(
            charter=charter,
            part=paragraph.part,
            theme=themes.get(paragraph.theme),
            position=position,
            anchor=f"{prefix}-{places[prefix]}",
            text_nl=paragraph.text,
        )
    for position, signed in enumerate(text.signatures, start=1):
        signature = Signature.objects.create(
            charter=charter,
            position=position,
            signed_by=signed.signed_by,
            on_behalf_of_nl=signed.on_behalf_of,
        )
        for name in signed.organisations:
            SignatureParty.objects.create(signature=signature, organisation=organisations[name])
    return charter


def provisional_title(code: str) -> str:
    """Return the Dutch title that a goal has until the secretariat words it."""
    return f"Doelstelling {code}"


def _create_theme(charter: Charter, text: ThemeText) -> Theme:
    theme = Theme.objects.create(charter=charter, number=text.number, title_nl=text.title)
    for goal in text.goals:
        Goal.objects.create(
            theme=theme, code=goal.code, text_nl=goal.text, title_nl=provisional_title(goal.code)
        )
    return theme


def _write_texts(charter: Charter, text: SignedText, language: str, changes: Changes) -> Changes:
    """Give each part its words in `language`; the structure is known to be the same."""
    changes.write(
        charter,
        "heading",
        **{
            f"title_{language}": text.title,
            f"subtitle_{language}": text.subtitle,
            f"signing_line_{language}": text.signing_line,
        },
    )
    themes = {theme.number: theme for theme in charter.themes.prefetch_related("goals")}
    for theme_text in text.themes:
        theme = themes[theme_text.number]
        changes.write(theme, f"theme {theme.number}", **{f"title_{language}": theme_text.title})
        for goal, goal_text in zip(theme.goals.all(), theme_text.goals, strict=True):
            changes.write(goal, f"goal {goal.code}", **{f"text_{language}": goal_text.text})
    for paragraph, paragraph_text in zip(charter.paragraphs.all(), text.paragraphs, strict=True):
        changes.write(
            paragraph,
            f"paragraph {paragraph.anchor}",
            **{f"text_{language}": paragraph_text.text},
        )
    for signature, signed in zip(charter.signatures.all(), text.signatures, strict=True):
        changes.write(
            signature,
            f"signature {signature.position}",
            **{f"on_behalf_of_{language}": signed.on_behalf_of},
        )
    return changes
