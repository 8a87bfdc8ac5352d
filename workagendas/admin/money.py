"""Where money comes from. What an action costs stands on the screen of the action."""

from django.contrib.admin import register

from core.admin import ContentAdmin
from workagendas.models import FundingSource


@register(FundingSource)
class FundingSourceAdmin(ContentAdmin):
    list_display = ["name", "period", "code", "source"]
    search_fields = ["name_nl", "name_en", "code", "period", "source"]
    fields = ["code", "name", "period", "source"]

    def get_readonly_fields(self, request, obj=None):
        return ["code"] if obj else []
