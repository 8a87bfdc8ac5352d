"""Each change raises a row's version by one, and two editors of one row find each other."""

from contextlib import contextmanager

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from core.errors import EditedMeanwhile
from partners.models import Municipality, Region
from portal.models import Page
from tests.factories.accounts import UserFactory
from tests.factories.partners import MunicipalityFactory, OrganisationFactory, RegionFactory
from tests.factories.portal import PageFactory

pytestmark = [pytest.mark.db, pytest.mark.django_db]

# A model without translations, one with, and the user, whose base is Django's too.
MODELS = [
    pytest.param(MunicipalityFactory, "name", id="plain"),
    pytest.param(OrganisationFactory, "name_nl", id="translated"),
    pytest.param(UserFactory, "name", id="user"),
]
every_model = pytest.mark.parametrize(("factory", "name"), MODELS)
every_way_to_save = pytest.mark.parametrize("only_that_field", [False, True])


@contextmanager
def told_that_it_was_edited():
    """The save inside is refused; the transaction around the test goes on."""
    with pytest.raises(EditedMeanwhile) as error, transaction.atomic():
        yield error


def reread(row):
    return type(row).objects.get(pk=row.pk)


def save(row, name: str, only_that_field: bool) -> None:
    if only_that_field:
        row.save(update_fields=[name])
    else:
        row.save()


@every_model
def test_a_new_row_has_version_1_and_an_identifier_of_its_own(factory, name):
    first, second = factory.create_batch(2)
    assert reread(first).version == reread(second).version == first.version == 1
    assert reread(first).uid == first.uid != second.uid


@every_model
@every_way_to_save
def test_each_save_raises_the_version_by_one(factory, name, only_that_field):
    row = factory()
    for version in (2, 3):
        setattr(row, name, f"Versie {version}")
        save(row, name, only_that_field)
        assert row.version == version
        stored = reread(row)
        assert (stored.version, getattr(stored, name)) == (version, f"Versie {version}")


def test_saving_one_field_leaves_the_others_as_they_are_stored():
    row = MunicipalityFactory(name="Mol")
    row.name, row.slug = "Geel", "geel"
    row.save(update_fields=["name"])
    assert (reread(row).name, reread(row).slug) != ("Geel", "geel")
    assert reread(row).name == "Geel"


@every_model
def test_an_update_of_many_rows_raises_the_version_of_each_and_of_no_other(factory, name):
    first, second, other = factory.create_batch(3)
    model = type(first)
    changed = model.objects.filter(pk__in=[first.pk, second.pk]).update(**{name: "Nieuw"})
    assert changed == 2
    assert [(getattr(row, name), row.version) for row in map(reread, (first, second))] == [
        ("Nieuw", 2),
        ("Nieuw", 2),
    ]
    assert (getattr(reread(other), name), reread(other).version) == (getattr(other, name), 1)


@every_model
def test_a_bulk_update_raises_the_version_of_each_row(factory, name):
    rows = factory.create_batch(3)
    other = factory()
    for number, row in enumerate(rows):
        setattr(row, name, f"Nieuw {number}")
    type(rows[0]).objects.bulk_update(rows, [name], batch_size=2)
    stored = [(getattr(row, name), row.version) for row in map(reread, rows)]
    assert stored == [("Nieuw 0", 2), ("Nieuw 1", 2), ("Nieuw 2", 2)]
    assert reread(other).version == 1


def test_an_update_through_a_related_row_raises_the_version_too():
    municipality = MunicipalityFactory()
    municipality.region.municipalities.update(at_border=True)
    assert reread(municipality).version == 2


@every_model
@every_way_to_save
def test_of_two_editors_the_second_is_told_and_overwrites_nothing(factory, name, only_that_field):
    mine = factory()
    theirs = reread(mine)
    setattr(theirs, name, "Van hen")
    theirs.save()
    setattr(mine, name, "Van mij")
    for _again in range(2):
        with told_that_it_was_edited() as error:
            save(mine, name, only_that_field)
        assert error.value.row is mine
        assert mine.version == 1
    stored = reread(mine)
    assert (getattr(stored, name), stored.version) == ("Van hen", 2)


@every_model
def test_an_editor_is_told_of_an_update_of_many_rows(factory, name):
    mine = factory()
    type(mine).objects.update(**{name: "Van hen"})
    with told_that_it_was_edited():
        mine.save()
    assert getattr(reread(mine), name) == "Van hen"


@every_model
@every_way_to_save
def test_a_deleted_row_does_not_come_back(factory, name, only_that_field):
    mine = factory()
    reread(mine).delete()
    with told_that_it_was_edited():
        save(mine, name, only_that_field)
    assert mine.version == 1
    assert not type(mine).objects.exists()


def test_an_editor_who_reads_again_can_save():
    mine = MunicipalityFactory()
    Municipality.objects.update(name="Van hen")
    with told_that_it_was_edited():
        mine.save()
    mine.refresh_from_db()
    mine.name = "Van mij, daarna"
    mine.save()
    assert (reread(mine).name, reread(mine).version) == ("Van mij, daarna", 3)


def test_a_save_that_the_database_refuses_leaves_the_version_as_it_was():
    region = RegionFactory(letter="B")
    region.letter = "b"
    with pytest.raises(IntegrityError), transaction.atomic():
        region.save()
    assert region.version == 1
    region.letter = "C"
    region.save()
    assert (region.version, reread(region).version) == (2, 2)


def test_a_translation_is_a_change_like_any_other():
    region = RegionFactory(name_nl="Kempen", name_en="Kempen")
    with translation.override("en"):
        region.name = "Campine"
        region.save()
    stored = reread(region)
    assert (stored.name_nl, stored.name_en, stored.version) == ("Kempen", "Campine", 2)


def test_an_update_of_a_translated_field_writes_the_active_language_and_raises_the_version():
    region = RegionFactory(name_nl="Kempen", name_en="Kempen")
    with translation.override("en"):
        Region.objects.update(name="Campine")
    stored = reread(region)
    assert (stored.name_nl, stored.name_en, stored.version) == ("Kempen", "Campine", 2)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("nl", "Dit is gewijzigd terwijl u ermee bezig was,"),
        ("en", "This was changed while you were editing,"),
    ],
)
def test_the_second_editor_reads_a_sentence_in_their_language(language, sentence):
    with translation.override(language):
        assert str(EditedMeanwhile(row=None)).startswith(f"{sentence} ")


def test_a_row_read_without_its_version_cannot_be_saved():
    PageFactory(title_nl="Een")
    page = Page.objects.only("title_nl").get()
    page.title_nl = "Twee"
    with pytest.raises(ValueError, match="without its version"):
        page.save()
    assert Page.objects.get().title_nl == "Een"


def test_a_new_row_never_overwrites_one_that_is_there():
    there = PageFactory(title_nl="Een")
    with pytest.raises(IntegrityError), transaction.atomic():
        PageFactory.build(pk=there.pk, key="privacy").save()
    assert Page.objects.get().title_nl == "Een"


def test_who_catches_a_conflict_can_go_on_in_the_same_transaction():
    first = PageFactory(title_nl="Een")
    second = Page.objects.get()
    first.title_nl = "Twee"
    first.save()
    with transaction.atomic():
        second.title_nl = "Drie"
        with pytest.raises(EditedMeanwhile):
            second.save()
        assert Page.objects.get().title_nl == "Twee"
