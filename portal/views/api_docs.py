"""The OpenAPI document of the API, for programs and on a page for people."""

from csp.constants import UNSAFE_INLINE
from csp.decorators import csp_update
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.decorators import method_decorator
from rest_framework.renderers import StaticHTMLRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from core.api.views import Address
from core.bilingual import LANGUAGES
from portal.openapi import document


class Document(Address):
    """The document as it was committed. Nobody needs to say who they are."""

    schema = None
    is_paced = False
    authentication_classes = ()

    def get(self, request: Request) -> HttpResponse:
        return HttpResponse(document(), content_type="application/json")


# Swagger UI sets styles on its elements and draws its icons from data. The only exception there is.
@method_decorator(csp_update({"style-src": [UNSAFE_INLINE], "img-src": ["data:"]}), name="dispatch")
class Docs(Address):
    """The document as a page, in the reader's language as far as the words are ours."""

    schema = None
    is_paced = False
    authentication_classes = ()
    renderer_classes = (StaticHTMLRenderer,)

    def declare_freshness(self, request: Request) -> None:
        """The page cache would answer without the exception to the security policy."""

    def get(self, request: Request) -> Response:
        path = reverse("api_docs")
        addresses = {language: f"{path}?lang={language}" for language in LANGUAGES}
        html = render_to_string(
            "portal/api_docs.html", {"addresses": addresses}, request=request._request
        )
        return Response(html)
