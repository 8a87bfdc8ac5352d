"""The bilingual fields and the history of the portal's own pages."""

from modeltranslation.translator import TranslationOptions, register

from core.history import keep_history
from portal.models import Page


@register(Page)
class PageTranslation(TranslationOptions):
    fields = ("title", "body")


for model in (Page,):
    keep_history(model)
