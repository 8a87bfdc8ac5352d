"""Keeping the table of the search in step with the rows: only what differs is written."""

from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from operator import attrgetter

from django.db import connection, transaction
from django.db.models import Model
from django.utils.translation import override

from core.bilingual import LANGUAGES, Text
from core.translation_state import words_of
from portal.models import SearchDocument
from portal.search.sources import Source
from portal.search.words import column_of

KEY = ("kind", "subject", "language")
VALUES = ("path", "title", "title_language", "text", "other_text", "folded_title", "folded")
MOST_CHARACTERS = 100_000  # of one text; what stands further down is not found
ROWS_AT_ONCE = 500

key_of = attrgetter(*KEY)
values_of = attrgetter(*VALUES)


@transaction.atomic
def refresh(source: Source) -> Counter:
    """The documents of the source say what its public rows say now.

    Returns how many were "added", "changed", "removed" and the "same".
    """
    _let_nobody_else_refresh()
    wanted = {key_of(document): document for document in documents_of(source)}
    known = {key_of(document): document for document in SearchDocument.objects.of(source.kind)}
    added = [document for key, document in wanted.items() if key not in known]
    changed = [
        _with_values_of(document, known[key])
        for key, document in wanted.items()
        if key in known and values_of(document) != values_of(known[key])
    ]
    removed = [document.pk for key, document in known.items() if key not in wanted]
    SearchDocument.objects.bulk_create(added, batch_size=ROWS_AT_ONCE)
    SearchDocument.objects.bulk_update(changed, VALUES, batch_size=ROWS_AT_ONCE)
    SearchDocument.objects.filter(pk__in=removed).delete()
    counts = {"added": len(added), "changed": len(changed), "removed": len(removed)}
    return Counter(counts, same=len(wanted) - len(added) - len(changed))


def documents_of(source: Source) -> Iterable[SearchDocument]:
    """Give what a search knows of each public row, once for each language; not yet saved."""
    rows = list(source.fetched(source.public()))
    for language in LANGUAGES:
        with override(language):
            yield from [document_of(source, row, language) for row in rows]


def document_of(source: Source, row: Model, language: str) -> SearchDocument:
    """Return what a search knows of the row, for readers of the language, which is active."""
    title = _as_text(source.title(row), language)
    texts = [_as_text(text, language) for text in source.texts(row)]
    plain = _in_one_line(each.text for each in texts if not each.is_fallback)
    elsewhere = _in_one_line(each.text for each in texts if each.is_fallback)
    return SearchDocument(
        kind=source.kind,
        subject=row.uid,
        language=language,
        path=row.get_absolute_url(),
        title=title.text,
        title_language=title.language,
        text=plain,
        other_text=elsewhere,
        folded_title=column_of(title.text),
        folded=column_of(title.text, plain, elsewhere),
    )


@lru_cache(maxsize=4096)
def plain_words(text: str) -> str:
    """Return a text (Markdown) as one line without markup."""
    return " ".join(words_of(text[:MOST_CHARACTERS])).replace("\0", "")


def _in_one_line(texts: Iterable[str]) -> str:
    return " · ".join(words for text in texts if (words := plain_words(text)))


def _as_text(text: Text | str, language: str) -> Text:
    return text if isinstance(text, Text) else Text(str(text), language, is_fallback=False)


def _with_values_of(document: SearchDocument, known: SearchDocument) -> SearchDocument:
    for name in VALUES:
        setattr(known, name, getattr(document, name))
    return known


def _let_nobody_else_refresh() -> None:
    """Another refresh waits until this one is committed, so that older rows never win.

    SQLite has one writer at a time anyway.
    """
    if connection.vendor == "postgresql":
        table = connection.ops.quote_name(SearchDocument._meta.db_table)
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE")
