"""Finding people, and acts on an account."""

from django import forms
from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Invitation, User
from accounts.roles import Role, grantable_by
from partners.models import Organisation


def organisations() -> QuerySet[Organisation]:
    """Return all organisations, by region in the charter's order, then those of no region."""
    return Organisation.objects.order_by(F("region__position").asc(nulls_last=True), "position")


class PeopleFilter(forms.Form):
    """What the list of people shows; read from the address, and empty when it makes no sense."""

    ACTIVE, DISABLED, INVITED, EXPIRED = "active", "disabled", "invited", "expired"
    STATES = [
        ("", _("all")),
        (ACTIVE, _("may log in")),
        (DISABLED, _("disabled")),
        (INVITED, _("invited")),
        (EXPIRED, _("invitation expired")),
    ]

    q = forms.CharField(label=_("Name or e-mail address"), required=False, max_length=120)
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=_("Organisation"),
        required=False,
        to_field_name="code",
        empty_label=_("all"),
    )
    role = forms.ChoiceField(
        label=_("Role"), required=False, choices=[("", _("all")), *Role.choices]
    )
    state = forms.ChoiceField(label=_("State"), required=False, choices=STATES)

    def __init__(self, *args, by: User, **options):
        super().__init__(*args, **options)
        self.by = by
        if by.has_perm("accounts.view_everybody"):
            self.fields["organisation"].queryset = organisations()
        else:
            del self.fields["organisation"]  # a coordinator sees one

    @property
    def chosen(self) -> dict[str, str]:
        """The words of the filter that are in use, for links to the same list."""
        return {name: self.data[name] for name in self.fields if self.data.get(name)}

    def _narrowed(self, rows: QuerySet, role_field: str) -> QuerySet:
        wanted = self.cleaned_data
        if wanted.get("q"):
            text = wanted["q"].strip()
            rows = rows.filter(name__icontains=text) | rows.filter(email__icontains=text)
        if wanted.get("organisation"):
            rows = rows.filter(organisation=wanted["organisation"])
        if wanted.get("role"):
            rows = rows.filter(**{role_field: wanted["role"]})
        return rows

    def people(self) -> QuerySet[User]:
        people = self._narrowed(User.objects.visible_to(self.by), "groups__name")
        match self.cleaned_data.get("state"):
            case self.ACTIVE:
                people = people.filter(is_active=True)
            case self.DISABLED:
                people = people.filter(is_active=False)
            case self.INVITED | self.EXPIRED:
                people = people.none()
        return people.by_organisation()

    def invitations(self) -> QuerySet[Invitation]:
        pending = Invitation.objects.visible_to(self.by).pending()
        pending = self._narrowed(pending, "role")
        match self.cleaned_data.get("state"):
            case self.ACTIVE | self.DISABLED:
                pending = pending.none()
            case self.INVITED:
                pending = pending.open()
            case self.EXPIRED:
                pending = pending.expired()
        pending = pending.select_related("organisation", "invited_by")
        return pending.prefetch_related("invited_by__groups")


class RolesForm(forms.Form):
    """The roles of a person: those that `by` may give, as boxes."""

    roles = forms.MultipleChoiceField(
        label=_("Roles"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, person: User, by: User, **options):
        had = {group.name for group in person.groups.all()}
        super().__init__(*args, initial={"roles": sorted(had)}, **options)
        may = grantable_by(by)
        self.fields["roles"].choices = [choice for choice in Role.choices if choice[0] in may]
        self.fixed = [role.label for role in Role if role not in may]


class MoveForm(forms.Form):
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=_("Organisation"),
        required=False,
        empty_label=_("none"),
        to_field_name="code",
    )

    def __init__(self, *args, person: User, **options):
        initial = {"organisation": person.organisation.code if person.organisation else None}
        super().__init__(*args, initial=initial, **options)
        self.person = person
        self.fields["organisation"].queryset = organisations()
        self.fields["organisation"].says_when_needed = True

    def clean_organisation(self) -> Organisation | None:
        if self.cleaned_data["organisation"] == self.person.organisation:
            raise forms.ValidationError(_("This is where the person belongs already."))
        return self.cleaned_data["organisation"]


class DeputyForm(forms.Form):
    deputy = forms.ModelChoiceField(
        User.objects.none(), label=_("Deputy"), to_field_name="uid", empty_label=_("choose")
    )
    starts_on = forms.DateField(
        label=_("From"), widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )
    ends_on = forms.DateField(
        label=_("Through"), widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )

    def __init__(self, *args, person: User, **options):
        super().__init__(*args, **options)
        self.fields["deputy"].queryset = person.colleagues()

    def clean(self) -> dict:
        cleaned = super().clean()
        starts_on, ends_on = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", _("The end lies before the start."))
        return cleaned
