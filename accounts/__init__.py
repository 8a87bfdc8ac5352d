"""Users (one person model for everybody), roles, permissions, invitations and login."""
