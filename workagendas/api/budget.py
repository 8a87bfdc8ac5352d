"""Money in the API: where it can come from, and the lines of an action's budget."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from accounts.models import User
from core.api.fields import Reference, TranslatedText, Untranslated
from core.api.serializers import ReadSerializer, ResourceSerializer
from core.api.views import Listed, Read, Resource
from partners.models import Organisation
from workagendas.api.beside import Nested, replace_rows
from workagendas.models import Action, BudgetLine, FundingSource


class FundingSourceSerializer(ResourceSerializer):
    name = TranslatedText()
    untranslated = Untranslated()

    class Meta:
        model = FundingSource
        fields = ["id", "url", "version", "name", "period", "source", "untranslated", "is_example"]


class FundingSources(Listed, Read, Resource):
    """Where the money of an action can come from: programmes, and the partners’ own means."""

    queryset = FundingSource.objects.all()
    serializer_class = FundingSourceSerializer
    search_fields = ("code", "name_nl", "name_en")
    sort_fields = {"id": "code", "name": "name"}


class BudgetLineSerializer(ReadSerializer):
    """An amount in euro, and where it comes from."""

    funding = serializers.CharField(source="funding_code", read_only=True)
    organisation = serializers.CharField(
        source="organisation_code", read_only=True, allow_null=True
    )
    amount = serializers.FloatField(read_only=True, help_text=_("In euro."))
    note = TranslatedText()

    class Meta:
        model = BudgetLine
        fields = ["funding", "organisation", "amount", "note", "is_public"]


class BudgetLineWriteSerializer(Nested):
    """An amount in euro. It is internal, unless `isPublic` is sent as true."""

    funding = Reference(rows=FundingSource.objects.visible_to)
    organisation = Reference(rows=Organisation.objects.visible_to, required=False, allow_null=True)
    note = TranslatedText(required=False, max_length=200)

    class Meta:
        model = BudgetLine
        fields = ["funding", "organisation", "amount", "note", "is_public"]


AS_LEFT_OUT = {"organisation": None, "note_nl": "", "note_en": "", "is_public": False}


def write_lines(
    action: Action, lines: Iterable[dict[str, object]], *, by: User, reason: str
) -> bool:
    """The action has exactly these lines. Says whether anything differs from before."""
    wanted = [AS_LEFT_OUT | line for line in lines]
    known_by = ("funding", "organisation")
    return replace_rows(BudgetLine, {"action": action}, known_by, wanted, by=by, reason=reason)
