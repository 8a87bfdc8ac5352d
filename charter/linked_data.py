"""The charter and its goals as linked data.

The charter is a work, not legislation: a compass to which the partners commit themselves. The
signed work is the Dutch one. An English page shows another work, its unofficial translation.
"""

from django.conf import settings
from django.utils.translation import gettext as _

from charter.models import Charter, Goal, Signature
from core.addresses import addresses_of
from core.bilingual import Text, text_for_reader
from core.linked_data import Absolute, website, words
from partners.linked_data import organisation

SIGNED_IN = settings.LANGUAGE_CODE


def charter_work(charter: Charter, absolute: Absolute) -> dict:
    """Return the charter as its page shows it; its whole text must be loaded (`with_text`)."""
    signed = {
        "dateCreated": charter.signed_on.isoformat(),
        "datePublished": charter.signed_on.isoformat(),
        "locationCreated": {"@type": "Place", "name": charter.signed_in},
    }
    subtitle = text_for_reader(charter, "subtitle")
    return {
        **_work(charter, signed, shown=subtitle, translated=charter.subtitle_en, absolute=absolute),
        "name": words(text_for_reader(charter, "title")),
        "alternativeHeadline": words(subtitle),
        "author": _signatories(charter, absolute),
        "isPartOf": website(absolute),
        "hasPart": [
            {
                "@type": "CreativeWork",
                "@id": absolute(goal.get_permanent_url()),
                "name": words(text_for_reader(goal, "title")),
                "alternateName": goal.code,
                "url": absolute(goal.get_absolute_url()),
            }
            for theme in charter.themes.all()
            for goal in theme.goals.all()
        ],
    }


def goal_work(goal: Goal, absolute: Absolute) -> dict:
    """Return a goal as its page shows it; its theme and charter must be loaded.

    `text` was signed, or translates what was; `name` and `abstract` are the secretariat's.
    """
    charter = goal.theme.charter
    text = text_for_reader(goal, "text")
    summary = text_for_reader(goal, "summary")
    data = {
        **_work(goal, {}, shown=text, translated=goal.text_en, absolute=absolute),
        "name": words(text_for_reader(goal, "title")),
        "alternateName": goal.code,
        "text": words(text),
        "isPartOf": {
            "@type": "CreativeWork",
            "@id": absolute(charter.get_permanent_url()),
            "name": words(text_for_reader(charter, "title")),
            "url": absolute(charter.get_absolute_url()),
        },
    }
    if summary.text:
        data["abstract"] = words(summary)
    return data


def _work(
    row: Charter | Goal, signed: dict, *, shown: Text, translated: str | None, absolute: Absolute
) -> dict:
    """Return which work the page shows: the signed one, or the translation of it."""
    address = absolute(row.get_permanent_url())
    pages = {language: absolute(path) for language, path in addresses_of(row).items()}
    original = {
        "@type": "CreativeWork",
        "@id": address,
        "identifier": address,
        "url": pages[SIGNED_IN],
        "inLanguage": SIGNED_IN,
        **signed,
    }
    translation = {
        "@type": "CreativeWork",
        "@id": pages["en"],
        "url": pages["en"],
        "inLanguage": "en",
        "creativeWorkStatus": _("unofficial translation"),
    }
    if shown.language != SIGNED_IN:
        return {**translation, "identifier": address, "translationOfWork": original}
    return {**original, "workTranslation": translation} if translated else original


def _signatories(charter: Charter, absolute: Absolute) -> list[dict]:
    """Return the organisations for which somebody signed, once each. No names of people."""
    signatures: list[Signature] = list(charter.signatures.all())
    rows = {row.code: row for each in signatures for row in each.organisations.all()}
    return [organisation(row, absolute) for row in rows.values()]
