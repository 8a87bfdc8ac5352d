"""Words as a search compares them: without capitals, accents, apostrophes and signs."""

import re
import unicodedata
from functools import lru_cache

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")  # “regio’s” is one
APOSTROPHES = {ord(sign): None for sign in "'’"}

SHORT = 3  # letters; a shorter word is only found whole: “1A”, not in “11april”


@lru_cache(maxsize=16_384)  # texts share most of their words
def folded(word: str) -> str:
    """Return the word as it is compared: `Coöperatie` and `COOPERATIE` are one."""
    letters = unicodedata.normalize("NFKD", word.casefold().translate(APOSTROPHES))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def words_in(text: str) -> list[str]:
    """Return the words of a text as they are compared, in their order."""
    return [folded(word) for word in WORD.findall(unicodedata.normalize("NFC", text))]


def column_of(*texts: str) -> str:
    """Return the words of texts for a folded column: each between two spaces."""
    return f" {' '.join(word for text in texts for word in words_in(text))} "


def sought(word: str) -> str:
    """Return what a folded column contains if it has the word: as part of one, unless short."""
    return f" {word} " if len(word) < SHORT else word
