"""The portal's addresses, and three that fail: to see the error pages."""

from django.core.exceptions import PermissionDenied
from django.urls import path

from portal.urls import handler403, handler404, handler500, urlpatterns

__all__ = ["handler403", "handler404", "handler500", "urlpatterns"]


def fail(request):
    raise RuntimeError("a fault of ours")


def refuse(request):
    raise PermissionDenied


urlpatterns = [*urlpatterns, path("fault/", fail), path("refused/", refuse)]
