"""The translation desk: what is outdated or missing, one text at a time."""

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.views.doors import only_with
from core.addresses import addresses_of
from core.errors import DomainError, EditedMeanwhile
from core.translation_desk import (
    BilingualText,
    Key,
    NoSuchText,
    Selection,
    changed_words,
    count_by_state,
    every_text,
    find,
    label_of,
)
from core.translation_state import TranslationState, bilingual_models
from portal.forms import TranslationForm
from portal.workflow import confirm_translation, write_translation

ON_A_PAGE = 50

translators_only = only_with("portal.translate")


@require_safe
@translators_only
def translations(request: HttpRequest) -> HttpResponse:
    """List the texts of a selection, the most urgent first."""
    selection = Selection.from_query(request.GET)
    texts = every_text()
    counts = count_by_state(texts)
    page = Paginator([t for t in texts if selection.has(t)], ON_A_PAGE).get_page(
        request.GET.get("page")
    )
    query = selection.query | ({"page": page.number} if page.number > 1 else {})
    context = {
        "page": page,
        "selection": selection,
        "suffix": suffix_of(selection.query),
        "next_suffix": suffix_of(selection.query | {"page": page.number + 1}),
        "previous_suffix": suffix_of(selection.query | {"page": page.number - 1}),
        "counts": [(state, counts[state]) for state in TranslationState],
        "states": [(state, label_of(state)) for state in Selection.STATES],
        "models": [
            (model._meta.label_lower, capfirst(model._meta.verbose_name))
            for model in bilingual_models()
        ],
        "addresses": addresses_of("translations", query=query),
    }
    return render(request, "portal/translations.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@translators_only
def translation(request: HttpRequest, model: str, uid: UUID, field: str) -> HttpResponse:
    """Show one text in both languages; save it, or say that it is still right; go to the next."""
    key, selection = Key(model, uid, field), Selection.from_query(request.GET)
    try:
        text = find(key)
    except NoSuchText:
        raise Http404 from None
    following = selection.next_open(every_text(), key)
    form = TranslationForm(request.POST or None, text=text)
    stored_meanwhile = None
    if request.method == "POST" and form.is_valid():
        try:
            if act_on(request, form, key):
                return redirect(address_after(request, following, selection))
        except EditedMeanwhile:
            text = find(key)
            form = form_on_top_of(text, request)
            stored_meanwhile = text.row.history.first()
        except DomainError as error:
            form.add_error(None, str(error))
    context = {
        "text": text,
        "form": form,
        "pieces": dutch_pieces(text),
        "stored_meanwhile": stored_meanwhile,
        "suffix": suffix_of(selection.query),
        "next_url": url_of(following.key, selection) if following else None,
        "addresses": addresses_of("translation", kwargs=key._asdict(), query=selection.query),
    }
    return render(request, "portal/translation.html", context)


def act_on(request: HttpRequest, form: TranslationForm, key: Key) -> bool:
    """Do what was asked, and say so; False when the form has an error now."""
    sent = form.cleaned_data
    if "still_right" in request.POST:
        unchanged_by_others = not form.text.changed_since(sent["version"])
        if unchanged_by_others and form.refuse_unsaved_words():
            return False
        confirm_translation(key=key, version=sent["version"], by=request.user)
        messages.success(request, _("Kept as it was: {where}.").format(where=form.text.where))
    else:
        write_translation(
            key=key, english=sent["english"], version=sent["version"], by=request.user
        )
        messages.success(request, _("Saved: {where}.").format(where=form.text.where))
    return True


def form_on_top_of(text: BilingualText, request: HttpRequest) -> TranslationForm:
    """Return the form with what was typed, to be saved over the text as it is stored now."""
    data = request.POST.copy()
    data["version"] = text.row.version
    return TranslationForm(data, text=text)


def address_after(
    request: HttpRequest, following: BilingualText | None, selection: Selection
) -> str:
    if following:
        return url_of(following.key, selection)
    left = any(text.is_open for text in every_text())
    done = _("Nothing is left in this selection.") if left else _("Everything is translated.")
    messages.success(request, done)
    return reverse("translations") + suffix_of(selection.query)


def dutch_pieces(text: BilingualText):
    """Return the Dutch with its changes marked, or None where there are none or nobody knows."""
    before = text.dutch_when_confirmed() if text.is_outdated else None
    return changed_words(before, text.dutch) if before is not None else None


def url_of(key: Key, selection: Selection) -> str:
    return reverse("translation", kwargs=key._asdict()) + suffix_of(selection.query)


def suffix_of(query: dict) -> str:
    return f"?{urlencode(query)}" if query else ""
