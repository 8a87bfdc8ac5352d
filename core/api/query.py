"""Strict query strings: a key or a value that nobody knows is an error, and is named."""

from collections.abc import Iterable

from django.http import QueryDict
from django.utils.translation import gettext as _

from core.api.language import ALL
from core.bilingual import LANGUAGES

# Known at every address, though a single resource has no pages to turn.
EVERYWHERE = frozenset({"format", "lang", "translations", "page", "pageSize", "sort", "q"})
OF_ONE = frozenset({"format", "lang", "translations"})  # those that a single resource answers to
MOST_CHARACTERS = 200  # of one value


def query_errors(query: QueryDict, own: Iterable[str]) -> dict[str, list[str]]:
    """Return `{key: [what is wrong]}`: each key that is neither known everywhere nor one of `own`.

    Also a key that is there twice, is empty or too long, and a value of `lang` and `translations`
    that does not exist. What the values of other keys mean is checked where they are used.
    """
    known = EVERYWHERE | set(own)
    said = {key: _what_is_wrong(key, values, known) for key, values in query.lists()}
    return {key: [sentence] for key, sentence in said.items() if sentence}


def one_of(offered: Iterable[str]) -> str:
    """Return the sentence that names the values that a key may have."""
    return _("Choose one of: {values}.").format(values=", ".join(offered))


def _what_is_wrong(key: str, values: list[str], known: set[str]) -> str | None:
    if key not in known:
        return _("This query key is not known here.")
    if len(values) > 1:
        return _("This query key is there more than once.")
    value = values[0]
    if not value and key != "q":
        return _("This query key has no value.")
    if len(value) > MOST_CHARACTERS:
        return _("At most {number} characters.").format(number=MOST_CHARACTERS)
    if "\0" in value:
        return _("This value holds a character that no text has.")
    if key == "lang" and value not in LANGUAGES:
        return one_of(LANGUAGES)
    if key == "translations" and value != ALL:
        return one_of([ALL])
    return None
