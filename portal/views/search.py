"""Search over everything public."""

from typing import NamedTuple
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.addresses import addresses_of
from core.bilingual import Text
from core.public_page import public_page
from portal.linked_data import web_page
from portal.models import SearchDocument
from portal.search.excerpts import excerpt_of
from portal.search.query import alike, counts_by_kind, found, question_of, words_of_question
from portal.search.sources import every_source

ON_A_PAGE = 20


class Result(NamedTuple):
    """One thing that was found, as a page shows it; the excerpt is HTML."""

    title: Text
    path: str
    kind: str
    excerpt: Text


class KindFound(NamedTuple):
    """A kind of which something was found: a link that shows it alone."""

    label: str | Promise
    number: int
    query: str
    is_chosen: bool


@public_page(query=("q", "kind", "page"))
def search(request: HttpRequest) -> HttpResponse:
    """Show the form, and what has the words that were typed; else what looks like them.

    A kind of which nothing was found counts as none.
    """
    question = question_of(request.GET.get("q", ""))
    words, language = words_of_question(question), get_language()
    documents = found(words, language)
    counts = counts_by_kind(documents) if words else {}
    kind = request.GET.get("kind", "")
    chosen = {"kind": kind} if kind in counts else {}
    page = _page(documents.filter(**chosen), counts.get(kind, sum(counts.values())), request)
    look_alikes = alike(words, language)[:ON_A_PAGE] if words and not counts else []
    query = {"q": question, **chosen} if question else {}
    context = {
        "question": question,
        "has_words": bool(words),
        "page": page,
        "query": urlencode(query),
        "results": [_result(document, words) for document in page],
        "look_alikes": [_result(document, words, alike=True) for document in look_alikes],
        "kinds": _kinds(question, counts, chosen.get("kind")),
        "addresses": addresses_of("search", query=query),
        "linked_data": _linked_data(request),
    }
    return render(request, "portal/search.html", context)


class _Counted(Paginator):
    """A paginator that is told how many rows there are."""

    count = 0

    def __init__(self, rows: QuerySet, count: int):
        super().__init__(rows, ON_A_PAGE)
        self.count = count


def _page(documents: QuerySet, count: int, request: HttpRequest) -> Page:
    """Return the page that was asked for; without documents nothing is asked."""
    rows = documents if count else SearchDocument.objects.none()
    return _Counted(rows, count).get_page(request.GET.get("page"))


def _result(document: SearchDocument, words: list[str], **how: bool) -> Result:
    is_fallback = document.title_language != document.language
    return Result(
        title=Text(document.title, document.title_language, is_fallback),
        path=document.path,
        kind=document.get_kind_display(),
        excerpt=excerpt_of(document, words, **how),
    )


def _kinds(question: str, counts: dict[str, int], chosen: str | None) -> list[KindFound]:
    """Return the links to each kind that was found, all kinds first; none for a single kind."""
    if len(counts) < 2:
        return []
    everything = KindFound(
        _("Everything"), sum(counts.values()), urlencode({"q": question}), chosen is None
    )
    each = [
        KindFound(
            source.plural,
            counts[source.kind],
            urlencode({"q": question, "kind": source.kind}),
            source.kind == chosen,
        )
        for source in every_source()
        if source.kind in counts
    ]
    return [everything, *each]


def _linked_data(request: HttpRequest) -> dict:
    about = web_page(_("Search"), request.path, request.build_absolute_uri)
    return {**about, "@type": "SearchResultsPage"}
