"""Acts on accounts, what tokens may do, and the languages a person can be written to."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from core.enums import Act


class Language(TextChoices):
    DUTCH = "nl", "Nederlands"
    ENGLISH = "en", "English"


class TokenScope(TextChoices):
    READ = "read", _("only read")
    WRITE = "write", _("read and write")


class TokenState(TextChoices):
    USABLE = "usable", _("works")
    EXPIRED = "expired", _("has expired")
    REVOKED = "revoked", _("revoked")


class AccountAct(Act):
    INVITED = "accounts.invited", _("invited somebody")
    REMINDED = "accounts.invitation_sent_again", _("sent an invitation again")
    WITHDREW = "accounts.invitation_withdrawn", _("withdrew an invitation")
    MADE_ADMINISTRATOR = "accounts.administrator_made", _("made an administrator at the terminal")
    ACCEPTED = "accounts.invitation_accepted", _("accepted an invitation")
    DISABLED = "accounts.disabled", _("disabled an account")
    ENABLED = "accounts.enabled", _("enabled an account")
    ROLES_CHANGED = "accounts.roles_changed", _("changed somebody’s roles")
    MOVED = "accounts.moved", _("moved somebody to another organisation")
    DEPUTY_NAMED = "accounts.deputy_named", _("named a deputy")
    DEPUTY_ENDED = "accounts.deputy_ended", _("ended a deputy’s term")
    PROFILE_CHANGED = "accounts.profile_changed", _("changed a profile")
    DATA_TAKEN = "accounts.data_taken", _("downloaded the data of an account")
    LOGGED_IN = "accounts.logged_in", _("logged in")
    LOGGED_OUT = "accounts.logged_out", _("logged out")
    REFUSED = "accounts.login_refused", _("was refused at login")
    SESSION_ENDED = "accounts.session_ended", _("ended a session")
    PASSWORD_CHANGED = "accounts.password_changed", _("changed the password")
    PASSWORD_RESET = "accounts.password_reset", _("chose a new password by mail")
    EMAIL_CHANGED = "accounts.email_changed", _("changed the e-mail address")
    FACTOR_ADDED = "accounts.second_factor_added", _("added a second factor")
    FACTOR_REMOVED = "accounts.second_factor_removed", _("removed a second factor")
    CODES_RENEWED = "accounts.recovery_codes_renewed", _("made new recovery codes")
    TOKEN_MADE = "accounts.token_made", _("made an API token")
    TOKEN_REVOKED = "accounts.token_revoked", _("revoked an API token")
    AUDIT_READ = "accounts.audit_downloaded", _("downloaded the audit log")
