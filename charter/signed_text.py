"""Reading the structure of a charter from the text as it was published. Touches no database.

The publication has a blank line between all lines, so a blank line says nothing. What does:
a line that ends a sentence ends a paragraph; "1. " opens a theme and "A. " a goal; certain words
open the closing paragraphs; a row of dots stands above each signature.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from charter.enums import Part
from charter.wording import WORDINGS, Wording
from core.errors import DomainError

THEME = re.compile(r"([0-9]{1,3})\.\s+(.+)")
GOAL = re.compile(r"([A-Z])\.\s+(.+)")
ENDS_A_SENTENCE = re.compile(r"[.:;!?][”’\")]?$")
SIGNATURE_RULE = re.compile(r"[.…_]{3,}")
STANDS_ALONE_AFTER_HYPHEN = ("en ", "of ", "and ", "or ")
MOST_THEMES = 9  # a goal's code has one digit for its theme


class MalformedCharter(DomainError):
    """The text cannot be read as a charter; `line` is where that shows (1 is the first).

    Its sentence is English, like all that the commands say to the person at the terminal.
    """

    def __init__(self, line: int, sentence: str):
        self.line = line
        super().__init__(f"line {line}: {sentence}")


@dataclass
class Line:
    number: int
    text: str


@dataclass
class GoalText:
    code: str
    text: str
    line: int


@dataclass
class ThemeText:
    number: int
    title: str
    line: int
    goals: list[GoalText] = field(default_factory=list)

    @property
    def next_letter(self) -> str:
        return chr(ord("A") + len(self.goals))


@dataclass
class ParagraphText:
    part: Part
    theme: int | None
    text: str
    line: int


@dataclass
class SignatureText:
    """Who signed (at `line`) and for which organisations (named at the line below it)."""

    signed_by: str
    on_behalf_of: str
    organisations: list[str]
    line: int
    organisations_line: int


@dataclass
class SignedText:
    """A charter's text in one language, in the order of the document."""

    title: str
    title_line: int
    subtitle: str
    subtitle_line: int
    paragraphs: list[ParagraphText]
    themes: list[ThemeText]
    signing_line: str
    signed_on: date
    signed_in: str
    signed_line: int
    signatures: list[SignatureText]


def read_signed_text(content: bytes, language: str) -> SignedText:
    """Return the charter in `content` (UTF-8). Raises `MalformedCharter` with line and reason."""
    wording = WORDINGS[language]
    lines = _lines_of(content)
    title, subtitle, rest = _split_heading(lines, wording)
    body, signing, below = _split_at_signing_line(rest, wording)
    themes, paragraphs = _read_body(body, wording)
    match = wording.signing_line.fullmatch(signing.text)
    try:
        signed_on = wording.date_of(match)
    except ValueError as error:
        raise MalformedCharter(signing.number, "This date does not exist.") from error
    return SignedText(
        title=title.text,
        title_line=title.number,
        subtitle=subtitle.text,
        subtitle_line=subtitle.number,
        paragraphs=paragraphs,
        themes=themes,
        signing_line=signing.text,
        signed_on=signed_on,
        signed_in=match["place"].strip(),
        signed_line=signing.number,
        signatures=_read_signatures(below, signing, wording),
    )


