"""What every screen of the back office has in common: permissions from `rules`, a trace of each
edit, two editors who meet, and no dead ends.
"""

from collections import Counter

from django.contrib.admin import ModelAdmin, ShowFacets, SimpleListFilter, TabularInline, display
from django.contrib.admin.utils import NestedObjects, unquote
from django.core.paginator import Paginator
from django.db import router, transaction
from django.forms import Script
from django.http import Http404, QueryDict
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationAdmin

from core import audit, edits
from core.admin_rows import PlainFields, RowFormSet
from core.bilingual import LANGUAGES
from core.changes import Kept, history_with, keeps_history, versions_at
from core.enums import ContentAct
from core.errors import DomainError, EditedMeanwhile, NotAllowed
from core.events import announce_outdated, states_before
from core.forms import ContentForm, DeletionForm
from core.history import because
from core.translation_state import TranslationState

VERSIONS_ON_A_PAGE = 50
MOST_IN_A_SEARCH = 200  # characters


class GuardedAdmin(ModelAdmin):
    """Screens that only `rules` opens. What a person may not see is not there: 404."""

    actions = None
    list_per_page = 50
    history_beside: tuple[Kept, ...] = ()  # rows whose history is told with this one's
    show_facets = ShowFacets.NEVER

    def _allows(self, verb: str, request, row=None) -> bool:
        return request.user.has_perm(f"{self.opts.app_label}.{verb}_{self.opts.model_name}", row)

    def has_view_permission(self, request, obj=None) -> bool:
        return self._allows("view", request, obj)

    def has_add_permission(self, request) -> bool:
        return self._allows("add", request)

    def has_change_permission(self, request, obj=None) -> bool:
        return self._allows("change", request, obj)

    def has_delete_permission(self, request, obj=None) -> bool:
        return self._allows("delete", request, obj)

    def has_module_permission(self, request) -> bool:
        return self.has_view_permission(request)

    def get_queryset(self, request):
        rows = super().get_queryset(request)
        return rows.visible_to(request.user) if hasattr(rows, "visible_to") else rows

    def lookup_allowed(self, lookup, value, request=None) -> bool:
        """Only what the filters beside the list offer; any other lookup would spell out a secret.

        Nor a NUL, which PostgreSQL refuses to compare with.
        """
        return "\0" not in value and lookup in self._lookups_offered(request)

    def _lookups_offered(self, request) -> set[str]:
        offered = set()
        for each in self.get_list_filter(request):
            if isinstance(each, str):
                field = self.opts.get_field(each)
                exact = f"{each}__{field.target_field.name}" if field.is_relation else each
                offered |= {f"{exact}__exact", f"{each}__isnull"}
            else:
                offered.add(each.parameter_name)
        return offered

    def get_search_results(self, request, queryset, search_term):
        """A search as long as a page is cut off: SQLite refuses a question of a thousand words."""
        return super().get_search_results(request, queryset, search_term[:MOST_IN_A_SEARCH])

    def get_view_on_site_url(self, obj=None) -> str | None:
        has_page = obj is not None and hasattr(obj, "get_absolute_url")
        return obj.get_absolute_url() if has_page else None

    def changelist_view(self, request, extra_context=None):
        self._require_sight(request)
        context = {"title": capfirst(self.opts.verbose_name_plural)} | (extra_context or {})
        return super().changelist_view(request, context)

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        self._require_sight(request, object_id)
        context = {"has_history": keeps_history(self.model)} | (extra_context or {})
        return super().changeform_view(request, object_id, form_url, context)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        context |= {"title": str(obj), "subtitle": None} if obj else {}
        return super().render_change_form(request, context, add, change, form_url, obj)

    def delete_view(self, request, object_id, extra_context=None):
        self._require_sight(request, object_id)
        return super().delete_view(request, object_id, extra_context)

    def history_view(self, request, object_id, extra_context=None):
        """Who changed what, when and why: every saved version, newest first."""
        self._require_sight(request, object_id)
        if not keeps_history(self.model):
            raise Http404
        row = self.get_object(request, unquote(object_id))
        beside = [kind for kind in self.history_beside if self._may_read(request, kind.model)]
        history = history_with(row, beside)
        page = Paginator(history, VERSIONS_ON_A_PAGE).get_page(request.GET.get("p"))
        context = self.admin_site.each_context(request) | {
            "title": _("History"),
            "subtitle": str(row),
            "original": row,
            "opts": self.opts,
            "page": page,
            "versions": versions_at(list(page.object_list), self.model, beside),
        }
        return TemplateResponse(request, "admin/object_history.html", context)

    def _may_read(self, request, model) -> bool:
        return request.user.has_perm(f"{model._meta.app_label}.view_{model._meta.model_name}")

    def get_deleted_objects(self, objs, request):
        """What stands in the way of deleting is said by kind and number, not row by row."""
        *about, _rows = super().get_deleted_objects(objs, request)
        collector = NestedObjects(using=router.db_for_write(self.model), origin=objs)
        collector.collect(objs)
        kinds = Counter(capfirst(row._meta.verbose_name_plural) for row in collector.protected)
        return *about, [f"{kind}: {count}" for kind, count in sorted(kinds.items())]

    def log_addition(self, request, obj, message):
        audit.record(ContentAct.ADDED, by=request.user, on=obj, fields=message)

    def log_change(self, request, obj, message):
        if message:
            audit.record(ContentAct.CHANGED, by=request.user, on=obj, fields=message)

    def log_deletions(self, request, queryset):
        """`edits.delete` records it."""

    def _require_sight(self, request, object_id: str | None = None) -> None:
        row_is_there = object_id is None or self.get_object(request, unquote(object_id))
        if not row_is_there or not self.has_view_permission(request):
            raise Http404


