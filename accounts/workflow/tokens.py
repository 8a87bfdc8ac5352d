"""Making a token for a machine, and revoking it."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_variables

from accounts.enums import AccountAct, TokenScope
from accounts.events import TOKEN_MADE
from accounts.models import ApiToken, User
from accounts.models.invitation import digest_of
from accounts.models.token import HINT_LENGTH, new_secret
from core import audit
from core.announce import announce
from core.bilingual import in_each_language
from core.errors import DomainError
from core.permissions import require

MOST_DAYS = 366
MOST_USABLE = 20  # tokens of one person
TOKENS_A_DAY = 50  # of one person, revoked ones included: each is a mail
LONGEST_NAME = ApiToken._meta.get_field("name").max_length


class AccountDisabled(DomainError):
    def __init__(self):
        super().__init__(_("This account is disabled, so it gets no token."))


class TooManyTokens(DomainError):
    def __init__(self):
        said = _("There are {n} tokens that work already. Revoke one that is no longer needed.")
        super().__init__(said.format(n=MOST_USABLE))


class TooManyTokensToday(DomainError):
    def __init__(self):
        super().__init__(_("Very many tokens were made today. Go on tomorrow."))


class TokenMadeAlready(DomainError):
    """The same form was sent twice."""

    def __init__(self):
        super().__init__(
            _(
                "This token was made already, and its text is shown only once. Did you not copy "
                "it? Then revoke it and make another one."
            )
        )


class TermOutOfRange(DomainError):
    def __init__(self):
        super().__init__(_("A token works for 1 to {n} days.").format(n=MOST_DAYS))


class NoNameForToken(DomainError):
    def __init__(self):
        said = _("Say what the token is for, in at most {n} ordinary signs.")
        super().__init__(said.format(n=LONGEST_NAME))


@sensitive_variables("secret")
@transaction.atomic
def create_token(
    *,
    person: User,
    name: str,
    scope: TokenScope,
    days: int,
    by: User | None,
    at: datetime | None = None,
    uid: UUID | None = None,
) -> tuple[ApiToken, str]:
    """There is a token, and the person will hear of it, whoever was at the keyboard; return it and
    its text, which is kept nowhere.

    People make their own; `by` is None for whoever runs the portal, at the terminal. A form gives
    the `uid`, so that sending it twice makes one token. Raises `NotAllowed`, `AccountDisabled`,
    `NoNameForToken`, `TermOutOfRange`, `TooManyTokens`, `TooManyTokensToday` and
    `TokenMadeAlready`.
    """
    person = User.objects.select_for_update().get(pk=person.pk)
    if not person.is_active:
        raise AccountDisabled
    if by is not None:
        require(by, "accounts.create_token", person)
    name = name_of_token(name)
    if not 1 <= days <= MOST_DAYS:
        raise TermOutOfRange
    if uid and ApiToken.objects.filter(uid=uid).exists():
        raise TokenMadeAlready
    at, secret = at or timezone.now(), new_secret()
    own = ApiToken.objects.filter(person=person)
    if own.usable().count() >= MOST_USABLE:
        raise TooManyTokens
    if own.filter(created_at__gt=at - timedelta(days=1)).count() >= TOKENS_A_DAY:
        raise TooManyTokensToday
    token = ApiToken.objects.create(
        uid=uid or uuid4(),
        person=person,
        name=name,
        scope=TokenScope(scope),
        digest=digest_of(secret),
        hint=secret[:HINT_LENGTH],
        created_at=at,
        expires_at=at + timedelta(days=days),
    )
    audit.record(AccountAct.TOKEN_MADE, by=by, on=person, at=at)
    facts = {
        "name": token.name,
        "scope": in_each_language(token.get_scope_display),
        "day": in_each_language(lambda: date_format(timezone.localdate(token.expires_at), "j F Y")),
    }
    announce(TOKEN_MADE, subject=token, by=by, at=at, recipients=[person], facts=facts)
    return token, secret


@transaction.atomic
def revoke_token(*, token: ApiToken, by: User, at: datetime | None = None) -> None:
    """The token never works again. One that was revoked or has expired stays as it is.

    Raises `NotAllowed`.
    """
    require(by, "accounts.revoke_token", token)
    end_tokens(ApiToken.objects.filter(pk=token.pk), by=by, at=at)


def end_tokens(tokens, *, by: User, at: datetime | None = None) -> None:
    """Those of the `tokens` that still worked never work again."""
    at = at or timezone.now()
    locked = tokens.usable().select_related("person").select_for_update(of=("self",))
    for token in locked:
        token.revoked_at = at
        token.save(update_fields=["revoked_at"])
        audit.record(AccountAct.TOKEN_REVOKED, by=by, on=token.person, at=at)


def name_of_token(text: str) -> str:
    """Return what a token is for, with ordinary spaces. Raises `NoNameForToken`."""
    name = text.replace("\xa0", " ").strip()
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise NoNameForToken
    return name
