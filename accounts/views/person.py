"""One person: what is known, and each act behind its own permission and at its own address."""

from functools import wraps
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts import workflow
from accounts.forms.people import DeputyForm, MoveForm, RolesForm
from accounts.models import Deputy, User
from accounts.roles import roles_in_words
from core.addresses import addresses_of
from core.errors import DomainError, NotAllowed
from core.permissions import require


def _seen(request: HttpRequest, uid: UUID) -> User:
    """Return the person, if the one who asks may see them; else 404."""
    return get_object_or_404(User.objects.visible_to(request.user).with_place(), uid=uid)


def by_post(view):
    """Declare an act whose form is on the person's page: whoever only reads it is led there."""

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *, uid: UUID) -> HttpResponse:
        return view(request, uid=uid) if request.method == "POST" else redirect("person", uid=uid)

    return guarded


@login_required
def person(request: HttpRequest, *, uid: UUID) -> HttpResponse:
    return _page(request, _seen(request, uid))


def _page(request: HttpRequest, person: User, **bound: Form) -> HttpResponse:
    """The person's page; `bound` are forms that were sent and are not right yet."""
    by = request.user
    forms = {}
    if by.has_perm("accounts.change_roles", person):
        forms["roles_form"] = RolesForm(person=person, by=by)
    if by.has_perm("accounts.move_user", person):
        forms["move_form"] = MoveForm(person=person, prefix="move")
    may_name_deputy = by.has_perm("accounts.name_deputy", person)
    has_colleagues = person.colleagues().exists()
    if may_name_deputy and has_colleagues:
        forms["deputy_form"] = DeputyForm(person=person)
    deputies = person.deputies.filter(ends_on__gte=timezone.localdate())
    context = {
        "person": person,
        "roles": roles_in_words(person),
        "affiliations": person.affiliations.select_related("organisation"),
        "deputies": deputies.select_related("deputy"),
        "may_manage": by.has_perm("accounts.manage_user", person),
        "may_enable": by.has_perm("accounts.enable_user", person),
        "may_name_deputy": may_name_deputy,
        "has_colleagues": has_colleagues,
        "addresses": addresses_of(person),
        **forms,
        **bound,
    }
    return render(request, "accounts/person.html", context)


@login_required
def disable(request: HttpRequest, *, uid: UUID) -> HttpResponse:
    """Ask whether it is meant (GET), and do it (POST)."""
    person = _seen(request, uid)
    require(request.user, "accounts.manage_user", person)
    if request.method == "POST":
        try:
            workflow.disable_account(person=person, by=request.user)
            said = _("{name} can no longer log in. Every session has ended.")
            messages.success(request, said.format(name=person))
        except NotAllowed:
            raise
        except DomainError as error:
            messages.error(request, str(error))
        return redirect(person)
    return render(request, "accounts/disable.html", {"person": person})


@login_required
@require_POST
def enable(request: HttpRequest, *, uid: UUID) -> HttpResponse:
    person = _seen(request, uid)
    workflow.enable_account(person=person, by=request.user)
    messages.success(request, _("{name} may log in again.").format(name=person))
    return redirect(person)


@by_post
def roles(request: HttpRequest, *, uid: UUID) -> HttpResponse:
    person = _seen(request, uid)
    require(request.user, "accounts.change_roles", person)
    form = RolesForm(request.POST, person=person, by=request.user)
    if form.is_valid() and _done(form, workflow.change_roles, person=person, by=request.user):
        messages.success(request, _("The roles have been changed."))
        return redirect(person)
    return _page(request, person, roles_form=form)


@by_post
def move(request: HttpRequest, *, uid: UUID) -> HttpResponse:
    person = _seen(request, uid)
    require(request.user, "accounts.move_user", person)
    form = MoveForm(request.POST, person=person, prefix="move")
    act = workflow.move_to_organisation
    if form.is_valid() and _done(form, act, person=person, by=request.user):
        messages.success(request, _("{name} has been moved.").format(name=person))
        return redirect(person)
    return _page(request, person, move_form=form)


@by_post
def name_deputy(request: HttpRequest, *, uid: UUID) -> HttpResponse:
    person = _seen(request, uid)
    require(request.user, "accounts.name_deputy", person)
    form = DeputyForm(request.POST, person=person)
    if form.is_valid() and _done(form, workflow.name_deputy, person=person, by=request.user):
        messages.success(request, _("The deputy has been named."))
        return redirect(person)
    return _page(request, person, deputy_form=form)


@login_required
@require_POST
def end_deputy(request: HttpRequest, *, uid: UUID) -> HttpResponse:
    seen = User.objects.visible_to(request.user)
    term = get_object_or_404(Deputy.objects.filter(person__in=seen), uid=uid)
    workflow.end_deputy(term=term, by=request.user)
    messages.success(request, _("The deputy’s term has ended."))
    return redirect(term.person)


def _done(form: Form, act, **who) -> bool:
    """Do the act with what the form holds; where that fails as expected, the form says why."""
    try:
        act(**form.cleaned_data, **who)
    except NotAllowed:
        raise
    except DomainError as error:
        form.add_error(None, str(error))
        return False
    return True
