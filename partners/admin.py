"""The secretariat's screens for regions, municipalities and organisations."""

from django.contrib.admin import display, register
from django.utils.translation import gettext_lazy as _

from core.admin import ContentAdmin, EditAdmin
from core.changes import yes_or_no
from partners.models import Municipality, Organisation, Region, StatisticalArea


@register(Region)
class RegionAdmin(ContentAdmin):
    """The regions are fixed: their letter, address and order belong to the charter and the look."""

    list_display = ["letter", "name", "country"]
    list_display_links = ["letter", "name"]
    search_fields = ["name_nl", "name_en", "slug"]
    fields = ["letter", "slug", "position", "country", "name", "name_in_sentence"]
    readonly_fields = ["letter", "slug", "position", "country"]


@register(StatisticalArea)
class StatisticalAreaAdmin(EditAdmin):
    list_display = ["code", "name", "region", "lies_within"]
    list_filter = ["region"]
    list_select_related = ["region"]
    search_fields = ["code", "name"]
    fields = ["code", "name", "region", "is_whole"]
    readonly_fields = ["code"]

    @display(description=_("lies in the region as a whole"), ordering="is_whole")
    def lies_within(self, area: StatisticalArea) -> str:
        return yes_or_no(area.is_whole)


@register(Municipality)
class MunicipalityAdmin(EditAdmin):
    """The code comes from the national register; it and the address are chosen once, when the
    municipality is added."""

    list_display = ["name", "code", "kind", "region", "country"]
    list_filter = ["kind", "region", "country"]
    list_select_related = ["region"]
    search_fields = ["name", "code", "slug"]
    suggested_fields = ("successor",)
    fieldsets = [
        (None, {"fields": ["name", "code", "slug", "country", "kind", "region"]}),
        (_("Place"), {"fields": ["statistical_area", "longitude", "latitude", "at_border"]}),
        (_("Mergers"), {"fields": ["valid_from", "successor"]}),
    ]

    def get_readonly_fields(self, request, obj=None):
        return obj.fixed_fields if obj else ()

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "successor":  # names tell the present ones apart, not the former ones
            kwargs["queryset"] = Municipality.objects.current()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_view_on_site_url(self, obj=None) -> str | None:
        return None if obj is None or obj.successor_id else super().get_view_on_site_url(obj)


@register(Organisation)
class OrganisationAdmin(ContentAdmin):
    """Who signed, and under which name, is a part of the signed text: it stays as it was signed."""

    list_display = ["name", "kind", "relation", "region"]
    list_filter = ["relation", "region", "kind", "country"]
    list_select_related = ["region"]
    search_fields = ["name_nl", "name_en", "name_in_charter", "code"]
    fields = [
        *["code", "name", "name_in_charter", "kind", "relation", "country", "region"],
        *["position", "source", "left_on"],
    ]

    def get_readonly_fields(self, request, obj=None):
        return obj.fixed_fields if obj else ()
