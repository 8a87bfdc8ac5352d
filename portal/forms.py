"""What a translator sends: one English text, or a spreadsheet of them."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.translation_desk import BilingualText
from core.translation_sheet import UnreadableSheet, read_sheet

MOST_ROWS, CHARACTERS_IN_A_ROW = 24, 55


class TranslationForm(forms.Form):
    """The English of one text, and the version of its row that the translator read."""

    english = forms.CharField(
        label=_("English"),
        widget=forms.Textarea,
        error_messages={"required": _("Write the translation, or skip this text.")},
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data=None, *, text: BilingualText):
        super().__init__(data, initial={"english": text.english, "version": text.row.version})
        self.text = text
        english = self.fields["english"]
        english.required = bool(text.dutch)
        english.widget.attrs |= {"lang": "en", "rows": rows_for(text)}
        if text.is_one_line:
            most = text.column.max_length
            english.help_text = _("One line of at most {number} characters.").format(number=most)

    def clean_english(self) -> str:
        return self.text.clean(self.cleaned_data["english"])

    def refuse_unsaved_words(self) -> bool:
        """Say whether words were typed that "still right" would lose; they get an error."""
        typed = self.cleaned_data.get("english")
        if typed == self.text.clean(self.text.english):
            return False
        self.add_error("english", _("You changed this text. Save it, or put the old words back."))
        return True


def rows_for(text: BilingualText) -> int:
    """Return how many rows a text area needs to show the longer of both texts, within reason."""
    longest = max(text.dutch, text.english, key=len)
    rows = sum(1 + len(line) // CHARACTERS_IN_A_ROW for line in longest.split("\n"))
    return min(MOST_ROWS, rows + 1)


class SheetForm(forms.Form):
    """A spreadsheet with translations; `cleaned_data["file"]` is its rows and their faults."""

    file = forms.FileField(
        label=_("Spreadsheet (.xlsx)"), help_text=_("One that you downloaded here. At most 2 MB.")
    )

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["file"].widget.attrs["accept"] = ".xlsx"

    def clean_file(self):
        file = self.cleaned_data["file"]
        try:
            return read_sheet(file, size=file.size)
        except UnreadableSheet as error:
            raise ValidationError(str(error)) from error
