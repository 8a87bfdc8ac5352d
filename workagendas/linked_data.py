"""Agendas, actions and indicators as linked data. No names of people."""

from collections.abc import Iterable

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.bilingual import text_for_reader
from core.linked_data import Absolute, website, words
from partners.linked_data import organisation
from workagendas.enums import ActionState
from workagendas.listing import Listed
from workagendas.models import Action, Indicator, WorkAgenda

STATUSES = {
    ActionState.PLANNED: "PotentialActionStatus",
    ActionState.IN_PROGRESS: "ActiveActionStatus",
    ActionState.COMPLETED: "CompletedActionStatus",
}


def agenda_list(rows: Iterable[WorkAgenda], path: str, absolute: Absolute) -> dict:
    parts = [_named(row, "title", "CreativeWork", absolute) for row in rows]
    return {**_collection(_("Work agendas"), path, absolute), "hasPart": parts}


def agenda_work(agenda: WorkAgenda, rows: Iterable[Listed], absolute: Absolute) -> dict:
    """Return an agenda, with the actions of the list that the page shows."""
    data = {
        **_named(agenda, "title", "CreativeWork", absolute),
        "identifier": absolute(agenda.get_permanent_url()),
        "inLanguage": get_language(),
        "temporalCoverage": f"{agenda.first_day.isoformat()}/{agenda.last_day.isoformat()}",
        "isPartOf": website(absolute),
        "mentions": [_named(row.action, "title", "Action", absolute) for row in rows],
    }
    if agenda.adopted_on:
        data["datePublished"] = agenda.adopted_on.isoformat()
    return data


def action_act(action: Action, absolute: Absolute) -> dict:
    """Return an action; lead and partners must be loaded (`with_parties`).

    Who stopped has no word in schema.org, so that such an action has no status.
    """
    data = {
        **_named(action, "title", "Action", absolute),
        "identifier": [absolute(action.get_permanent_url()), action.code],
        "description": words(text_for_reader(action, "description")),
        "agent": organisation(action.lead, absolute),
        "participant": [
            organisation(each.organisation, absolute) for each in action.participations.all()
        ],
    }
    if action.starts_on:
        data["startTime"] = action.starts_on.isoformat()
    if action.due_on:
        data["endTime"] = action.due_on.isoformat()
    if action.state in STATUSES:
        data["actionStatus"] = f"https://schema.org/{STATUSES[action.state]}"
    return data


def indicator_list(rows: Iterable[Indicator], path: str, absolute: Absolute) -> dict:
    parts = [_named(row, "name", "Dataset", absolute) for row in rows]
    return {**_collection(_("Indicators"), path, absolute), "hasPart": parts}


def indicator_dataset(indicator: Indicator, absolute: Absolute) -> dict:
    return {
        **_named(indicator, "name", "Dataset", absolute),
        "identifier": absolute(indicator.get_permanent_url()),
        "description": words(text_for_reader(indicator, "definition")),
        "inLanguage": get_language(),
        "variableMeasured": {
            "@type": "PropertyValue",
            "name": words(text_for_reader(indicator, "name")),
            "unitText": words(text_for_reader(indicator, "unit")),
        },
        "isPartOf": website(absolute),
    }


def _named(row, field: str, kind: str, absolute: Absolute) -> dict:
    return {
        "@type": kind,
        "@id": absolute(row.get_permanent_url()),
        "url": absolute(row.get_absolute_url()),
        "name": words(text_for_reader(row, field)),
    }


def _collection(name: str, path: str, absolute: Absolute) -> dict:
    return {
        "@type": "CollectionPage",
        "@id": absolute(path),
        "url": absolute(path),
        "name": name,
        "inLanguage": get_language(),
        "isPartOf": website(absolute),
    }
