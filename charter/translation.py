"""The bilingual fields of the charter. The Dutch text was signed; the English is unofficial."""

from modeltranslation.translator import TranslationOptions, register

from charter.models import Charter, Goal, Paragraph, Signature, Theme


@register(Charter)
class CharterTranslation(TranslationOptions):
    fields = ("title", "subtitle", "signing_line")


@register(Theme)
class ThemeTranslation(TranslationOptions):
    fields = ("title",)


@register(Goal)
class GoalTranslation(TranslationOptions):
    fields = ("text", "title", "summary", "explanation")


@register(Paragraph)
class ParagraphTranslation(TranslationOptions):
    fields = ("text",)


@register(Signature)
class SignatureTranslation(TranslationOptions):
    fields = ("on_behalf_of",)
