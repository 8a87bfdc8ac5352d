"""A row is chosen by typing its label; what is not a label is refused and stays in the field."""

import pytest
from django import forms

from core.suggest import SuggestField
from partners.models import Municipality
from tests.factories.partners import MunicipalityFactory

pytestmark = [pytest.mark.db, pytest.mark.django_db]


class Merger(forms.Form):
    successor = SuggestField(Municipality.objects.all(), required=False)


@pytest.fixture
def turnhout():
    MunicipalityFactory(name="Weert")
    return MunicipalityFactory(name="Turnhout")


@pytest.mark.parametrize("typed", ["Turnhout", "turnhout ", "TURNHOUT"])
def test_a_label_means_its_row(turnhout, typed):
    form = Merger({"successor": typed})
    assert form.is_valid()
    assert form.cleaned_data["successor"] == turnhout


def test_words_that_only_one_label_has_mean_its_row(turnhout):
    MunicipalityFactory(name="Oud-Turnhout Noord")
    field = Merger().fields["successor"]
    assert field.clean("noord oud").name == "Oud-Turnhout Noord"
    assert field.clean("wee").name == "Weert"
    assert field.clean("turnhout") == turnhout


def test_words_that_several_labels_have_are_refused_with_what_they_may_mean(turnhout):
    MunicipalityFactory(name="Oud-Turnhout")
    form = Merger({"successor": "turnh"})
    (error,) = form.errors["successor"]
    assert "Turnhout" in error
    assert "Oud-Turnhout" in error
    assert "Weert" not in error
    assert 'value="turnh"' in str(form["successor"])


def test_nothing_means_no_row(turnhout):
    form = Merger({"successor": ""})
    assert form.is_valid()
    assert form.cleaned_data["successor"] is None


def test_something_else_is_refused_and_stays_as_typed(turnhout):
    form = Merger({"successor": 'Turn<b>"'})
    assert not form.is_valid()
    assert 'value="Turn&lt;b&gt;&quot;"' in str(form["successor"])


def test_the_field_shows_the_chosen_label_and_suggests_all(turnhout):
    html = str(Merger(initial={"successor": turnhout.pk})["successor"])
    assert 'value="Turnhout"' in html
    assert html.count("<option") == 2
    assert '<option value="Weert">' in html
    assert 'list="successor-suggestions"' in html


def test_a_label_left_alone_is_no_change(turnhout):
    assert not Merger({"successor": "Turnhout"}, initial={"successor": turnhout.pk}).has_changed()
    assert Merger({"successor": "Weert"}, initial={"successor": turnhout.pk}).has_changed()
    assert Merger({"successor": ""}, initial={"successor": turnhout.pk}).has_changed()
