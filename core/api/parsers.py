"""The one form of body that the API reads: a JSON object in UTF-8, of a bounded size."""

import json

from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError, ValidationError
from rest_framework.parsers import BaseParser
from rest_framework.settings import api_settings

from core.api.failures import TooLarge

MOST_BYTES = 1_000_000


class JsonParser(BaseParser):
    media_type = "application/json"

    def parse(self, stream, media_type=None, parser_context=None) -> dict:
        """Return the object that the body is. Raises ParseError, TooLarge, ValidationError."""
        body = stream.read(MOST_BYTES + 1)
        if len(body) > MOST_BYTES:
            raise TooLarge
        try:
            parsed = json.loads(body.decode("utf-8"), parse_constant=_refuse)
            json.dumps(parsed, ensure_ascii=False).encode()  # no half characters (\ud800) in it
        except (ValueError, RecursionError) as error:
            raise ParseError from error
        if not isinstance(parsed, dict):
            said = _("Send one JSON object: {“member”: value, …}.")
            raise ValidationError({api_settings.NON_FIELD_ERRORS_KEY: [said]})
        return parsed


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is not JSON.")
