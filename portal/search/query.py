"""Asking the table of the search: all words, in any order, best first.

Each word is found as part of a word, whatever its capitals and accents; a word of one or two
letters only as a whole one. On PostgreSQL inflections are found too (`regio` and `regio’s`), and
where nothing is found, words that look like the one that was typed. Whether a row is still public
is part of every question, so that what was withdrawn is not found, however old the table is.
"""

from functools import cache

from django.contrib.postgres.search import (
    SearchQuery,
    SearchRank,
    SearchVector,
    TrigramWordSimilarity,
)
from django.db import connection
from django.db.models import Case, Count, FloatField, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Least, Left, Length

from portal.models import SearchDocument
from portal.search.sources import still_public
from portal.search.words import SHORT, column_of, sought, words_in

MOST_CHARACTERS = 200  # of a question; what comes after them is not asked
MOST_WORDS = 12
CONFIGURATIONS = {"nl": "dutch", "en": "english"}  # of PostgreSQL; the indexes have the same
ALIKE = 0.5  # share of three-letter pieces in common with a word of the text
ALIKE_WITHIN = 5_000  # characters from the beginning


def question_of(typed: str) -> str:
    """Return what somebody typed, as it is shown again and searched for."""
    return " ".join(typed.replace("\0", " ").split())[:MOST_CHARACTERS].strip()


def words_of_question(question: str) -> list[str]:
    """Return the different words to look for; none where there are only signs."""
    return list(dict.fromkeys(words_in(question)))[:MOST_WORDS]


def found(words: list[str], language: str) -> QuerySet:
    """Return the documents with all these words for readers of the language, best first."""
    has_all = Q()
    is_title = When(folded_title=column_of(*words), then=1)
    in_title = Case(is_title, default=0, output_field=IntegerField())
    for word in words:
        has_all &= Q(folded__contains=sought(word))
        has_word = When(folded_title__contains=sought(word), then=1)
        in_title += Case(has_word, default=0, output_field=IntegerField())
    documents = _public(language)
    rank = Value(0.0, output_field=FloatField())
    if connection.vendor == "postgresql":
        configuration = CONFIGURATIONS[language]
        vector = _vector(configuration)
        query = SearchQuery(" ".join(words), config=configuration, search_type="plain")
        documents = documents.alias(vector=vector)
        has_all |= Q(vector=query)
        rank = SearchRank(vector, query)
    ranked = documents.filter(has_all).alias(in_title=in_title, rank=rank)
    return ranked.order_by("-in_title", "-rank", "title", "pk")


def counts_by_kind(documents: QuerySet) -> dict[str, int]:
    """Return how many documents there are of each kind that has any."""
    counted = documents.order_by().values("kind").annotate(number=Count("pk"))
    return dict(counted.values_list("kind", "number"))


def alike(words: list[str], language: str) -> QuerySet:
    """Return the documents with words that look like all of these; none without trigrams.

    Words of one or two letters look like everything, so they do not count.
    """
    long = [word for word in words if len(word) >= SHORT]
    if not long or not has_trigrams():
        return SearchDocument.objects.none()
    beginning = Left("folded", ALIKE_WITHIN)
    shares = [TrigramWordSimilarity(word, beginning) for word in long]
    in_title = [TrigramWordSimilarity(word, "folded_title") for word in long]
    documents = _public(language).alias(alike=_least(shares), title_alike=_least(in_title))
    return documents.filter(alike__gte=ALIKE).order_by(
        "-title_alike", "-alike", Length("folded_title"), "pk"
    )


@cache
def has_trigrams() -> bool:
    """Say whether the database compares words by trigrams; asked once by each process."""
    if connection.vendor != "postgresql":
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regprocedure('word_similarity(text, text)') IS NOT NULL")
        return cursor.fetchone()[0]


def _public(language: str) -> QuerySet:
    return SearchDocument.objects.for_readers_of(language).filter(still_public())


def _vector(configuration: str) -> SearchVector:
    # To the letter as in the indexes of the migration, or PostgreSQL does not use them.
    title = SearchVector("folded_title", weight="A", config=configuration)
    return title + SearchVector("folded", weight="B", config=configuration)


def _least(shares: list[TrigramWordSimilarity]):
    return Least(*shares) if len(shares) > 1 else shares[0]
