"""The bilingual fields and the history of regions and organisations."""

from modeltranslation.translator import TranslationOptions, register

from core.history import keep_history
from partners.models import Municipality, Organisation, Region


@register(Region)
class RegionTranslation(TranslationOptions):
    fields = ("name", "name_in_sentence")


@register(Organisation)
class OrganisationTranslation(TranslationOptions):
    fields = ("name", "source")


for model in (Region, Organisation, Municipality):
    keep_history(model)
