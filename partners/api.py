"""Regions, municipalities and organisations in the API."""

from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter
from rest_framework import serializers

from core.api.failures import Conflict
from core.api.fields import Reference, TranslatedText, Untranslated
from core.api.filters import Filters, IdentifierFilter, YesNoFilter
from core.api.plain import Code
from core.api.serializers import HEAD, ResourceSerializer, WriteSerializer
from core.api.views import Added, Changed, Deleted, Listed, Resource
from partners.enums import Country, MunicipalityKind, OrganisationKind, Relation
from partners.models import Municipality, Organisation, Region, StatisticalArea


class RegionSerializer(ResourceSerializer):
    name = TranslatedText()
    name_in_sentence = TranslatedText(help_text=_("With its article, if it has one."))
    untranslated = Untranslated()

    class Meta:
        model = Region
        fields = [
            *[*HEAD, "slug", "letter", "position", "country"],
            *["name", "name_in_sentence", "untranslated"],
        ]


class RegionWriteSerializer(WriteSerializer):
    name = TranslatedText(max_length=60, required=False)
    name_in_sentence = TranslatedText(max_length=60, required=False)

    class Meta:
        model = Region
        fields = ["name", "name_in_sentence", "reason"]


class RegionFilters(Filters):
    country = ChoiceFilter(choices=Country)


class Regions(Listed, Changed, Resource):
    """The three regions, in the charter's order."""

    queryset = Region.objects.all()
    serializer_class = RegionSerializer
    write_serializer_class = RegionWriteSerializer
    filterset_class = RegionFilters
    search_fields = ("name_nl", "name_en", "slug")
    sort_fields = {"position": "position", "name": "name"}


class MunicipalitySerializer(ResourceSerializer):
    region = serializers.CharField(
        source="region_slug",
        read_only=True,
        allow_null=True,
        help_text=_("The identifier of the region; null for a neighbour."),
    )
    statistical_area = serializers.CharField(
        source="statistical_area_code",
        read_only=True,
        allow_null=True,
        help_text=_("NUTS 3 code (2021)."),
    )
    longitude = serializers.FloatField(read_only=True, help_text=_("Degrees (WGS 84)."))
    latitude = serializers.FloatField(read_only=True, help_text=_("Degrees (WGS 84)."))
    at_border = serializers.BooleanField(
        read_only=True,
        help_text=_("As far as known; the partners have yet to check it. Null is unknown."),
    )

    class Meta:
        model = Municipality
        fields = [
            *[*HEAD, "code", "slug", "name", "country", "kind"],
            *["region", "statistical_area", "longitude", "latitude", "at_border", "valid_from"],
        ]


class MunicipalityWriteSerializer(WriteSerializer):
    fixed_once_added = Municipality.fixed_fields

    region = Reference(rows=Region.objects.visible_to, required=False, allow_null=True)
    statistical_area = Code(
        slug_field="code",
        queryset=StatisticalArea.objects.all(),
        required=False,
        allow_null=True,
    )
    successor = Reference(rows=Municipality.objects.visible_to, required=False, allow_null=True)

    class Meta:
        model = Municipality
        fields = [
            *["code", "slug", "name", "country", "kind", "region", "statistical_area"],
            *["longitude", "latitude", "at_border", "valid_from", "successor", "reason"],
        ]


class MunicipalityFilters(Filters):
    kind = ChoiceFilter(choices=MunicipalityKind)
    country = ChoiceFilter(choices=Country)
    region = IdentifierFilter(Region)
    at_border = YesNoFilter()


class Municipalities(Listed, Added, Changed, Resource):
    """The municipalities of the regions, and their neighbours.

    A merged municipality is not listed; its identifier means what it is part of now. The code comes
    from the national register; it and the slug are chosen once, when the municipality is added.
    """

    queryset = Municipality.objects.with_place()
    serializer_class = MunicipalitySerializer
    write_serializer_class = MunicipalityWriteSerializer
    filterset_class = MunicipalityFilters
    search_fields = ("name", "code", "slug")
    sort_fields = {"name": "name", "code": "code", "region": "region__position"}
    place = ("longitude", "latitude")

    def get_queryset(self) -> QuerySet:
        rows = super().get_queryset()
        return rows.current() if self.action == "list" else rows

    def row_to(self, verb: str) -> Municipality:
        """Return the row at this address. Raises `Conflict` for one that merged into another."""
        row = super().row_to(verb)
        if row.identifier != self.kwargs[self.lookup_field]:
            said = gettext("This municipality is a part of {name} now. Change that one.")
            raise Conflict(said.format(name=row.name))
        return row


class OrganisationSerializer(ResourceSerializer):
    name = TranslatedText()
    region = Reference(read_only=True)
    source = TranslatedText(help_text=_("Where the relation to the charter is written down."))
    untranslated = Untranslated()

    class Meta:
        model = Organisation
        fields = [
            *[*HEAD, "code", "name", "name_in_charter", "kind"],
            *["relation", "country", "region", "position", "source", "left_on", "untranslated"],
        ]


class OrganisationWriteSerializer(WriteSerializer):
    """A code is chosen once. Who signed, and under which name, stays as it was signed."""

    fixed_once_added = ("code",)

    name = TranslatedText(max_length=120)
    region = Reference(rows=Region.objects.visible_to, required=False, allow_null=True)
    source = TranslatedText(max_length=200)

    class Meta:
        model = Organisation
        fields = [
            *["code", "name", "name_in_charter", "kind", "relation", "country", "region"],
            *["position", "source", "left_on", "reason"],
        ]


class OrganisationFilters(Filters):
    kind = ChoiceFilter(choices=OrganisationKind)
    relation = ChoiceFilter(choices=Relation)
    country = ChoiceFilter(choices=Country)
    region = IdentifierFilter(Region)


class Organisations(Listed, Added, Changed, Deleted, Resource):
    """The organisations that signed the charter, and the wider network."""

    queryset = Organisation.objects.select_related("region")
    serializer_class = OrganisationSerializer
    write_serializer_class = OrganisationWriteSerializer
    filterset_class = OrganisationFilters
    search_fields = ("name_nl", "name_en", "name_in_charter", "code")
    sort_fields = {"position": "position", "name": "name", "code": "code"}


RESOURCES = (Regions, Municipalities, Organisations)
