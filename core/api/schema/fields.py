"""What the document says of the fields of our own (core.api.fields). Importing it is enough."""

from drf_spectacular.extensions import OpenApiSerializerFieldExtension

from core.api.fields import Link, Reference, References, TranslatedText, Untranslated
from core.api.schema.components import shared
from core.bilingual import LANGUAGES

TRANSLATIONS = {
    "type": "object",
    "description": "A text in each language; null where it has none.",
    "required": list(LANGUAGES),
    "properties": {language: {"type": ["string", "null"]} for language in LANGUAGES},
}
TRANSLATED_TEXT = {
    "description": "A text in the language asked for (where it has none: in the other one); with "
    "`translations=all` an object with each language.",
    "oneOf": [
        {"type": ["string", "null"]},
        {"$ref": "#/components/schemas/Translations"},
    ],
}


class TranslatedTextSchema(OpenApiSerializerFieldExtension):
    target_class = TranslatedText
    match_subclasses = True

    def map_serializer_field(self, auto_schema, direction) -> dict:
        return self._written() if direction == "request" else self._read(auto_schema.registry)

    def _read(self, registry) -> dict:
        shared(registry, "schemas", "Translations", TRANSLATIONS)
        return shared(registry, "schemas", "TranslatedText", TRANSLATED_TEXT)

    def _written(self) -> dict:
        most = self.target.max_length
        text = {"type": "string"} | ({"maxLength": most} if most else {})
        in_each = {
            language: text | {"type": ["string", "null"]} for language in self.target.languages
        }
        each = {"type": "object", "properties": in_each, "additionalProperties": False}
        return {"oneOf": [text, each]}


class UntranslatedSchema(OpenApiSerializerFieldExtension):
    target_class = Untranslated

    def map_serializer_field(self, auto_schema, direction) -> dict:
        said = "The members whose text is given in the other language than the one asked for."
        return {"type": "array", "items": {"type": "string"}, "description": said}


class LinkSchema(OpenApiSerializerFieldExtension):
    target_class = Link

    def map_serializer_field(self, auto_schema, direction) -> dict:
        return {"type": "string", "format": "uri"}


class ReferenceSchema(OpenApiSerializerFieldExtension):
    target_class = Reference

    def map_serializer_field(self, auto_schema, direction) -> dict:
        noun = self.target.field_name
        return {"type": "string", "description": f"The identifier of the {noun}."}


class ReferencesSchema(OpenApiSerializerFieldExtension):
    target_class = References

    def map_serializer_field(self, auto_schema, direction) -> dict:
        listed = {"type": "array", "items": {"type": "string"}}
        return listed | ({"uniqueItems": True} if direction == "request" else {})
