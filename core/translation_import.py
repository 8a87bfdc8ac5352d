"""What a spreadsheet with translations would change: checked when shown and again when done."""

import hashlib
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core.errors import DomainError
from core.translation_desk import BilingualText, Key, NoSuchText, model_of
from core.translation_sheet import Fault, SheetRow
from core.translation_state import bilingual_fields, digest_of


class Change(NamedTuple):
    """One text and the English that it will get; the same English means: still right."""

    row: SheetRow
    text: BilingualText
    english: str

    @property
    def only_confirms(self) -> bool:
        return self.english == self.text.english


class Plan(NamedTuple):
    changes: list[Change]
    faults: list[Fault]

    @property
    def rows(self) -> list[SheetRow]:
        """The rows of the changes, each knowing the English that it replaces."""
        return [
            change.row._replace(seen=fingerprint(change.text.english)) for change in self.changes
        ]


class RefusedImport(DomainError):
    """Something in the spreadsheet can't be done, so nothing was."""

    def __init__(self, plan: Plan):
        self.plan = plan
        super().__init__(_("Nothing was changed: some rows are not right."))


class RefusedRow(DomainError):
    """Why one row can't be taken in."""


def fingerprint(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def plan(rows: list[SheetRow], faults: list[Fault] = (), *, lock: bool = False) -> Plan:
    """Return what the rows would change, and every row that is not right.

    One query a model; with `lock` the rows of the database stay as they are until the end of the
    transaction.
    """
    found = _find_all(rows, lock=lock)
    made = Plan([], list(faults))
    for row in rows:
        try:
            change = _change(row, found)
        except RefusedRow as refusal:
            made.faults.append(Fault(row.number, str(refusal)))
        except ValidationError as error:
            made.faults.append(Fault(row.number, " ".join(error.messages)))
        else:
            if change.text.is_open or not change.only_confirms:
                made.changes.append(change)
    made.faults.sort()
    return made


def _change(row: SheetRow, found: dict[str, BilingualText]) -> Change:
    text = found.get(row.key.strip())
    if text is None:
        raise RefusedRow(_("There is no text with this key."))
    if not text.dutch or row.dutch_digest != digest_of(text.dutch):
        raise RefusedRow(_("The Dutch text has changed since the download."))
    if row.seen and row.seen != fingerprint(text.english):
        raise RefusedRow(_("Somebody changed the English text since you saw what would change."))
    return Change(row, text, text.clean(row.english))


def _find_all(rows: list[SheetRow], *, lock: bool) -> dict[str, BilingualText]:
    """Return the texts that the rows name, by key; two texts of one row share it."""
    keys: dict[str, list[Key]] = {}
    for row in rows:
        try:
            key = Key.parse(row.key)
            model_of(key.model)
        except NoSuchText:
            continue
        keys.setdefault(key.model, []).append(key)
    found = {}
    for label in sorted(keys):  # always in one order, so that two imports don't wait for each other
        model = model_of(label)
        kept = model.objects.order_by("pk")
        kept = kept.select_for_update() if lock else kept
        kept = {row.uid: row for row in kept.filter(uid__in={k.uid for k in keys[label]})}
        for key in keys[label]:
            if key.uid in kept and key.field in bilingual_fields(model):
                found[str(key)] = BilingualText(kept[key.uid], key.field)
    return found
