"""The language switch of pages without a language in their address."""

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from accounts.language import address_in, known_language, remember_language
from accounts.workflow.language import choose_language


@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Show the page one came from in another language, and remember that language."""
    language = known_language(request.POST.get("language"))
    if language is None:
        return HttpResponseBadRequest()
    came_from = request.POST.get("next", "")
    # No host is allowed: an address on this one begins with a single slash.
    if not (came_from.startswith("/") and url_has_allowed_host_and_scheme(came_from, None)):
        came_from = f"/{language}/"
    if request.user.is_authenticated:
        choose_language(person=request.user, language=language)
    response = HttpResponseRedirect(address_in(language, came_from))
    remember_language(response, language)
    return response
