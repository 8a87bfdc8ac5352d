"""Which entries of the audit log are shown."""

from datetime import date, datetime, time, timedelta
from uuid import UUID

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.enums import every_act
from core.models import AuditEntry

FIRST, LAST = date(2000, 1, 1), date(2100, 12, 31)


class DayField(forms.DateField):
    """A day that may be left open, of a year that can be reckoned with."""

    default_validators = [
        MinValueValidator(FIRST, _("Choose a day from 2000 through 2100.")),
        MaxValueValidator(LAST, _("Choose a day from 2000 through 2100.")),
    ]
    widget = forms.DateInput(
        {"type": "date", "min": FIRST.isoformat(), "max": LAST.isoformat()}, "%Y-%m-%d"
    )


def _acts() -> list[tuple[str, str]]:
    return [("", _("all")), *sorted(every_act().items(), key=lambda act: str(act[1]).casefold())]


class AuditFilter(forms.Form):
    person = forms.CharField(
        label=_("Person"),
        required=False,
        max_length=120,
        help_text=_(
            "Name, e-mail address or number of an account; whoever did it or whom it is about."
        ),
    )
    act = forms.ChoiceField(label=_("Act"), required=False, choices=_acts)
    since = DayField(label=_("From"), required=False)
    through = DayField(label=_("Through"), required=False)

    @property
    def chosen(self) -> dict[str, str]:
        """The words of the filter that are in use, for links to the same entries."""
        return {name: self.data[name] for name in self.fields if self.data.get(name)}

    def entries(self) -> QuerySet[AuditEntry]:
        """Return what was asked for, newest first. A date is a day in Brussels."""
        wanted, entries = self.cleaned_data, AuditEntry.objects.order_by("-at", "-id")
        if wanted.get("person"):
            uids = _uids_of(wanted["person"].strip())
            entries = entries.filter(Q(actor__in=uids) | Q(object_uid__in=uids))
        if wanted.get("act"):
            entries = entries.filter(act=wanted["act"])
        if wanted.get("since"):
            entries = entries.filter(at__gte=_begin_of(wanted["since"]))
        if wanted.get("through"):
            entries = entries.filter(at__lt=_begin_of(wanted["through"] + timedelta(days=1)))
        return entries


def _begin_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _uids_of(text: str) -> list[UUID]:
    """Return the accounts that the text names; a number counts after its account is gone too."""
    try:
        return [UUID(text)]
    except ValueError:
        people = User.objects.filter(Q(name__icontains=text) | Q(email__icontains=text))
        return list(people.values_list("uid", flat=True))
