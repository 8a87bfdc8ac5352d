"""Screens to look people and invitations up. The acts stand on my desk, with their own checks."""

from allauth.mfa.models import Authenticator
from django.contrib.admin import display, register
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.enums import TokenState
from accounts.models import Affiliation, ApiToken, Deputy, Invitation, User
from accounts.roles import Role, roles_in_words
from core.admin import OfferedFilter, ReadOnlyAdmin, ReadOnlyInline
from core.changes import yes_or_no

SECOND_FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


class AffiliationInline(ReadOnlyInline):
    model = Affiliation
    fields = ["organisation", "since", "until"]


class DeputyInline(ReadOnlyInline):
    model = Deputy
    fk_name = "person"
    fields = ["deputy", "starts_on", "ends_on"]


class RoleFilter(OfferedFilter):
    title = _("role")
    parameter_name = "role"

    def lookups(self, request, model_admin):
        return Role.choices

    def queryset(self, request, queryset):
        return queryset.filter(groups__name=self.value()) if self.value() else queryset


@register(User)
class UserAdmin(ReadOnlyAdmin):
    """Who has an account. Nothing here is secret: no password, no second factor, no permission."""

    list_display = [
        *["name", "email", "organisation", "roles", "may_log_in"],
        *["logged_in_last", "has_second_factor"],
    ]
    list_filter = ["is_active", RoleFilter, "organisation"]
    list_select_related = ["organisation"]
    search_fields = ["name", "email", "organisation__name_nl", "organisation__name_en"]
    fields = [
        *["on_my_desk", "name", "email", "function", "phone", "organisation", "language", "roles"],
        *["may_log_in", "joined_at", "logged_in_last", "has_second_factor"],
    ]
    inlines = [AffiliationInline, DeputyInline]

    def get_queryset(self, request):
        factors = Authenticator.objects.filter(user=OuterRef("pk"), type__in=SECOND_FACTORS)
        people = super().get_queryset(request).with_place()
        return people.annotate(second_factor=Exists(factors))

    def get_view_on_site_url(self, obj=None) -> None:
        return None  # the first field leads there, and says what for

    @display(description=_("roles"))
    def roles(self, person: User) -> str:
        return ", ".join(map(str, roles_in_words(person)))

    @display(description=_("may log in"), ordering="is_active")
    def may_log_in(self, person: User) -> str:
        return yes_or_no(person.is_active)

    @display(description=_("logged in last"), ordering="last_login")
    def logged_in_last(self, person: User) -> str:
        if person.last_login is None:
            return "–"
        return date_format(localtime(person.last_login), "j F Y, H:i")

    @display(description=_("second factor"))
    def has_second_factor(self, person: User) -> str:
        return yes_or_no(person.second_factor)

    @display(description=_("to do"))
    def on_my_desk(self, person: User) -> str:
        address = reverse("person", kwargs={"uid": person.uid})
        text = gettext("Roles, place and access of this person")
        return format_html('<a href="{}">{}</a>', address, text)


@register(Invitation)
class InvitationAdmin(ReadOnlyAdmin):
    """Who was invited. The link itself is known to who got it, and to nobody else."""

    list_display = ["name", "email", "role", "organisation", "sent_at", "expires_at", "accepted_at"]
    list_filter = ["role", "organisation"]
    list_select_related = ["organisation"]
    search_fields = ["name", "email", "organisation__name_nl", "organisation__name_en"]
    fields = [
        *["name", "email", "role", "organisation", "language", "invited_by", "sent_at"],
        *["expires_at", "accepted_at", "accepted_by", "withdrawn_at"],
    ]


@register(ApiToken)
class ApiTokenAdmin(ReadOnlyAdmin):
    """Whose programs may come in. The token itself is known to who made it, and to nobody else."""

    list_display = ["name", "person", "state", "scope", "expires_at", "in_use"]
    list_filter = ["scope"]
    list_select_related = ["person"]
    search_fields = ["name", "hint", "person__name", "person__email"]
    fields = [
        *["revoking", "name", "person", "hint", "scope", "created_at", "expires_at"],
        *["in_use", "revoked_at", "state"],
    ]

    @display(description=_("state"))
    def state(self, token: ApiToken) -> str:
        return token.state.label

    @display(description=_("last used"), ordering="last_used_at")
    def in_use(self, token: ApiToken) -> str:
        if token.last_used_at is None:
            return gettext("never")
        return date_format(localtime(token.last_used_at), "j F Y, H:i")

    @display(description=_("to do"))
    def revoking(self, token: ApiToken) -> str:
        if token.state != TokenState.USABLE:
            return "–"
        address = reverse("revoke_token", kwargs={"uid": token.uid})
        return format_html('<a href="{}">{}</a>', address, gettext("Revoke this token"))
