"""What an agenda promises to its readers, as plain values: frozen at adoption, compared later.

Who carries out an action, how far it is and when a milestone was reached are no part of it; neither
is anything internal.
"""

import hashlib
import json
import re
from datetime import date
from typing import NamedTuple

from django.db.models import Prefetch, Q
from django.utils.translation import gettext as _

from charter.models import Goal
from core.bilingual import LANGUAGES, in_active_language
from core.changes import yes_or_no
from core.days import in_words
from core.translation_state import Translated
from workagendas.models import (
    Action,
    ActionDependency,
    BudgetLine,
    Milestone,
    Participation,
    WorkAgenda,
)

SCHEMA = 1  # raised when the shape below changes; what was frozen keeps its own
DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"


class Difference(NamedTuple):
    """One thing that is not as it was: where (“2026-1A-01 Title”), what, and both texts.

    `language` is that of the two texts, and empty where they are not in one.
    """

    where: str
    what: str
    before: str
    after: str
    language: str = ""


def substance_of(agenda: WorkAgenda) -> dict:
    """Return what the agenda promises now, as stored; in as many queries as there are kinds."""
    theme = agenda.theme
    return {
        "isExample": agenda.is_example,
        "period": f"{agenda.starts_in}-{agenda.ends_in}",
        "theme": {"charter": theme.charter.year, "number": theme.number},
        "title": _texts(agenda, "title"),
        "introduction": _texts(agenda, "introduction"),
        "actions": [_action(action) for action in _promised(agenda)],
    }


