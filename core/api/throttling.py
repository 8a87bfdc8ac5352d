"""How many requests a minute: for each address, and for each person."""

import time
from ipaddress import ip_address, ip_network

from django.conf import settings
from django.core.cache import cache
from django.utils.text import slugify
from rest_framework.throttling import BaseThrottle

WINDOW = 60  # seconds


class _PerMinute(BaseThrottle):
    """Counts in windows of a minute, in the cache that all processes share.

    Where Redis cannot be reached each process counts for itself (core.shared_cache). Each kind
    names the setting with its limit, and says in `who` what it counts by; None is not counted.
    """

    scope: str
    setting: str

    def allow_request(self, request, view) -> bool:
        most, who = getattr(settings, self.setting), self.who(request)
        if not most or who is None:
            return True
        window = int(time.time() // WINDOW)
        key = f"requests:{self.scope}:{who}:{window}"
        try:
            cache.add(key, 0, 2 * WINDOW)
            return cache.incr(key) <= most
        except ValueError:  # between the two Redis went away, and its count with it
            return True

    def wait(self) -> float:
        return WINDOW - time.time() % WINDOW


class PerAddress(_PerMinute):
    scope = "address"
    setting = "API_REQUESTS_PER_ADDRESS"

    def who(self, request) -> str:
        return _network_of(self.get_ident(request))


class PerPerson(_PerMinute):
    scope = "person"
    setting = "API_REQUESTS_PER_PERSON"

    def who(self, request) -> str | None:
        return str(request.user.pk) if request.user.is_authenticated else None


def _network_of(address: str) -> str:
    """Return the address; of IPv6 the network that one connection has to itself (/64)."""
    try:
        found = ip_address(address)
    except ValueError:
        return slugify(address)[:64]  # what a proxy says may be anything
    return str(found) if found.version == 4 else str(ip_network((found, 64), strict=False))
