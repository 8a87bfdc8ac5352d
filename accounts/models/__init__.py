"""People, their place in the partnership, the invitations that bring them in, and their tokens."""

from accounts.models.affiliation import Affiliation, Deputy
from accounts.models.invitation import Invitation
from accounts.models.token import ApiToken
from accounts.models.user import User

__all__ = ["Affiliation", "ApiToken", "Deputy", "Invitation", "User"]