def canonical(substance: dict) -> str:
    """Return the one way to write the substance down: sorted keys, no spaces, UTF-8 as it is."""
    return json.dumps(substance, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def digest_of(text: str) -> str:
    """Return the SHA-256 of the text's UTF-8, in hex."""
    return hashlib.sha256(text.encode()).hexdigest()


def differences(adopted: dict, now: dict) -> list[Difference]:
    """Return what differs between two substances, in the order of the agenda, for a page."""
    found = _fields("", adopted, now, {"title": _("title"), "introduction": _("introduction")})
    for before, after in _pairs(adopted["actions"], now["actions"], "code"):
        found += _of_action(before, after)
    return found


def _texts(row: Translated, field: str) -> dict[str, str]:
    return {language: getattr(row, f"{field}_{language}") or "" for language in LANGUAGES}


def _promised(agenda: WorkAgenda):
    """Return the public actions with all that they promise."""
    # Of other agendas nothing is promised here: what becomes of them would change this one's text.
    needed = Q(needs__is_public=True, needs__agenda=agenda)
    return (
        Action.objects.filter(agenda=agenda, is_public=True)
        .select_related("lead", "main_goal")
        .prefetch_related(
            Prefetch("further_goals", Goal.objects.order_by("code")),
            Prefetch(
                "participations",
                Participation.objects.select_related("organisation").order_by("position", "id"),
            ),
            Prefetch("milestones", Milestone.objects.order_by("due_on", "id")),
            Prefetch(
                "budget_lines",
                BudgetLine.objects.filter(is_public=True)
                .select_related("funding", "organisation")
                .order_by("id"),
            ),
            Prefetch(
                "needs_links",
                ActionDependency.objects.filter(needed)
                .select_related("needs")
                .order_by("needs__code"),
            ),
        )
        .order_by("code")
    )


def _action(action: Action) -> dict:
    return {
        "code": action.code,
        "mainGoal": action.main_goal.code if action.main_goal else None,
        "isCrossCutting": action.is_cross_cutting,
        "furtherGoals": [goal.code for goal in action.further_goals.all()],
        "lead": action.lead.code,
        "partners": [
            {"organisation": each.organisation.code, "part": _texts(each, "part")}
            for each in action.participations.all()
        ],
        "title": _texts(action, "title"),
        "description": _texts(action, "description"),
        "expectedResult": _texts(action, "expected_result"),
        "startsOn": _day(action.starts_on, action.starts_precision),
        "dueOn": _day(action.due_on, action.due_precision),
        "dependsOn": [link.needs.code for link in action.needs_links.all()],
        "budget": [_budget(line) for line in action.budget_lines.all()],
        "milestones": [_milestone(each) for each in action.milestones.all()],
    }


def _day(day: date | None, precision: str) -> dict | None:
    return {"day": day.isoformat(), "precision": str(precision)} if day else None


def _budget(line: BudgetLine) -> dict:
    return {
        "funding": line.funding.code,
        "organisation": line.organisation.code if line.organisation else None,
        "amount": f"{line.amount:.2f}",
        "note": _texts(line, "note"),
    }


def _milestone(milestone: Milestone) -> dict:
    return {
        "uid": str(milestone.uid),
        "title": _texts(milestone, "title"),
        "dueOn": milestone.due_on.isoformat(),
    }


def _of_action(before: dict | None, after: dict | None) -> list[Difference]:
    where = _name_of(after or before)
    if before is None or after is None:
        return [_came_or_went(where, _("action"), before, after)]
    found = _fields(where, before, after, _labels_of_action())
    for old, new in _pairs(before["partners"], after["partners"], "organisation"):
        found += _of_part(
            where, _("partner"), old, new, "organisation", {"part": _("what it does")}
        )
    for old, new in _pairs(before["milestones"], after["milestones"], "uid"):
        labels = {"title": _("milestone: title"), "dueOn": _("milestone: due on")}
        found += _of_part(where, _("milestone"), old, new, "title", labels)
    return found


def _labels_of_action() -> dict[str, str]:
    """Return what a page calls each member of an action, in the order in which it tells them."""
    return {
        "title": _("title"),
        "mainGoal": _("main goal"),
        "isCrossCutting": _("cuts across the goals"),
        "furtherGoals": _("further goals"),
        "lead": _("lead"),
        "description": _("description"),
        "expectedResult": _("expected result"),
        "startsOn": _("start"),
        "dueOn": _("end"),
        "dependsOn": _("depends on"),
        "budget": _("budget"),
    }


def _name_of(action: dict) -> str:
    return f"{action['code']} {_in_page_language(action['title'])}"


def _pairs(before: list[dict], after: list[dict], key: str) -> list[tuple]:
    """Return what is the same thing in both, side by side; None where it is in one only."""
    old = {each[key]: each for each in before}
    new = {each[key]: each for each in after}
    return [(old.get(name), new.get(name)) for name in dict.fromkeys([*old, *new])]


def _of_part(
    where: str, what: str, before: dict | None, after: dict | None, named: str, labels: dict
) -> list[Difference]:
    if before is None or after is None:
        name = (after or before)[named]
        gone_or_come = [None if each is None else name for each in (before, after)]
        return [Difference(where, what, *(_said(each) for each in gone_or_come))]
    return _fields(where, before, after, labels)


def _came_or_went(where: str, what: str, before: dict | None, after: dict | None) -> Difference:
    return Difference(where, what, *("" if each is None else where for each in (before, after)))


def _fields(where: str, before: dict, after: dict, labels: dict[str, str]) -> list[Difference]:
    found = []
    for key, label in labels.items():
        old, new = before.get(key), after.get(key)
        if old == new:
            continue
        if _is_bilingual(old) and _is_bilingual(new):
            found += [
                Difference(where, label, old[language], new[language], language)
                for language in LANGUAGES
                if old[language] != new[language]
            ]
        else:
            found.append(Difference(where, label, _said(old), _said(new)))
    return found


def _is_bilingual(value: object) -> bool:
    return isinstance(value, dict) and value.keys() == set(LANGUAGES)


def _in_page_language(texts: dict[str, str]) -> str:
    """Return the text in the active language, else whichever there is."""
    return str(in_active_language(texts)) or next(filter(None, texts.values()), "")


def _said(value: object) -> str:
    """Return a member as a person reads it."""
    match value:
        case None:
            return ""
        case bool():
            return yes_or_no(value)
        case list():
            return "; ".join(_said(each) for each in value)
        case {"day": day, "precision": precision}:
            return in_words(date.fromisoformat(day), precision)
        case {"funding": funding, "amount": amount, **rest}:
            others = [rest.get("organisation"), _in_page_language(rest["note"])]
            return ", ".join([funding, f"€ {amount}", *filter(None, others)])
        case dict():
            return _in_page_language(value)
    text = str(value)
    return in_words(date.fromisoformat(text)) if re.fullmatch(DAY, text) else text
