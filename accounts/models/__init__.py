"""People, their place in the partnership, the invitations that bring them in, their tokens and
the browsers they log in from.
"""

from accounts.models.affiliation import Affiliation, Deputy
from accounts.models.device import KnownDevice
from accounts.models.invitation import Invitation
from accounts.models.token import ApiToken
from accounts.models.user import User

__all__ = ["Affiliation", "ApiToken", "Deputy", "Invitation", "KnownDevice", "User"]
