"""Who may call at all; what they may do there is asked of the rules, row by row."""

from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request


class KnownToWrite(BasePermission):
    """Reading is open; whoever writes says who they are (401 otherwise)."""

    def has_permission(self, request: Request, view) -> bool:
        return request.method in SAFE_METHODS or request.user.is_authenticated


class Known(BasePermission):
    """What is about oneself needs to know who asks."""

    def has_permission(self, request: Request, view) -> bool:
        return request.user.is_authenticated
