"""The fixed turns of phrase by which the structure of a charter is recognised, by language."""

import re
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Wording:
    """How a charter says, in one language, what the reader of its structure looks for."""

    subtitle_opening: str
    theme_closing_openings: tuple[str, ...]
    closing_openings: tuple[str, ...]
    on_behalf_of: str
    conjunction: str
    months: tuple[str, ...]
    signing_line: re.Pattern

    def date_of(self, match: re.Match) -> date:
        """Return the date in a signing line; raises ValueError for a day that does not exist."""
        month = self.months.index(match["month"].lower()) + 1
        return date(int(match["year"]), month, int(match["day"]))

    def organisations_of(self, on_behalf_of: str) -> list[str]:
        """Return the names in a line like "Namens A, B en C"."""
        names = on_behalf_of.removeprefix(self.on_behalf_of).strip()
        return [name.strip() for name in re.split(rf",| {self.conjunction} ", names)]


DUTCH_MONTHS = (
    "januari februari maart april mei juni juli augustus september oktober november december"
).split()
ENGLISH_MONTHS = (
    "january february march april may june july august september october november december"
).split()

WORDINGS = {
    "nl": Wording(
        subtitle_opening="Strategisch kompas",
        theme_closing_openings=("Deze",),
        closing_openings=("Daarnaast", "De ondertekenaars"),
        on_behalf_of="Namens",
        conjunction="en",
        months=tuple(DUTCH_MONTHS),
        signing_line=re.compile(
            rf"(?P<day>[0-9]{{1,2}}) (?P<month>{'|'.join(DUTCH_MONTHS)}) (?P<year>[0-9]{{4}})"
            r" te (?P<place>[^;]+);?",
            re.IGNORECASE,
        ),
    ),
    "en": Wording(
        subtitle_opening="Strategic compass",
        theme_closing_openings=("These",),
        closing_openings=("In addition", "The signatories"),
        on_behalf_of="On behalf of",
        conjunction="and",
        months=tuple(ENGLISH_MONTHS),
        signing_line=re.compile(
            r"(?P<place>[^,]+), (?P<day>[0-9]{1,2})"
            rf" (?P<month>{'|'.join(ENGLISH_MONTHS)}) (?P<year>[0-9]{{4}});?",
            re.IGNORECASE,
        ),
    ),
}
