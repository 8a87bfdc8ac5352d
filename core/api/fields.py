"""Fields that know the conventions: texts in two languages, links, references.

A field with a `reader()` says how it is read fast: a function of the row and of the `Reading`.
"""

from collections.abc import Callable
from operator import attrgetter

from django.db.models import Model
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from core.api.language import Reading
from core.api.plain import NO_SUCH_CHARACTER, PRESENCE
from core.bilingual import LANGUAGES

Reader = Callable[[Model, Reading], object]


class TranslatedText(serializers.Field):
    """A bilingual text: plain in the language asked for, or `{"nl": …, "en": …}` of both.

    Where a language is missing, the plain text is the other one's and the object's member is null.
    A write takes the object with the languages to change, or a plain text in the language of the
    request. Inside, a written text is `{language: text}`.
    """

    default_error_messages = {
        **PRESENCE,
        "type": _("Send a text, or an object with a text for each language."),
        "language": _("“{language}” is not a language of this text."),
        "kept": _("The text in “{language}” stays as it is; it is not written here."),
        "long": _("At most {most} characters."),
        "nul": NO_SUCH_CHARACTER,
    }

    def __init__(self, *, languages=LANGUAGES, max_length: int | None = None, **options):
        self.languages = tuple(languages)
        self.max_length = max_length
        super().__init__(**options)

    def reader(self) -> Reader:
        name = self.source

        def read(row: Model, reading: Reading) -> str | dict[str, str | None] | None:
            if reading.all_translations:
                return {code: getattr(row, f"{name}_{code}") or None for code in LANGUAGES}
            return getattr(row, f"{name}_{reading.language}") or _in_another_language(row, name)

        return read

    def to_internal_value(self, data) -> dict[str, str]:
        if isinstance(data, str):
            data = {self.context["reading"].language: data}
        if not isinstance(data, dict):
            self.fail("type")
        errors = {code: said for code, text in data.items() if (said := self._refuse(code, text))}
        if errors:
            raise serializers.ValidationError(errors)
        return {code: _as_stored(text) for code, text in data.items()}

    def _refuse(self, language: str, text: object) -> list[str] | None:
        say = self.error_messages
        if language not in self.languages:
            why = "kept" if language in LANGUAGES else "language"
            return [say[why].format(language=language)]
        if text is not None and not isinstance(text, str):
            return [str(say["type"])]
        if self.max_length and len(_as_stored(text)) > self.max_length:
            return [say["long"].format(most=self.max_length)]
        return [str(say["nul"])] if text and "\0" in text else None


def _as_stored(text: str | None) -> str:
    """Return the text as the pages store it: no space around it, plain ends of lines."""
    return (text or "").strip().replace("\r\n", "\n")


def _in_another_language(row: Model, name: str) -> str | None:
    texts = (getattr(row, f"{name}_{code}") for code in LANGUAGES)
    return next((text for text in texts if text), None)


class Untranslated(serializers.Field):
    """The members whose text is given in the other language than the one asked for."""

    def __init__(self, **options):
        options.setdefault("label", _("given in the other language"))
        super().__init__(**options, source="*", read_only=True)

    def reader(self) -> Reader:
        fields = self.parent.fields.values()
        texts = [(f.field_name, f.source) for f in fields if isinstance(f, TranslatedText)]

        def read(row: Model, reading: Reading) -> list[str]:
            if reading.all_translations:
                return []
            return [
                member
                for member, name in texts
                if not getattr(row, f"{name}_{reading.language}")
                and _in_another_language(row, name)
            ]

        return read


class Link(serializers.Field):
    """The absolute address of the row below `base`: its plural noun and its identifier."""

    def __init__(self, base: str, **options):
        self.base = base
        super().__init__(**options, source="*", read_only=True)

    def reader(self) -> Reader:
        base = self.base
        return lambda row, reading: f"{reading.origin}{base}/{row.PLURAL}/{row.identifier}"


class Reference(serializers.Field):
    """The identifier of a related row, which must be loaded with this one; null where none is.

    A write takes the same identifier, of a row among `rows` (a function of the person who asks).
    """

    default_error_messages = {
        **PRESENCE,
        "type": _("Send an identifier as a text."),
        "unknown": _("“{identifier}” does not exist."),
    }

    def __init__(self, *, rows: Callable | None = None, **options):
        self.rows = rows
        super().__init__(**options)

    def reader(self) -> Reader:
        path, _dot, name = self.source.rpartition(".")
        holder = attrgetter(path) if path else None

        def read(row: Model, reading: Reading) -> str | None:
            held = holder(row) if holder else row
            if held is None or getattr(held, f"{name}_id") is None:
                return None
            return getattr(held, name).identifier

        return read

    def to_representation(self, value):
        return value.identifier

    def to_internal_value(self, data) -> Model:
        if not isinstance(data, str):
            self.fail("type")
        found = self.rows(self.context["request"].user).called(data).first()
        if found is None:
            self.fail("unknown", identifier=data)
        return found


class References(serializers.Field):
    """The identifiers of related rows, which must be loaded with this one, in their order.

    A write takes the whole list again: each is the identifier of a row among `rows`.
    """

    default_error_messages = {
        **PRESENCE,
        "list": _("Send a list of identifiers."),
        "twice": _("Name each one once."),
    }

    def __init__(self, *, rows: Callable | None = None, **options):
        self.one = Reference(rows=rows)
        super().__init__(**options)

    def reader(self) -> Reader:
        name = self.source
        return lambda row, reading: [each.identifier for each in getattr(row, name).all()]

    def to_internal_value(self, data) -> list[Model]:
        if not isinstance(data, list):
            self.fail("list")
        self.one._context = self.context
        found, errors = [], {}
        for place, identifier in enumerate(data):
            try:
                found.append(self.one.to_internal_value(identifier))
            except serializers.ValidationError as refused:
                errors[place] = refused.detail
        if errors:
            raise serializers.ValidationError(errors)
        if len(set(found)) < len(found):
            self.fail("twice")
        return found
