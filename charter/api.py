"""The charter in the API: its words as signed, and what the secretariat wrote beside them.

Signed words are in Dutch and come from their file; a write changes their unofficial translation.
"""

from django.forms import RegexField
from django.utils.translation import gettext_lazy as _
from django_filters import CharFilter, ChoiceFilter
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from charter.enums import CharterState, Part
from charter.models import Charter, Goal, Paragraph, Signature, Theme
from charter.models.themes import GoalQuerySet
from core.api.fields import Reference, TranslatedText, Untranslated
from core.api.filters import Filters, IdentifierFilter
from core.api.serializers import HEAD, ReadSerializer, ResourceSerializer, WriteSerializer
from core.api.views import Changed, Listed, Resource
from partners.models import Organisation

SIGNED = _("As signed; the English is not official.")


def signed_text() -> TranslatedText:
    return TranslatedText(help_text=SIGNED)


def translation_of_signed_text(max_length: int | None = None) -> TranslatedText:
    """Return the field that writes the English of a signed text; the Dutch stays as signed."""
    return TranslatedText(languages=["en"], max_length=max_length, required=False)


class CharterSerializer(ResourceSerializer):
    title = signed_text()
    subtitle = signed_text()
    signing_line = signed_text()
    untranslated = Untranslated()

    class Meta:
        model = Charter
        fields = [
            *[*HEAD, "year", "state", "title", "subtitle", "signed_on", "signed_in"],
            *["signing_line", "untranslated"],
        ]


class CharterWriteSerializer(WriteSerializer):
    title = translation_of_signed_text(200)
    subtitle = translation_of_signed_text(300)
    signing_line = translation_of_signed_text(120)

    class Meta:
        model = Charter
        fields = ["title", "subtitle", "signing_line", "reason"]


class CharterFilters(Filters):
    state = ChoiceFilter(choices=CharterState)


class Charters(Listed, Changed, Resource):
    """The charters: one is in force, earlier ones stay."""

    queryset = Charter.objects.all()
    serializer_class = CharterSerializer
    write_serializer_class = CharterWriteSerializer
    filterset_class = CharterFilters
    search_fields = ("title_nl", "title_en", "subtitle_nl", "subtitle_en", "year")
    sort_fields = {"year": "year", "signed_on": "signed_on"}


class ThemeSerializer(ResourceSerializer):
    charter = Reference(read_only=True)
    title = signed_text()
    untranslated = Untranslated()

    class Meta:
        model = Theme
        fields = [*HEAD, "charter", "number", "title", "untranslated"]


class ThemeWriteSerializer(WriteSerializer):
    title = translation_of_signed_text(200)

    class Meta:
        model = Theme
        fields = ["title", "reason"]


class OfCharter(Filters):
    charter = IdentifierFilter(Charter)


class Themes(Listed, Changed, Resource):
    """The numbered themes of a charter."""

    queryset = Theme.objects.with_charter()
    serializer_class = ThemeSerializer
    write_serializer_class = ThemeWriteSerializer
    filterset_class = OfCharter
    search_fields = ("title_nl", "title_en")
    sort_fields = {"number": "number", "title": "title"}


class GoalSerializer(ResourceSerializer):
    charter = Reference(source="theme.charter", read_only=True)
    theme = Reference(read_only=True)
    text = signed_text()
    title = TranslatedText(help_text=_("The secretariat’s short title; not signed."))
    summary = TranslatedText(help_text=_("One sentence in plain language; not signed."))
    explanation = TranslatedText(help_text=_("Plain language, in Markdown; not signed."))
    untranslated = Untranslated()

    class Meta:
        model = Goal
        fields = [
            *[*HEAD, "charter", "theme", "code", "text", "title", "summary", "explanation"],
            "untranslated",
        ]


