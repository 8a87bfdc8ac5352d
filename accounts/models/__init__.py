"""People, their place in the partnership, and the invitations that bring them in."""

from accounts.models.affiliation import Affiliation, Deputy
from accounts.models.invitation import Invitation
from accounts.models.user import User

__all__ = ["Affiliation", "Deputy", "Invitation", "User"]