def _lines_of(content: bytes) -> list[Line]:
    if b"\0" in content:
        line = content[: content.index(b"\0")].count(b"\n") + 1
        raise MalformedCharter(line, "This is a binary file, not a text.")
    try:
        text = unicodedata.normalize("NFC", content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise MalformedCharter(line, "The text is not UTF-8; save it as UTF-8.") from error
    numbered = enumerate(text.split("\n"), start=1)
    lines = [Line(number, line.strip()) for number, line in numbered if line.strip()]
    if not lines:
        raise MalformedCharter(1, "The file is empty.")
    return lines


def _split_heading(lines: list[Line], wording: Wording) -> tuple[Line, Line, list[Line]]:
    """Split off title and subtitle; the subtitle ends with the last partner's country in brackets.

    A bracket inside it ("(NL),") is followed by a comma, so only the last one ends the line.
    """
    opening = next(
        (i for i, line in enumerate(lines) if line.text.startswith(wording.subtitle_opening)), 0
    )
    if not opening:
        raise MalformedCharter(
            lines[0].number,
            f"There is no title followed by a subtitle that begins “{wording.subtitle_opening}”.",
        )
    ends = (i for i, line in enumerate(lines) if i >= opening and line.text.endswith(")"))
    end = next(ends, None)
    if end is None:
        raise MalformedCharter(
            lines[opening].number, "The subtitle does not end with a country in brackets."
        )
    title, subtitle = lines[:opening], lines[opening : end + 1]
    return _as_one(title), _as_one(subtitle), lines[end + 1 :]


def _split_at_signing_line(
    lines: list[Line], wording: Wording
) -> tuple[list[Line], Line, list[Line]]:
    for i, line in enumerate(lines):
        if wording.signing_line.fullmatch(line.text):
            return lines[:i], line, lines[i + 1 :]
    last = lines[-1].number if lines else 1
    raise MalformedCharter(last, "There is no line with the place and date of signing.")


def _blocks_of(lines: list[Line]) -> Iterator[Line]:
    """Yield theme headings as they are, and goals and paragraphs joined to one line each."""
    open_lines: list[Line] = []
    for line in lines:
        is_heading = THEME.fullmatch(line.text)
        if open_lines and (is_heading or GOAL.fullmatch(line.text)):
            raise MalformedCharter(
                open_lines[0].number,
                f"This text does not end with a full stop before line {line.number}.",
            )
        if is_heading:
            yield line
            continue
        open_lines.append(line)
        if ENDS_A_SENTENCE.search(line.text):
            yield _as_one(open_lines)
            open_lines = []
    if open_lines:
        raise MalformedCharter(open_lines[0].number, "This text does not end with a full stop.")


def _read_body(lines: list[Line], wording: Wording) -> tuple[list[ThemeText], list[ParagraphText]]:
    themes: list[ThemeText] = []
    paragraphs: list[ParagraphText] = []
    part = Part.OPENING
    for block in _blocks_of(lines):
        heading, goal = THEME.fullmatch(block.text), GOAL.fullmatch(block.text)
        if (heading or goal) and part == Part.CLOSING:
            raise MalformedCharter(
                block.number, "A theme or goal stands below the closing paragraphs."
            )
        if heading:
            _require_goals(themes)
            themes.append(_theme(heading, block, themes))
            part = Part.THEME
        elif goal:
            if not themes:
                raise MalformedCharter(block.number, "This goal stands above the first theme.")
            themes[-1].goals.append(_goal(goal, block, themes[-1], paragraphs))
        else:
            if themes and block.text.startswith(wording.closing_openings):
                part = Part.CLOSING
            theme = themes[-1].number if part == Part.THEME else None
            if theme and not block.text.startswith(wording.theme_closing_openings):
                raise MalformedCharter(
                    block.number,
                    f"This has no letter; a goal begins with “{themes[-1].next_letter}. ” here.",
                )
            paragraphs.append(ParagraphText(part, theme, block.text, block.number))
    if not themes:
        raise MalformedCharter(lines[0].number if lines else 1, "There is no theme (“1. …”).")
    _require_goals(themes)
    return themes, paragraphs


def _theme(heading: re.Match, block: Line, themes: list[ThemeText]) -> ThemeText:
    number = int(heading[1])
    if number in {theme.number for theme in themes}:
        raise MalformedCharter(block.number, f"Theme {number} stands in the text twice.")
    if number > MOST_THEMES:
        raise MalformedCharter(block.number, "A charter has at most nine themes.")
    expected = len(themes) + 1
    if number != expected:
        raise MalformedCharter(
            block.number, f"Theme {number} stands where theme {expected} should."
        )
    return ThemeText(number, heading[2], block.number)


def _goal(
    goal: re.Match, block: Line, theme: ThemeText, paragraphs: list[ParagraphText]
) -> GoalText:
    if paragraphs and paragraphs[-1].theme == theme.number:
        raise MalformedCharter(
            block.number, f"Goal {goal[1]} stands below a paragraph of theme {theme.number}."
        )
    if goal[1] != theme.next_letter:
        raise MalformedCharter(
            block.number,
            f"Goal {goal[1]} of theme {theme.number} stands where goal {theme.next_letter} should.",
        )
    return GoalText(f"{theme.number}{goal[1]}", goal[2], block.number)


def _require_goals(themes: list[ThemeText]) -> None:
    if themes and not themes[-1].goals:
        raise MalformedCharter(themes[-1].line, f"Theme {themes[-1].number} has no goals.")


def _read_signatures(lines: list[Line], signing: Line, wording: Wording) -> list[SignatureText]:
    groups: list[tuple[Line, list[Line]]] = []
    for line in lines:
        if SIGNATURE_RULE.fullmatch(line.text):
            groups.append((line, []))
        elif groups:
            groups[-1][1].append(line)
        else:
            raise MalformedCharter(line.number, "This stands above the first signature's dots.")
    if not groups:
        raise MalformedCharter(signing.number, "There are no signatures below the date.")
    return [_signature(rule, below, wording) for rule, below in groups]


def _signature(rule: Line, below: list[Line], wording: Wording) -> SignatureText:
    if len(below) < 2:
        raise MalformedCharter(
            rule.number,
            f"Below these dots there should be a name and a line “{wording.on_behalf_of} …”.",
        )
    name, first, *_rest = below
    on_behalf_of = _joined([line.text for line in below[1:]])
    if not on_behalf_of.startswith(wording.on_behalf_of + " "):
        raise MalformedCharter(
            first.number, f"This line does not begin with “{wording.on_behalf_of}”."
        )
    organisations = wording.organisations_of(on_behalf_of)
    for name_of_one in organisations:
        if organisations.count(name_of_one) > 1:
            raise MalformedCharter(first.number, f"“{name_of_one}” stands in this signature twice.")
    return SignatureText(name.text, on_behalf_of, organisations, name.number, first.number)


def _as_one(lines: list[Line]) -> Line:
    return Line(lines[0].number, _joined([line.text for line in lines]))


def _joined(parts: list[str]) -> str:
    """Join lines with a space; a word broken at its own hyphen keeps it and is joined without."""
    text = parts[0]
    for part in parts[1:]:
        broken = re.search(r"\w-$", text) and not part.startswith(STANDS_ALONE_AFTER_HYPHEN)
        text += part if broken else f" {part}"
    return re.sub(r"\s+", " ", text)
