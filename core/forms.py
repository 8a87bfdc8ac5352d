"""The form of an edit in the back office: two editors never overwrite each other unseen."""

from django.core.exceptions import ValidationError
from django.forms import CharField, Form, HiddenInput, IntegerField, ModelForm
from django.utils.translation import gettext_lazy as _

from core.changes import history_of, in_words, keeps_history
from core.errors import EditedMeanwhile

NOT_CONTENT = {"reason", "seen_version"}


class ContentForm(ModelForm):
    """An edit of a row: its fields, why (for the history), and the version that was read.

    When somebody else saved meanwhile, nothing is written. The form comes back with what was typed,
    with the other's text wherever only the other one changed a field, and with a note at every
    field that both changed; saving again then counts.
    """

    reason = CharField(
        label=_("Why"),
        required=False,
        max_length=500,
        help_text=_("Kept in the history with this change. You may leave it empty."),
    )
    seen_version = IntegerField(required=False, widget=HiddenInput)

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        if self.is_bound:
            self.data = _with_plain_lines(self.data)
        for name in _required_columns(self._meta.model) & self.fields.keys():
            self.fields[name].required = True
        if self.instance._state.adding:
            del self.fields["seen_version"]
        else:
            self.initial["seen_version"] = self.instance.version
        if not keeps_history(type(self.instance)):
            del self.fields["reason"]

    @property
    def changed_fields(self) -> list[str]:
        return [name for name in self.changed_data if name not in NOT_CONTENT]

    def clean(self) -> dict:
        cleaned = super().clean()
        if "seen_version" in self.fields and cleaned.get("seen_version") != self.instance.version:
            self._meet_the_other_editor(cleaned.get("seen_version"))
        return cleaned

    def _post_clean(self) -> None:
        """What the database would refuse is an error of the form, also about fields it only shows.

        Django leaves out every constraint with a field that cannot be edited here.
        """
        super()._post_clean()
        if not self.errors:
            try:
                self.instance.validate_constraints()
            except ValidationError as refused:
                for name, errors in refused.error_dict.items():
                    self.add_error(name if name in self.fields else None, errors)

    def _meet_the_other_editor(self, seen: int | None) -> None:
        self.data = self.data.copy()  # what the form shows again
        self.data[self.add_prefix("seen_version")] = self.instance.version
        before, latest = self._history_since(seen)
        columns = {field.name for field in self._meta.model._meta.concrete_fields}
        shown = self.initial.keys() - NOT_CONTENT  # neither a key nor what the form adds itself
        for name in [name for name in self.fields if name in columns & shown]:
            self._merge(name, before)
        self.add_error(None, _who_and_when(latest))

    def _history_since(self, seen: int | None):
        """Return the row as this editor read it and as it was saved last; None where unknown."""
        if not keeps_history(type(self.instance)):
            return None, None
        history = history_of(self.instance)
        return history.filter(version=seen).first() if seen else None, history.first()

    def _merge(self, name: str, before) -> None:
        """Take the other's value where only the other changed the field; say so where both did."""
        field, stored = self.fields[name], self.initial.get(name)
        typed = self[name].data
        if not field.has_changed(stored, typed):
            return
        column = self.instance._meta.get_field(name)
        was = getattr(before, column.attname) if before else None
        if before and not field.has_changed(was, typed):
            self.data[self.add_prefix(name)] = field.prepare_value(stored)
        elif before is None or was != stored:
            text = in_words(self.instance, column)
            said = _("Now stored here: “{text}”").format(text=text) if text else _("Now empty.")
            self.add_error(name, said)


class DeletionForm(Form):
    """That a row may go: why, and the version that was read."""

    reason = CharField(
        label=_("Why"),
        required=False,
        max_length=500,
        help_text=_("Kept in the history. You may leave it empty."),
    )
    seen_version = IntegerField(required=False, widget=HiddenInput)


def _required_columns(model) -> set[str]:
    """Return the columns that a constraint wants filled (`core.constraints.dutch_required`)."""
    names = [constraint.name for constraint in model._meta.constraints]
    columns = {field.name for field in model._meta.concrete_fields}
    return {name for name in columns if any(c.endswith(f"_{name}_required") for c in names)}


def _with_plain_lines(data):
    """Return the data with line ends as they are stored: browsers send others than they got."""
    plain = data.copy()
    for name, value in data.items():
        if isinstance(value, str) and "\r\n" in value:
            plain[name] = value.replace("\r\n", "\n")
    return plain


def _who_and_when(latest) -> str:
    if latest is None or latest.history_user is None:
        return _("{what} What you typed is still here: check it and save again.").format(
            what=EditedMeanwhile(None)
        )
    return _(
        "{name} changed this while you were editing. Nothing was overwritten. What you typed is "
        "still here: check it and save again."
    ).format(name=latest.history_user)
