"""My API tokens: which there are, making one, and revoking one."""

from uuid import UUID

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_safe

from accounts import workflow
from accounts.enums import TokenState
from accounts.forms.tokens import TokenForm
from accounts.models import ApiToken
from core.addresses import addresses_of
from core.errors import DomainError

A_PAGE = 50


@login_required
@require_safe
def tokens(request: HttpRequest) -> HttpResponse:
    mine = ApiToken.objects.filter(person=request.user)
    page = Paginator(mine, A_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "addresses": addresses_of("tokens")}
    return render(request, "accounts/tokens.html", context)


@login_required
@reauthentication_required
@sensitive_variables("secret")
def make_token(request: HttpRequest) -> HttpResponse:
    """The answer to the form shows the token's text, this once: it is kept nowhere else."""
    form = TokenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            token, secret = workflow.create_token(
                person=request.user, by=request.user, **form.cleaned_data
            )
        except workflow.TokenMadeAlready as error:
            messages.warning(request, str(error))
            return redirect("tokens")
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            context = {"token": token, "secret": secret, "addresses": addresses_of("tokens")}
            return render(request, "accounts/token_made.html", context)
    context = {"form": form, "addresses": addresses_of("make_token")}
    return render(request, "accounts/make_token.html", context)


@login_required
def revoke_token(request: HttpRequest, *, uid: UUID) -> HttpResponse:
    """Ask whether it is meant (GET), and do it (POST). Administrators revoke anybody's."""
    seen = ApiToken.objects.visible_to(request.user).select_related("person")
    token = get_object_or_404(seen, uid=uid)
    is_mine = token.person_id == request.user.pk
    back = reverse("tokens" if is_mine else "admin:accounts_apitoken_changelist")
    if token.state != TokenState.USABLE:
        messages.info(request, _("This token does not work any more."))
        return redirect(back)
    if request.method == "POST":
        workflow.revoke_token(token=token, by=request.user)
        messages.success(request, _("The token “{name}” is revoked.").format(name=token))
        return redirect(back)
    addresses = addresses_of("revoke_token", kwargs={"uid": uid})
    context = {"token": token, "is_mine": is_mine, "back": back, "addresses": addresses}
    return render(request, "accounts/revoke_token.html", context)
