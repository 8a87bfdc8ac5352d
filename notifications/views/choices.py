"""What is mailed to me, and when."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.addresses import addresses_of
from core.errors import EditedMeanwhile
from notifications.forms import ChoicesForm
from notifications.workflow import choices as acts
from notifications.working_time import DAY_BEGINS, DAY_ENDS


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def mail_choices(request: HttpRequest) -> HttpResponse:
    preference = acts.preference_of(request.user)
    form = ChoicesForm(request.POST or None, person=request.user, preference=preference)
    if request.method == "POST" and form.is_valid() and _kept(form, request):
        messages.success(request, _("Your choices have been saved."))
        return redirect("mail_choices")
    context = {
        "form": form,
        "begins": DAY_BEGINS.hour,
        "ends": DAY_ENDS.hour,
        "addresses": addresses_of("mail_choices"),
    }
    return render(request, "notifications/choices.html", context)


def _kept(form: ChoicesForm, request: HttpRequest) -> bool:
    """Say whether the choices are stored; if not, the form says why."""
    try:
        acts.choose(
            person=request.user,
            choice=form.cleaned_data["choice"],
            muted=form.muted,
            version_seen=form.cleaned_data["seen_version"],
        )
    except EditedMeanwhile as error:
        form.show_again(error.row)
        said = _("{what} What you chose is still here: check it and save again.")
        form.add_error(None, said.format(what=error))
        return False
    return True
