"""The OpenAPI document of the API, for programs and on a page for people."""

from csp.constants import UNSAFE_INLINE
from csp.decorators import csp_update
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from rest_framework.renderers import StaticHTMLRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from core.api.views import Address
from core.bilingual import LANGUAGES
from portal.linked_data import web_page
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

    def get(self, request: Request) -> Response:
        path = reverse("api_docs")
        addresses = {language: f"{path}?lang={language}" for language in LANGUAGES}
        here = addresses[self.reading.language]
        about = web_page(_("API: our data for programs"), here, request.build_absolute_uri)
        context = {"addresses": addresses, "linked_data": about}
        html = render_to_string("portal/api_docs.html", context, request=request._request)
        return Response(html)
