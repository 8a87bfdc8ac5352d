"""Reporting rounds in the API."""

from django_filters import ChoiceFilter

from core.api.fields import TranslatedText, Untranslated
from core.api.filters import Filters
from core.api.serializers import HEAD, ResourceSerializer
from core.api.views import Listed, Read, Resource
from workagendas.enums import RoundState
from workagendas.models import ReportingRound


class ReportingRoundSerializer(ResourceSerializer):
    name = TranslatedText()
    untranslated = Untranslated()

    class Meta:
        model = ReportingRound
        fields = [
            *[*HEAD, "name", "starts_on", "ends_on", "reference_date", "due_on", "state"],
            *["untranslated", "is_example"],
        ]


class RoundFilters(Filters):
    state = ChoiceFilter(choices=RoundState)


class ReportingRounds(Listed, Read, Resource):
    """When the partners report, and on which day it is how things stand."""

    queryset = ReportingRound.objects.all()
    serializer_class = ReportingRoundSerializer
    filterset_class = RoundFilters
    search_fields = ("name_nl", "name_en")
    sort_fields = {"reference_date": "reference_date", "due_on": "due_on"}
