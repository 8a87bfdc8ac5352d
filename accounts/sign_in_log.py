"""Logins, refused logins and changes of one's own security, into the audit log.

The log names accounts, never what was typed: an address without an account leaves no trace of
itself. Whatever goes wrong here, logging in goes on.
"""

import logging

from allauth.account import signals as account
from allauth.mfa import signals as mfa
from allauth.mfa.models import Authenticator
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db import DatabaseError, transaction
from django.db.models import F
from django.utils import timezone

from accounts.enums import AccountAct
from accounts.models import User
from core import audit

logger = logging.getLogger(__name__)


def connect() -> None:
    """The packages that log people in tell this module what happened."""
    user_logged_in.disconnect(dispatch_uid="update_last_login")
    user_logged_in.connect(_logged_in)
    user_logged_out.connect(_logged_out)
    user_login_failed.connect(_refused_password)
    account.login_code_rejected.connect(_refused)
    mfa.authentication_failed.connect(_refused)
    account.password_changed.connect(_password_changed)
    account.password_set.connect(_password_changed)
    account.password_reset.connect(_password_reset)
    account.email_changed.connect(_email_changed)
    mfa.authenticator_added.connect(_factor_added)
    mfa.authenticator_removed.connect(_factor_removed)
    mfa.authenticator_reset.connect(_codes_renewed)


def note(act: AccountAct, *, by: User | None, on: User | None) -> None:
    """The act is in the log, if the database takes it."""
    try:
        with transaction.atomic():
            audit.record(act, by=by, on=on)
    except DatabaseError:
        logger.exception("“%s” could not be recorded.", act)


def note_refusal(email: str) -> None:
    """Somebody was refused who gave this address."""
    note(AccountAct.REFUSED, by=None, on=User.objects.filter(email__iexact=email).first())


def _logged_in(sender, user: User, **signal) -> None:
    # As Django does, but without raising the version: logging in edits nothing of the person.
    user.last_login = timezone.now()
    User.objects.filter(pk=user.pk).update(last_login=user.last_login, version=F("version"))
    note(AccountAct.LOGGED_IN, by=user, on=user)


def _logged_out(sender, user: User | None, **signal) -> None:
    if user is not None:
        note(AccountAct.LOGGED_OUT, by=user, on=user)


def _refused_password(sender, credentials: dict, **signal) -> None:
    note_refusal(credentials.get("email") or credentials.get("username") or "")


def _refused(sender, user: User, **signal) -> None:
    note(AccountAct.REFUSED, by=None, on=user)


def _password_changed(sender, user: User, **signal) -> None:
    note(AccountAct.PASSWORD_CHANGED, by=user, on=user)


def _password_reset(sender, user: User, **signal) -> None:
    note(AccountAct.PASSWORD_RESET, by=user, on=user)


def _email_changed(sender, user: User, **signal) -> None:
    note(AccountAct.EMAIL_CHANGED, by=user, on=user)


def _factor_added(sender, user: User, authenticator: Authenticator, **signal) -> None:
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        note(AccountAct.FACTOR_ADDED, by=user, on=user)


def _factor_removed(sender, user: User, authenticator: Authenticator, **signal) -> None:
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        note(AccountAct.FACTOR_REMOVED, by=user, on=user)


def _codes_renewed(sender, user: User, **signal) -> None:
    note(AccountAct.CODES_RENEWED, by=user, on=user)
