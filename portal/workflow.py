"""Acts on translations: writing one, saying that one is still right, taking in a spreadsheet."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from core import audit
from core.enums import ContentAct
from core.errors import DomainError, EditedMeanwhile
from core.history import because
from core.permissions import require
from core.translation_desk import BilingualText, Key, find
from core.translation_import import RefusedImport, plan
from core.translation_sheet import SheetRow, write_sheet
from core.translation_state import Translated


class NothingToConfirm(DomainError):
    def __init__(self):
        super().__init__(gettext_lazy("There is no translation yet that could be right."))


@transaction.atomic
def write_translation(*, key: Key, english: str, version: int, by: User) -> None:
    """The text says this in English, and that counts as right for the Dutch as it is.

    `version` is that of the row when it was read. Raises `NotAllowed`, `NoSuchText`, Django's
    `ValidationError`, and `EditedMeanwhile` when either text is another one by now.
    """
    require(by, "portal.translate")
    text = find(key, lock=True)
    english = text.clean(english)
    if english == text.english and not text.is_open:
        return
    if text.changed_since(version):
        raise EditedMeanwhile(text.row)
    because(text.row, _("On the translation desk."), by=by)
    _write(text.row, {text: english}, by)


@transaction.atomic
def confirm_translation(*, key: Key, version: int, by: User) -> None:
    """The English text counts as right for the Dutch as it is.

    Raises `NotAllowed`, `NoSuchText`, `NothingToConfirm`, and `EditedMeanwhile` when either text
    is another one than in that version of the row.
    """
    require(by, "portal.translate")
    text = find(key, lock=True)
    if not (text.dutch and text.english):
        raise NothingToConfirm
    if not text.is_open:
        return
    if text.changed_since(version):
        raise EditedMeanwhile(text.row)
    because(text.row, _("On the translation desk."), by=by)
    _write(text.row, {text: text.english}, by)


@transaction.atomic
def export_translations(*, texts: Iterable[BilingualText], by: User) -> bytes:
    """Return a spreadsheet with these texts; that they were downloaded is recorded."""
    require(by, "portal.translate")
    audit.record(ContentAct.EXPORTED, by=by)
    return write_sheet(texts)


@transaction.atomic
def import_translations(*, rows: Iterable[SheetRow], by: User) -> int:
    """Every text that the rows name has its new English; return how many changed or were confirmed.

    All or nothing: raises `NotAllowed`, and `RefusedImport` when one row can't be taken in.
    """
    require(by, "portal.translate")
    planned = plan(list(rows), lock=True)
    if planned.faults:
        raise RefusedImport(planned)
    by_row: dict[Translated, dict[BilingualText, str]] = {}
    for change in planned.changes:
        by_row.setdefault(change.text.row, {})[change.text] = change.english
    for row, texts in by_row.items():
        because(row, _("From a spreadsheet with translations."), by=by)
        _write(row, texts, by)
    return len(planned.changes)


def _write(row: Translated, texts: dict[BilingualText, str], by: User) -> None:
    """Store the English of some texts of one locked row; audit what was written or confirmed."""
    written = [text.field for text, english in texts.items() if english != text.english]
    for text, english in texts.items():
        setattr(row, f"{text.field}_en", english)
        row.confirm(text.field)
    confirmed = {text.field for text in texts} - set(written)
    # A page keeps its date of change when nothing in it changed.
    row.save() if written else row.save(update_fields=["confirmed"])
    for act, fields in ((ContentAct.CHANGED, written), (ContentAct.CONFIRMED, confirmed)):
        if fields:
            audit.record(act, by=by, on=row, fields=[f"{field}_en" for field in fields])
