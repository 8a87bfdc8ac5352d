"""What the screens for the parts of an agenda share: each save is an amendment of the agenda."""

from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from core.admin import ContentAdmin
from core.errors import DomainError, EditedMeanwhile, NotAllowed
from core.forms import ContentForm
from workagendas.enums import AgendaState
from workagendas.models import WorkAgenda
from workagendas.workflow import MoveRefused, NotOnThatDay, ReasonMissing, amending

# At which field of the form a refusal is said; any other stands above the form.
AT_FIELD = {ReasonMissing: "reason", MoveRefused: "due_on", NotOnThatDay: "achieved_on"}


class AmendingForm(ContentForm):
    """An edit of what an agenda promises. An act that refused it said `refused`."""

    refused: DomainError | None = None

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        if "reason" not in self.fields:
            return
        agenda = self.agenda_amended()
        if agenda is None or agenda.state == AgendaState.ADOPTED:
            self.fields["reason"].help_text = _(
                "In an adopted agenda every change of what it promises has a reason, in Dutch. "
                "Everybody can read it. Elsewhere you may leave it empty."
            )

    def agenda_amended(self) -> WorkAgenda | None:
        """Return the agenda that the row is a part of; None while that is not chosen yet."""
        return self.instance.agenda if self.instance.agenda_id else None

    def clean(self) -> dict:
        cleaned = super().clean()
        if self.refused is not None:
            field = AT_FIELD.get(type(self.refused))
            self.add_error(field if field in self.fields else None, str(self.refused))
        return cleaned


class AmendingAdmin(ContentAdmin):
    """Screens for what an agenda promises. In a closed one it can only be read.

    All writing waits until every form is known to be right, and then happens inside `amending`.
    What an act refuses is said in the form, with everything that was typed.
    """

    form = AmendingForm

    def agenda_of(self, row) -> WorkAgenda:
        return row.agenda

    def write(self, request: HttpRequest, form: ModelForm, change: bool) -> None:
        """The screen's own row is saved. Called inside `amending`."""
        super().save_model(request, form.instance, form, change)

    def has_change_permission(self, request, obj=None) -> bool:
        is_closed = obj is not None and self.agenda_of(obj).state == AgendaState.CLOSED
        return not is_closed and super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None) -> bool:
        is_closed = obj is not None and self.agenda_of(obj).state == AgendaState.CLOSED
        return not is_closed and super().has_delete_permission(request, obj)

    def get_form(self, request, obj=None, **kwargs):
        form = super().get_form(request, obj, **kwargs)
        return type(form.__name__, (form,), {"refused": getattr(request, "refused_edit", None)})

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except (NotAllowed, EditedMeanwhile):
            raise
        except DomainError as refused:
            request.refused_edit = refused  # the form says it, as another error of what was typed
            return super().changeform_view(request, object_id, form_url, extra_context)

    def save_model(self, request, obj, form, change):
        """Wait for `save_related`, which comes next, so that all is written in one amendment."""

    def save_related(self, request, form, formsets, change):
        reason = form.cleaned_data.get("reason") or ""
        with amending(agenda=self.agenda_of(form.instance), by=request.user, reason=reason):
            self.write(request, form, change)
            super().save_related(request, form, formsets, change)

    def deletion_form(self, request, row):
        form = super().deletion_form(request, row)
        if self.agenda_of(row).state == AgendaState.ADOPTED:
            why = form.fields["reason"]
            why.required, why.help_text = True, _("In Dutch. Everybody can read it.")
            why.error_messages["required"] = str(ReasonMissing())
        return form

    def delete_model(self, request, obj):
        reason = request.deletion["reason"]
        with amending(agenda=self.agenda_of(obj), by=request.user, reason=reason):
            super().delete_model(request, obj)
