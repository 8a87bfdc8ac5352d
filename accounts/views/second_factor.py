"""What allauth's own views about the second factor leave to be desired."""

import time

from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.webauthn.views import RemoveWebAuthnView
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.cache import never_cache

from accounts import second_factor
from accounts.login_words import SECOND_FACTOR_ERRORS
from accounts.ways_in import APP_ADDED, NEW_CODES, tell_of_change

MINUTES_TO_DOWNLOAD = 10


class SetUpApp(ActivateTOTPView):
    """Sets up an app; allauth tells its owner only after the commit."""

    def form_valid(self, form) -> HttpResponse:
        response = super().form_valid(form)
        tell_of_change(self.request.user, APP_ADDED)
        return response


class NewRecoveryCodes(GenerateRecoveryCodesView):
    """Makes new recovery codes; allauth tells their owner only after the commit."""

    def form_valid(self, form) -> HttpResponse:
        response = super().form_valid(form)
        tell_of_change(self.request.user, NEW_CODES)
        return response


class RemovePasskey(RemoveWebAuthnView):
    """Removes a passkey, unless it is the last second factor of somebody who needs one."""

    def form_valid(self, form) -> HttpResponse:
        if not second_factor.may_be_removed(self.object):
            messages.error(self.request, SECOND_FACTOR_ERRORS["cannot_delete_authenticator"])
            return redirect("mfa_list_webauthn")
        return super().form_valid(form)


@login_required
@never_cache
def download_recovery_codes(request: HttpRequest) -> HttpResponse:
    """Give the codes that were just shown as a file: for some minutes, and only after a password.

    allauth's own download is closed as soon as the codes have been shown once.
    """
    codes = get_object_or_404(
        Authenticator, user=request.user, type=Authenticator.Type.RECOVERY_CODES
    )
    raise_if_reauthentication_required(request, app="allauth.mfa")
    if time.time() - codes.data.get("viewed_at", 0) > MINUTES_TO_DOWNLOAD * 60:
        raise PermissionDenied
    text = "\n".join([request.get_host(), "", *codes.wrap().get_unused_codes(), ""])
    return HttpResponse(
        text,
        content_type="text/plain; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="recovery-codes.txt"'},
    )
