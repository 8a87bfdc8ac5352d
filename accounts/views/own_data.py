"""What the portal holds on one person, and on nobody else."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db.models import Q

from accounts.models import Invitation, User
from core.models import AuditEntry

ACCOUNT = ["uid", "email", "name", "function", "phone", "language", "is_active", "joined_at"]
ACCOUNT += ["last_login", "shows_name", "shows_function", "shows_email", "shows_phone"]

TOLD = ["event_key", "created_at", "facts", "in_inbox", "read_at", "way", "state", "sent_at"]

TOKEN = ["name", "scope", "hint", "created_at", "expires_at", "revoked_at", "last_used_at"]


def data_of(person: User) -> dict:
    """Return everything held on the person, without secrets and without anybody else's data.

    Times carry their zone; of a deputy or of somebody stood in for only the days are given.
    """
    return {
        "account": {name: getattr(person, name) for name in ACCOUNT}
        | {
            "organisation": person.organisation and person.organisation.code,
            "roles": sorted(group.name for group in person.groups.all()),
            "has_password": person.has_usable_password(),
        },
        "email_addresses": list(
            EmailAddress.objects.filter(user=person).values("email", "verified", "primary")
        ),
        "affiliations": list(person.affiliations.values("organisation__code", "since", "until")),
        "deputies": _terms(person.deputies),
        "stands_in": _terms(person.stands_in_for),
        "invitations": list(
            Invitation.objects.filter(Q(accepted_by=person) | Q(email__iexact=person.email)).values(
                "email", "name", "role", "language", "sent_at", "expires_at", "accepted_at"
            )
        ),
        "sessions": list(
            UserSession.objects.filter(user=person)
            .order_by("-created_at", "-pk")
            .values("created_at", "last_seen_at", "ip", "user_agent")
        ),
        "devices": list(
            person.devices.order_by("first_seen_at", "pk").values("first_seen_at", "last_seen_at")
        ),
        "second_factors": list(
            Authenticator.objects.filter(user=person)
            .order_by("created_at", "pk")
            .values("type", "created_at", "last_used_at")
        ),
        "tokens": list(person.tokens.values(*TOKEN)),
        "notifications": list(person.notifications.order_by("created_at", "pk").values(*TOLD)),
        "mail_choices": _mail_choices_of(person),
        "audit": _audit_of(person),
    }


def _terms(terms) -> list[dict]:
    return list(terms.order_by("starts_on", "pk").values("starts_on", "ends_on"))


def _mail_choices_of(person: User) -> dict | None:
    """Return what the person chose to be mailed; None: nothing was chosen, so everything is."""
    chosen = getattr(person, "mail_preference", None)
    return chosen and {"choice": chosen.choice, "muted": chosen.muted}


def _audit_of(person: User) -> list[dict]:
    entries = AuditEntry.objects.filter(
        Q(actor=person.uid) | Q(object_type=User._meta.label_lower, object_uid=person.uid)
    )
    return [
        {
            "at": entry.at,
            "act": entry.act,
            "by_me": entry.actor == person.uid,
            "fields": entry.fields,
        }
        for entry in entries
    ]