class GoalWriteSerializer(WriteSerializer):
    text = translation_of_signed_text()
    title = TranslatedText(max_length=80, required=False)
    summary = TranslatedText(max_length=160, required=False)
    explanation = TranslatedText(required=False)

    class Meta:
        model = Goal
        fields = ["text", "title", "summary", "explanation", "reason"]


@extend_schema_field({"type": "string", "pattern": f"^{GoalQuerySet.CODE}$"})
class CodeFilter(CharFilter):
    """A code that a goal could have."""

    field_class = RegexField

    def __init__(self, **options):
        said = {"invalid": _("A code is a digit and a capital, like 1A.")}
        super().__init__(regex=rf"^{GoalQuerySet.CODE}\Z", error_messages=said, **options)


class GoalFilters(Filters):
    charter = IdentifierFilter(Charter, field_name="theme__charter")
    theme = IdentifierFilter(Theme)
    code = CodeFilter()


class Goals(Listed, Changed, Resource):
    """The goals of a charter. A code alone, like 1A, means the charter in force."""

    queryset = Goal.objects.with_charter()
    serializer_class = GoalSerializer
    write_serializer_class = GoalWriteSerializer
    filterset_class = GoalFilters
    search_fields = (
        *("code", "title_nl", "title_en", "text_nl", "text_en", "summary_nl", "summary_en"),
        *("explanation_nl", "explanation_en"),
    )
    sort_fields = {"code": "code", "title": "title"}


class ParagraphSerializer(ResourceSerializer):
    charter = Reference(read_only=True)
    theme = Reference(read_only=True)
    text = signed_text()
    untranslated = Untranslated()

    class Meta:
        model = Paragraph
        fields = [*HEAD, "charter", "part", "theme", "position", "anchor", "text", "untranslated"]


class ParagraphWriteSerializer(WriteSerializer):
    text = translation_of_signed_text()

    class Meta:
        model = Paragraph
        fields = ["text", "reason"]


class ParagraphFilters(OfCharter):
    part = ChoiceFilter(choices=Part)
    theme = IdentifierFilter(Theme)


class Paragraphs(Listed, Changed, Resource):
    """The paragraphs of the signed text around the goals, each with a lasting anchor."""

    queryset = Paragraph.objects.with_charter().select_related("theme__charter")
    serializer_class = ParagraphSerializer
    write_serializer_class = ParagraphWriteSerializer
    filterset_class = ParagraphFilters
    search_fields = ("text_nl", "text_en", "anchor")
    sort_fields = {"position": "position"}


class PartySerializer(ReadSerializer):
    """An organisation that a signature stands for."""

    id = serializers.CharField(source="identifier", read_only=True)
    name = TranslatedText()
    region = Reference(read_only=True)

    class Meta:
        model = Organisation
        fields = ["id", "name", "region"]


class SignatureSerializer(ResourceSerializer):
    charter = Reference(read_only=True)
    on_behalf_of = signed_text()
    organisations = PartySerializer(many=True, read_only=True)
    untranslated = Untranslated()

    class Meta:
        model = Signature
        fields = [
            *[*HEAD, "charter", "position", "signed_by", "on_behalf_of", "organisations"],
            "untranslated",
        ]


class SignatureWriteSerializer(WriteSerializer):
    on_behalf_of = translation_of_signed_text(300)

    class Meta:
        model = Signature
        fields = ["on_behalf_of", "reason"]


class SignatureFilters(OfCharter):
    organisation = IdentifierFilter(Organisation, field_name="organisations")


class Signatures(Listed, Changed, Resource):
    """Who signed, and for which organisations."""

    queryset = Signature.objects.with_charter().prefetch_related("organisations__region")
    serializer_class = SignatureSerializer
    write_serializer_class = SignatureWriteSerializer
    filterset_class = SignatureFilters
    search_fields = ("signed_by", "on_behalf_of_nl", "on_behalf_of_en")
    sort_fields = {"position": "position", "signed_by": "signed_by"}


RESOURCES = (Charters, Themes, Goals, Paragraphs, Signatures)
