"""The bilingual fields and the history of the charter.

The Dutch text was signed; the English is unofficial.
"""

from modeltranslation.translator import TranslationOptions, register

from charter.models import Charter, Goal, Paragraph, Signature, SignatureParty, Theme
from core.history import keep_history


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


for model in (Charter, Theme, Goal, Paragraph, Signature, SignatureParty):
    keep_history(model)
