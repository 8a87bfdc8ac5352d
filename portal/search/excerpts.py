"""The part of a text in which the words of a search stand, with each of them marked."""

from difflib import SequenceMatcher
from itertools import takewhile

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from core.bilingual import LANGUAGES, Text
from portal.models import SearchDocument
from portal.search.words import SHORT, WORD, folded

LONGEST = 240  # characters
BEFORE = 80  # characters before the first word that was found
STEM = 4  # letters that two forms of one word have in common, at least
ENDING = 3  # letters after those, at most, of either form
ALIKE = 0.75  # of 1, when the words that were typed stand nowhere


def excerpt_of(document: SearchDocument, words: list[str], *, alike: bool = False) -> Text:
    """Return the part of the document in which the words stand first, as HTML; else its beginning.

    Looks in the text of the reader's language, then in the other one. With `alike` words are marked
    that look like those of the question.
    """
    (other,) = [language for language in LANGUAGES if language != document.language]
    texts = [
        Text(document.text, document.language, is_fallback=False),
        Text(document.other_text, other, is_fallback=True),
    ]
    for text in texts:
        if places := places_of(words, text.text, alike=alike):
            return text._replace(text=_marked(text.text, places))
    shown = next((text for text in texts if text.text), texts[0])
    return shown._replace(text=_marked(shown.text, []))


def places_of(words: list[str], text: str, *, alike: bool = False) -> list[tuple[int, int]]:
    """Return where in the text a word stands that was found: start and end of each."""
    return [
        match.span()
        for match in WORD.finditer(text)
        if any(is_found(word, folded(match[0]), alike=alike) for word in words)
    ]


def is_found(word: str, standing: str, *, alike: bool = False) -> bool:
    """Say whether a word of a question is meant by one that stands in a text, both folded."""
    if word == standing:
        return True
    if min(len(word), len(standing)) < SHORT:
        return False
    if word in standing or _have_one_stem(word, standing):
        return True
    return alike and SequenceMatcher(None, word, standing).ratio() >= ALIKE


def _have_one_stem(word: str, standing: str) -> bool:
    pairs = zip(word, standing, strict=False)
    common = sum(1 for _pair in takewhile(lambda pair: pair[0] == pair[1], pairs))
    return common >= STEM and max(len(word), len(standing)) - common <= ENDING


def _marked(text: str, places: list[tuple[int, int]]) -> SafeString:
    """Return the part of the text around the first place as HTML, cut between words."""
    start = _start_before(text, places[0][0]) if places else 0
    end = _end_of_word(text, start + LONGEST)
    pieces, here = [], start
    for first, last in places:
        if last <= end:
            pieces.append((text[here:first], format_html("<mark>{}</mark>", text[first:last])))
            here = last
    return format_html(
        "{}{}{}{}",
        "… " if start else "",
        format_html_join("", "{}{}", pieces),
        text[here:end].rstrip(),
        " …" if end < len(text) else "",
    )


def _start_before(text: str, place: int) -> int:
    """Return where a word begins, some words before this place; a very long word is cut."""
    earliest = place - BEFORE
    if earliest <= 0:
        return 0
    space = text.find(" ", earliest, place)
    return earliest if space < 0 else space + 1


def _end_of_word(text: str, place: int) -> int:
    """Return where the last whole word before this place ends; a very long word is cut."""
    if place >= len(text):
        return len(text)
    end = text.rfind(" ", 0, place)
    return end if end > place - BEFORE else place
