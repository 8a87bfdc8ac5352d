"""The one form of body that the API reads: a JSON object in UTF-8, of a bounded size."""

import json

from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError, ValidationError
from rest_framework.parsers import BaseParser
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request
from rest_framework.settings import api_settings

from core.api.failures import BadHeader, TooLarge

MOST_BYTES = 1_000_000


def require_whole_body(request: Request) -> None:
    """Raise `BadHeader` for a body that comes in pieces without its length: Django reads none."""
    if request.method not in SAFE_METHODS and "Transfer-Encoding" in request.headers:
        said = _("Send the body as a whole, with its “Content-Length”.")
        raise BadHeader("Transfer-Encoding", said)


class JsonParser(BaseParser):
    media_type = "application/json"

    def parse(self, stream, media_type=None, parser_context=None) -> dict:
        """Return the object that the body is. Raises ParseError, TooLarge, ValidationError."""
        body = stream.read(MOST_BYTES + 1)
        if len(body) > MOST_BYTES:
            raise TooLarge
        try:
            parsed = json.loads(
                body.decode("utf-8"), parse_constant=_refuse, object_pairs_hook=_each_once
            )
            json.dumps(parsed, ensure_ascii=False).encode()  # no half characters (\ud800) in it
        except (ValueError, RecursionError) as error:
            raise ParseError from error
        if not isinstance(parsed, dict):
            said = _("Send one JSON object: {“member”: value, …}.")
            raise ValidationError({api_settings.NON_FIELD_ERRORS_KEY: [said]})
        return parsed


def _each_once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    members = dict(pairs)
    if len(members) < len(pairs):
        said = _("A member stands there more than once.")
        raise ValidationError({api_settings.NON_FIELD_ERRORS_KEY: [said]})
    return members


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is not JSON.")
