"""What a token lets its person do, beside what `rules` says of the person."""

from django.utils.translation import gettext_lazy as _
from rest_framework.permissions import SAFE_METHODS, BasePermission

from accounts import enums
from accounts.models import ApiToken


class TokenScope(BasePermission):
    """A token that may only read changes nothing: 403. Sessions have no such limit."""

    message = _("This token may only read. Use one that may write as well.")

    def has_permission(self, request, view) -> bool:
        if request.method in SAFE_METHODS or not isinstance(request.auth, ApiToken):
            return True
        return request.auth.scope == enums.TokenScope.WRITE
