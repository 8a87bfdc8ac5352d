"""Rows that belong to the one on the screen and are edited with it: an action's partners.

They are saved with the screen's own row, one trail each, and two editors of the same row meet.
Empty rows for new ones are folded away; nothing here needs a script.
"""

from django.contrib.admin import StackedInline
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.core.exceptions import ValidationError
from django.db.models import DateField
from django.forms import BaseInlineFormSet, DateInput
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationStackedInline

from core.errors import EditedMeanwhile
from core.forms import ContentForm
from core.suggest import SuggestField, SuggestInput


class PlainFields:
    """How a screen asks for values: with the browser's own fields, each text in its language."""

    suggested_fields: tuple[str, ...] = ()  # chosen by typing, since a list would be long
    formfield_overrides = {
        DateField: {"widget": DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}
    }

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name in self.suggested_fields:
            kwargs |= {"form_class": SuggestField, "widget": SuggestInput}
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget = field.widget.widget  # no second window to add or change another row
        if field and hasattr(db_field, "language"):
            field.widget.attrs["lang"] = db_field.language
        return field


class RowForm(ContentForm):
    """A row on the screen of another. Why it changed is asked once, for the whole screen."""

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields.pop("reason", None)

    def clean(self) -> dict:
        if "id" in self.errors:
            self.add_error(None, EditedRowIsGone())
        return super().clean()

    @property
    def is_stale(self) -> bool:
        """Say whether the row was saved since this form was opened."""
        return self["seen_version"].data != str(self.instance.version)

    def _post_clean(self) -> None:
        """What is stored and stays as it is was right once, and is not judged again."""
        if self.instance._state.adding or self.has_changed():
            super()._post_clean()


class EditedRowIsGone(ValidationError):
    def __init__(self):
        super().__init__(
            _("Somebody deleted this while you were editing. Tick “Delete” here and save again."),
            code="gone",
        )


class RowFormSet(BaseInlineFormSet):
    """All rows of one kind on the screen. Each knows its owner as it is on the screen."""

    def _construct_form(self, i, **kwargs):
        form = super()._construct_form(i, **kwargs)
        setattr(form.instance, self.fk.name, self.instance)
        return form

    def clean(self) -> None:
        super().clean()
        for form in self.initial_forms:
            is_there = not form.instance._state.adding
            if is_there and self._should_delete_form(form) and form.is_stale:
                raise ValidationError(str(EditedMeanwhile(form.instance)))


class EditRows(PlainFields, StackedInline):
    """Rows that are edited on another's screen; `rules` says by whom."""

    template = "admin/edit_rows.html"
    form = RowForm
    formset = RowFormSet
    extra = 2
    view_on_site = False
    related_fields: tuple[str, ...] = ()  # read with the rows, since their names are made of them

    def get_queryset(self, request):
        return super().get_queryset(request).select_related(*self.related_fields)

    def _allows(self, verb: str, request, owner) -> bool:
        """Say whether the person may do this with rows of this owner."""
        return request.user.has_perm(f"{self.opts.app_label}.{verb}_{self.opts.model_name}")

    def has_view_permission(self, request, obj=None) -> bool:
        return self._allows("view", request, obj)

    def has_add_permission(self, request, obj=None) -> bool:
        return self._allows("add", request, obj)

    def has_change_permission(self, request, obj=None) -> bool:
        return self._allows("change", request, obj)

    def has_delete_permission(self, request, obj=None) -> bool:
        return self._allows("delete", request, obj)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        field.choices = [*field.choices]  # read once, not for each row
        return field


class BilingualRows(EditRows, TranslationStackedInline):
    """Rows with texts in two languages, a tab each."""
