"""Indicators, how regions measure them, and the values."""

from django.contrib.admin import display, register
from django.forms import CheckboxSelectMultiple, ModelMultipleChoiceField
from django.utils.translation import gettext_lazy as _

from charter.models import Goal
from core import edits
from core.admin import ContentAdmin, EditAdmin
from core.admin_rows import BilingualRows
from core.changes import Kept
from core.forms import ContentForm
from core.numbers import with_decimals
from workagendas.models import Indicator, IndicatorGoal, IndicatorValue, RegionalDefinition


class IndicatorForm(ContentForm):
    """An edit of an indicator with the goals that it says something about."""

    about = ModelMultipleChoiceField(
        label=_("Goals"),
        queryset=Goal.objects.none(),
        widget=CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["about"].queryset = Goal.objects.with_charter().order_by(
            "-theme__charter__year", "code"
        )
        if not self.instance._state.adding:
            links = self.instance.goal_links.order_by("goal__code")
            self.initial["about"] = list(links.values_list("goal", flat=True))


class RegionalDefinitionRows(BilingualRows):
    model = RegionalDefinition
    fields = ["region", "definition", "source"]
    related_fields = ("region", "indicator")
    extra = 1


@register(Indicator)
class IndicatorAdmin(ContentAdmin):
    """The address stays, since people keep it."""

    form = IndicatorForm
    inlines = [RegionalDefinitionRows]
    history_beside = (
        Kept(IndicatorGoal, owner="indicator", name="goal"),
        Kept(RegionalDefinition, owner="indicator", name="region"),
    )
    list_display = ["name", "unit", "direction", "frequency", "adds_up"]
    list_filter = ["goals", "direction", "frequency", "adds_up"]
    search_fields = ["name_nl", "name_en", "definition_nl", "definition_en", "slug"]
    fieldsets = [
        (None, {"fields": ["slug", "name", "about"]}),
        (
            _("What is measured"),
            {"fields": ["definition", "unit", "decimals", "source", "frequency", "adds_up"]},
        ),
        (
            _("Where it should go"),
            {"fields": ["direction", "baseline", "baseline_on", "target", "target_on"]},
        ),
    ]

    def get_readonly_fields(self, request, obj=None):
        return obj.fixed_fields if obj else ()

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        by, reason = request.user, form.cleaned_data.get("reason") or ""
        links = {link.goal_id: link for link in form.instance.goal_links.all()}
        wanted = {goal.pk: goal for goal in form.cleaned_data["about"]}
        for gone in links.keys() - wanted.keys():
            edits.delete(links[gone], by=by, reason=reason)
        for new in sorted(wanted.keys() - links.keys()):
            edits.add(
                IndicatorGoal(indicator=form.instance, goal=wanted[new]), by=by, reason=reason
            )


@register(IndicatorValue)
class IndicatorValueAdmin(EditAdmin):
    list_display = ["indicator", "region", "measured_on", "measured", "status"]
    list_filter = ["indicator", "region", "status"]
    list_select_related = ["indicator", "region"]
    search_fields = ["indicator__name_nl", "indicator__name_en", "indicator__slug"]
    fields = ["indicator", "region", "measured_on", "value", "status"]

    def get_readonly_fields(self, request, obj=None):
        return ["indicator", "region"] if obj else ()

    @display(description=_("value"), ordering="value")
    def measured(self, row: IndicatorValue) -> str:
        return with_decimals(row.value, row.indicator.decimals)
