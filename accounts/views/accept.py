"""Coming in by an invitation.

The link's secret is in the address for one step only: what is kept of it (its digest) goes into
the session, and the page itself has an address without secret. So the secret is in no log of
refused requests and goes to no other page as referrer. Reading uses nothing up, and whoever tries
links that do not work leaves no session behind.
"""

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_safe

from accounts import workflow
from accounts.forms.invitations import AcceptForm
from accounts.models import Invitation, User
from accounts.models.invitation import digest_of
from core.addresses import addresses_of

INVITATION = "invitation"  # in the session


@require_safe
@sensitive_variables("token")
def follow(request: HttpRequest, *, token: str) -> HttpResponse:
    digest = digest_of(token)
    try:
        workflow.usable_invitation(digest)
        request.session[INVITATION] = digest
    except workflow.InvitationUnusable:
        request.session.pop(INVITATION, None)  # the next page says that there is nothing
    response = redirect("accept_invitation")
    response["Referrer-Policy"] = "no-referrer"
    return response


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def accept(request: HttpRequest) -> HttpResponse:
    addresses = addresses_of("accept_invitation")
    if request.user.is_authenticated:
        return render(request, "accounts/log_out_first.html", {"addresses": addresses})
    try:
        invitation = workflow.usable_invitation(request.session.get(INVITATION, ""))
        form = AcceptForm(request.POST or None, invitation=invitation)
        if request.method == "POST" and form.is_valid():
            return _welcome(request, form, invitation)
    except workflow.InvitationUnusable:
        context = {"addresses": addresses}
        return render(request, "accounts/invitation_unusable.html", context, status=410)
    context = {"form": form, "invitation": invitation, "addresses": addresses}
    return render(request, "accounts/accept.html", context)


def _welcome(request: HttpRequest, form: AcceptForm, invitation: Invitation) -> HttpResponse:
    """There is an account, and whoever followed the link is logged in to it."""
    password = form.cleaned_data["password"]
    person: User = workflow.accept_invitation(
        digest=invitation.digest, name=form.cleaned_data["name"], password=password
    )
    del request.session[INVITATION]
    method = "password" if password else "code"
    record_authentication(request, person, method=method, email=person.email)
    response = perform_login(request, person, redirect_url=reverse("desk"))
    messages.success(request, _("Welcome, {name}. Your account is ready.").format(name=person))
    return response
