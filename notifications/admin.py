"""Whether mails arrive: what was sent, what waits, and what failed and may be sent again.

Nothing here tells what a notification says: that is its reader's.
"""

import re
from datetime import timedelta

from django.contrib import messages
from django.contrib.admin import action, display, register
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from core.admin import OfferedFilter, ReadOnlyAdmin
from core.announce import every_event
from core.errors import DomainError, NotAllowed
from notifications.enums import NotificationState
from notifications.health import queue_health
from notifications.models import Notification
from notifications.workflow.sending import send_again, send_several_again

KEY = re.compile(r"[0-9]{1,18}")


class EventFilter(OfferedFilter):
    title = _("event")
    parameter_name = "event"

    def lookups(self, request, model_admin):
        return [(event.key, event.label) for event in every_event()]

    def queryset(self, request, queryset):
        return queryset.filter(event_key=self.value()) if self.value() else queryset


def _shows_what_failed(request: HttpRequest) -> bool:
    return request.GET.get("state__exact") == NotificationState.FAILED


@register(Notification)
class NotificationAdmin(ReadOnlyAdmin):
    change_list_template = "admin/notifications/notification/change_list.html"
    change_form_template = "admin/notifications/notification/change_form.html"
    list_display = ["event_label", "to_whom", "state", "way", "tries", "created_at", "sent_at"]
    list_filter = ["state", EventFilter, "way"]
    list_select_related = ["recipient"]
    search_fields = ["recipient__name", "recipient__email", "address"]
    fields = [
        *["event_label", "to_whom", "mail_address", "meant_for", "way", "state", "reason"],
        *["tries", "created_at", "try_after", "sent_at"],
    ]
    actions = ["send_selected_again"]

    def get_list_display(self, request: HttpRequest) -> list[str]:
        """Return the columns; of what failed, why."""
        if _shows_what_failed(request):
            return ["event_label", "to_whom", "reason", "tries", "created_at"]
        return self.list_display

    @display(description=_("event"), ordering="event_key")
    def event_label(self, row: Notification) -> str:
        return str(row)

    @display(description=_("recipient"))
    def to_whom(self, row: Notification) -> str:
        return str(row.recipient or row.address or "–")

    @display(description=_("e-mail address"))
    def mail_address(self, row: Notification) -> str:
        return row.goes_to or "–"

    @display(description=_("why"))
    def reason(self, row: Notification) -> str:
        return row.failure or row.get_suppressed_because_display() or "–"

    # ── How the queue stands ─────────────────────────────────────────────────────────────────────

    def changelist_view(self, request, extra_context=None):
        at = timezone.now()
        queue = queue_health(at)
        oldest = at - timedelta(seconds=queue.oldest_seconds or 0)
        context = {"queue": queue, "oldest": oldest, "now": at} | (extra_context or {})
        return super().changelist_view(request, context)

    # ── Sending again ────────────────────────────────────────────────────────────────────────────

    def get_urls(self) -> list:
        name = f"{self.opts.app_label}_{self.opts.model_name}_send_again"
        view = self.admin_site.admin_view(self.send_again_view)
        return [path("<int:key>/send-again/", view, name=name), *super().get_urls()]

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        has_failed = obj.state == NotificationState.FAILED
        context["can_be_sent_again"] = has_failed and self.has_send_again_permission(request)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def has_send_again_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("notifications.send_again")

    def send_again_view(self, request: HttpRequest, key: int) -> HttpResponse:
        """One mail is on its way again."""
        row = self.get_object(request, str(key))
        if row is None:
            raise Http404
        if request.method == "POST":
            try:
                send_again(notification=row, by=request.user)
            except NotAllowed:
                raise
            except DomainError as error:
                messages.error(request, str(error))
            else:
                messages.success(request, gettext("The mail is on its way again."))
        return redirect("admin:notifications_notification_change", key)

    def get_actions(self, request: HttpRequest) -> dict:
        """Return what can be done with several rows: only where the list shows what failed."""
        return super().get_actions(request) if _shows_what_failed(request) else {}

    def action_checkbox(self, row: Notification) -> str:
        said = gettext("Select: {event}, {whom}").format(event=row, whom=self.to_whom(row))
        box = '<input type="checkbox" name="{}" value="{}" class="action-select" aria-label="{}">'
        return format_html(box, ACTION_CHECKBOX_NAME, row.pk, said)

    action_checkbox.short_description = ""

    def response_action(self, request: HttpRequest, queryset) -> HttpResponse | None:
        """What is selected and is no key of a row counts as not selected."""
        request.POST = request.POST.copy()
        selected = request.POST.getlist(ACTION_CHECKBOX_NAME)
        keys = [each for each in selected if KEY.fullmatch(each)]
        request.POST.setlist(ACTION_CHECKBOX_NAME, keys)
        return super().response_action(request, queryset)

    @action(description=_("Send again"), permissions=["send_again"])
    def send_selected_again(self, request: HttpRequest, queryset) -> None:
        number = send_several_again(notifications=queryset, by=request.user)
        said = ngettext(
            "{number} mail is on its way again.", "{number} mails are on their way again.", number
        )
        messages.success(request, said.format(number=number))
