"""`Idempotency-Key`: a call that is repeated with the same key has its effect once.

The row of a key is inserted in the transaction of the call. Whoever comes with the same key at the
same moment waits for it at the unique constraint, and gets the answer that the first one got. Only
success is remembered: what failed changed nothing and may be tried again.
"""

import hashlib
import json
import re
from collections.abc import Callable
from datetime import timedelta
from functools import wraps

from django.db import IntegrityError, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from core.api.failures import BadHeader, Conflict
from core.models import IdempotentRequest

HEADER = "Idempotency-Key"
REMEMBERED_FOR = timedelta(hours=24)
_KEY = re.compile(r"[\x21-\x7e]{1,255}")


def once_per_key(create: Callable[..., Response]) -> Callable[..., Response]:
    """A POST that honours `Idempotency-Key`. Raises `BadHeader`; `Conflict` for another body."""

    @wraps(create)
    def answered_once(view, request: Request, **kwargs) -> Response:
        key = request.headers.get(HEADER)
        if key is None:
            with transaction.atomic():
                return create(view, request, **kwargs)
        if not _KEY.fullmatch(key):
            raise BadHeader(HEADER, _("1 to 255 letters, digits and signs, without spaces."))
        with transaction.atomic():
            remembered = _claim(request, key)
            if remembered.status is not None:
                response = _repeat(remembered)
                view.version_read = (response.data or {}).get("version")
                return response
            response = create(view, request, **kwargs)
            _remember(remembered, response)
            return response

    return answered_once


def _claim(request: Request, key: str) -> IdempotentRequest:
    """Return the row of this key: a new one, or the one of the call that came before."""
    now, digest = timezone.now(), _digest_of(request)
    IdempotentRequest.objects.filter(at__lt=now - REMEMBERED_FOR).delete()
    owner = request.user.uid
    try:
        with transaction.atomic():
            return IdempotentRequest.objects.create(owner=owner, key=key, digest=digest, at=now)
    except IntegrityError:
        remembered = IdempotentRequest.objects.get(owner=owner, key=key)
    if remembered.digest != digest:
        raise Conflict(_("This Idempotency-Key came with another request before. Use a new key."))
    return remembered


def _digest_of(request: Request) -> str:
    body = json.dumps(request.data, sort_keys=True)
    query = json.dumps(request.query_params.dict(), sort_keys=True)
    return hashlib.sha256(f"{request.method} {request.path} {query} {body}".encode()).hexdigest()


def _remember(row: IdempotentRequest, response: Response) -> None:
    row.status = response.status_code
    row.answer = json.dumps(response.data)
    row.location = response.headers.get("Location", "")
    row.language = translation.get_language()
    row.save()


def _repeat(row: IdempotentRequest) -> Response:
    translation.activate(row.language)
    headers = {"Location": row.location} if row.location else {}
    return Response(json.loads(row.answer), status=row.status, headers=headers)
