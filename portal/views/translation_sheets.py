"""Translations by spreadsheet: download the open texts, upload them, see first what will change."""

from django.contrib import messages
from django.core import signing
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from core.addresses import addresses_of
from core.translation_desk import Selection, every_text
from core.translation_import import Plan, RefusedImport, plan
from core.translation_sheet import SheetRow
from core.xlsx_cells import XLSX
from portal.forms import SheetForm
from portal.views.translations import translators_only
from portal.workflow import export_translations, import_translations

SALT = "portal.translations"
SECONDS_TO_DECIDE = 3600
MOST_CHARACTERS = 2_000_000  # of what the page sends back; Django takes 2.5 MB


@require_safe
@translators_only
def export_sheet(request: HttpRequest) -> HttpResponse:
    """Answer with the texts of the selection as a spreadsheet."""
    selection = Selection.from_query(request.GET)
    chosen = [text for text in every_text() if selection.has(text)]
    word = _("translations")
    name = f"{word}-{timezone.localdate():%Y-%m-%d}.xlsx"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    sheet = export_translations(texts=chosen, by=request.user)
    return HttpResponse(sheet, content_type=XLSX, headers=headers)


@require_http_methods(["GET", "HEAD", "POST"])
@translators_only
def import_sheet(request: HttpRequest) -> HttpResponse:
    """Take a file, show what it would change, and change that once it is confirmed."""
    if "plan" in request.POST:
        return _take_in(request)
    form = SheetForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        planned = plan(*form.cleaned_data["file"])
        token = _sign(planned, request)
        if len(token) <= MOST_CHARACTERS:
            return _page(request, form=SheetForm(), planned=planned, token=token)
        form.add_error("file", _("This is too much at once. Upload it in parts."))
    return _page(request, form=form)


def _take_in(request: HttpRequest) -> HttpResponse:
    try:
        kept = signing.loads(request.POST["plan"], salt=SALT, max_age=SECONDS_TO_DECIDE)
    except signing.SignatureExpired:
        messages.error(request, _("That was more than an hour ago. Upload the file once more."))
        return redirect("translation_import")
    except signing.BadSignature as error:
        raise BadRequest from error
    if kept["by"] != str(request.user.uid):
        raise BadRequest
    try:
        count = import_translations(rows=[SheetRow(*row) for row in kept["rows"]], by=request.user)
    except RefusedImport as refused:
        messages.error(request, str(refused))
        return _page(request, form=SheetForm(), planned=refused.plan)
    done = ngettext("{count} translation taken in.", "{count} translations taken in.", count)
    messages.success(request, done.format(count=count))
    return redirect("translations")


def _sign(planned: Plan, request: HttpRequest) -> str:
    """Return what would change as a token that only this person can send back, unaltered."""
    kept = {"by": str(request.user.uid), "rows": [list(row) for row in planned.rows]}
    return signing.dumps(kept, salt=SALT, compress=True)


def _page(request: HttpRequest, **shown) -> HttpResponse:
    context = {**shown, "addresses": addresses_of("translation_import")}
    return render(request, "portal/translation_import.html", context)
