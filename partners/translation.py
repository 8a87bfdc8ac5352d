"""The bilingual fields of regions and organisations."""

from modeltranslation.translator import TranslationOptions, register

from partners.models import Organisation, Region


@register(Region)
class RegionTranslation(TranslationOptions):
    fields = ("name", "name_in_sentence")


@register(Organisation)
class OrganisationTranslation(TranslationOptions):
    fields = ("name", "source")
