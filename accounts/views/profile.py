"""My own profile, and everything the portal holds on me as a file."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.enums import AccountAct
from accounts.forms.profile import ProfileForm
from accounts.models import User
from accounts.roles import roles_in_words
from accounts.views.own_data import data_of
from core import audit
from core.addresses import addresses_of
from core.errors import EditedMeanwhile


@login_required
def profile(request: HttpRequest) -> HttpResponse:
    person = User.objects.with_place().get(pk=request.user.pk)
    form = ProfileForm(request.POST or None, instance=person)
    if request.method == "POST" and form.is_valid() and _kept(form):
        with translation.override(person.language):
            messages.success(request, _("Your profile has been saved."))
            return redirect("profile")
    context = {
        "form": form,
        "roles": roles_in_words(request.user),
        "affiliations": person.affiliations.select_related("organisation"),
        "addresses": addresses_of("profile"),
    }
    return render(request, "accounts/profile.html", context)


def _kept(form: ProfileForm) -> bool:
    """Say whether the change was written; if not, the form says why."""
    person = form.instance
    try:
        with transaction.atomic():
            if form.changed_fields:
                form.save()
                audit.record(
                    AccountAct.PROFILE_CHANGED, by=person, on=person, fields=form.changed_fields
                )
    except EditedMeanwhile as error:
        form.add_error(None, str(error))
        return False
    return True


@login_required
@require_safe
def own_data(request: HttpRequest) -> HttpResponse:
    """Everything held on the person who asks, as JSON."""
    audit.record(AccountAct.DATA_TAKEN, by=request.user, on=request.user)
    return JsonResponse(
        data_of(User.objects.with_place().get(pk=request.user.pk)),
        json_dumps_params={"ensure_ascii": False, "indent": 2},
        headers={
            "Content-Disposition": 'attachment; filename="my-data.json"',
            "Cache-Control": "private, no-store",
        },
    )