class ReadOnlyAdmin(GuardedAdmin):
    """Screens to look something up; the acts stand elsewhere."""

    def has_add_permission(self, request) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False


class ReadOnlyInline(TabularInline):
    """Rows that belong to the one on the screen, to look at. Who sees that one sees these."""

    template = "admin/read_only_rows.html"
    extra = 0
    can_delete = False

    def has_view_permission(self, request, obj=None) -> bool:
        return True

    def has_add_permission(self, request, obj=None) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False


class EditAdmin(PlainFields, GuardedAdmin):
    """Screens to edit rows: each change says why (if one likes), and two editors meet."""

    form = ContentForm

    def get_fieldsets(self, request, obj=None):
        fieldsets = list(super().get_fieldsets(request, obj))
        may_save = self.has_change_permission(request, obj) if obj else True
        about_the_edit = ["reason"] if keeps_history(self.model) else []
        about_the_edit += ["seen_version"] if obj else []
        if may_save and about_the_edit:
            fieldsets.append((_("This change"), {"fields": about_the_edit}))
        return fieldsets

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except EditedMeanwhile:
            # Somebody saved in this very moment; read again, the form now finds the other version.
            return super().changeform_view(request, object_id, form_url, extra_context)

    def deletion_form(self, request, row) -> DeletionForm:
        return DeletionForm(request.POST or None)

    def delete_view(self, request, object_id, extra_context=None):
        """Ask why as well. What an act refuses is said there, with what was typed."""
        self._require_sight(request, object_id)
        form = self.deletion_form(request, self.get_object(request, unquote(object_id)))
        context = {"deletion": form} | (extra_context or {})
        if form.is_bound and form.is_valid():
            request.deletion = form.cleaned_data
            try:
                return super().delete_view(request, object_id, context)
            except NotAllowed:
                raise
            except DomainError as refused:
                form.add_error(None, str(refused))
        request.POST = QueryDict()  # not to delete, but to ask again
        return super().delete_view(request, object_id, context)

    def delete_model(self, request, obj):
        seen = request.deletion["seen_version"]
        if seen is not None and seen != obj.version:
            raise EditedMeanwhile(obj)
        edits.delete(obj, by=request.user, reason=request.deletion["reason"])

    def construct_change_message(self, request, form, formsets, add=False) -> list[str]:
        return form.changed_fields

    @transaction.atomic
    def save_model(self, request, obj, form, change):
        """The row is saved, with who and why; a form in which nothing changed saves nothing."""
        if form.changed_fields or not change:
            before = states_before(obj)
            because(obj, form.cleaned_data.get("reason") or None, by=request.user).save()
            announce_outdated(obj, before=before, by=request.user)

    @transaction.atomic
    def save_formset(self, request, form, formset, change):
        """Rows that belong to this one are added, changed and deleted, each with its own trail."""
        if isinstance(formset, RowFormSet):
            formset.save(commit=False)
            reason, by = form.cleaned_data.get("reason") or "", request.user
            for row in formset.deleted_objects:
                edits.delete(row, by=by, reason=reason)
            for row, names in formset.changed_objects:
                before = states_before(row)
                because(row, reason or None, by=by).save()
                audit.record(ContentAct.CHANGED, by=by, on=row, fields=names)
                announce_outdated(row, before=before, by=by)
            for row in formset.new_objects:
                edits.add(row, by=by, reason=reason)


class OfferedFilter(SimpleListFilter):
    """A filter for which a value that it does not offer is none."""

    def value(self) -> str | None:
        value = super().value()
        return value if value in {str(offered) for offered, _words in self.lookup_choices} else None


class TranslationFilter(OfferedFilter):
    """The rows whose translation asks for this work first, by what the rows themselves say."""

    title = _("translation")
    parameter_name = "translation"

    def lookups(self, request, model_admin):
        return TranslationState.choices

    def queryset(self, request, queryset):
        if self.value() is None:
            return queryset
        wanted = [row.pk for row in queryset if row.worst_translation_state() == self.value()]
        return queryset.filter(pk__in=wanted)


class ContentAdmin(EditAdmin, TranslationAdmin):
    """Screens to edit rows with texts in two languages, a tab each."""

    class Media:
        js = [Script("js/language_tabs.js", defer=True)]

    @display(description=_("translation"))
    def translation(self, row) -> str:
        state = row.worst_translation_state()
        return render_to_string("components/translation_state.html", {"state": state})

    def get_list_display(self, request):
        """The list's columns; how the translation stands is the third, in sight on a phone."""
        first, second, *rest = super().get_list_display(request)
        return [first, second, "translation", *rest]

    def get_list_filter(self, request):
        return [TranslationFilter, *super().get_list_filter(request)]

    def get_form(self, request, obj=None, **kwargs):
        """The form, with tabs only where both languages can be edited."""
        form = super().get_form(request, obj, **kwargs)
        for name, field in form.base_fields.items():
            siblings = {f"{name[:-3]}_{language}" for language in LANGUAGES}
            if name in siblings and not siblings <= form.base_fields.keys():
                classes = field.widget.attrs.get("class", "").split()
                field.widget.attrs["class"] = " ".join(set(classes) - {"mt"})
        return form
