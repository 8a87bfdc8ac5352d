"""Inviting people, sending an invitation again, withdrawing it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts import workflow
from accounts.forms.invitations import InvitationForm
from accounts.models import Invitation
from accounts.views.doors import only_with
from core.addresses import addresses_of
from core.errors import DomainError, NotAllowed


@only_with("accounts.invite_person")
def invite(request: HttpRequest) -> HttpResponse:
    form = InvitationForm(
        request.POST or None, by=request.user, initial={"language": translation.get_language()}
    )
    context = {"form": form, "addresses": addresses_of("invite")}
    if request.method == "POST" and form.is_valid():
        try:
            workflow.invite_person(invitation=form.instance, by=request.user)
        except NotAllowed:
            raise
        except DomainError as error:
            form.add_error(None, str(error))
            context["known"] = getattr(error, "person", None)
            context["pending"] = getattr(error, "invitation", None)
        else:
            _say_on_its_way(request, form.instance.email)
            return redirect("people")
    return render(request, "accounts/invite.html", context)


@only_with("accounts.invite_person")
@require_POST
def send_again(request: HttpRequest, *, uid: UUID) -> HttpResponse:
    invitation = _seen(request, uid)
    try:
        workflow.send_invitation_again(invitation=invitation, by=request.user)
    except NotAllowed:
        raise
    except DomainError as error:
        messages.error(request, str(error))
    else:
        _say_on_its_way(request, invitation.email)
    return redirect("people")


@only_with("accounts.invite_person")
@require_POST
def withdraw(request: HttpRequest, *, uid: UUID) -> HttpResponse:
    try:
        workflow.withdraw_invitation(invitation=_seen(request, uid), by=request.user)
        messages.success(request, _("The invitation has been withdrawn."))
    except workflow.InvitationUnusable:
        messages.error(request, _("This invitation was accepted or withdrawn already."))
    return redirect("people")


def _seen(request: HttpRequest, uid: UUID) -> Invitation:
    return get_object_or_404(Invitation.objects.visible_to(request.user), uid=uid)


def _say_on_its_way(request: HttpRequest, email: str) -> None:
    said = _("The invitation to {email} is on its way.")
    messages.success(request, said.format(email=email))
