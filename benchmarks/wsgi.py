"""One server for all that is compared, so that target and twin differ in nothing else.

`/…` is the portal as it is served, `/uncached/…` the same without its page cache, and `/bare/…`
Django without any middleware.
"""

from collections.abc import Callable, Iterable

from django.core.handlers.wsgi import WSGIHandler
from django.test import override_settings

from benchmarks.targets import BARE, UNCACHED
from portal.wsgi import application as portal

uncached = WSGIHandler()
with override_settings(MIDDLEWARE=[]):
    bare = WSGIHandler()


def application(environ: dict, start_response: Callable) -> Iterable[bytes]:
    path = environ["PATH_INFO"]
    if path.startswith(BARE):
        return bare(environ, start_response)
    if path.startswith(UNCACHED):
        environ["PATH_INFO"] = path.removeprefix(UNCACHED)
        return uncached(environ, start_response)
    return portal(environ, start_response)
