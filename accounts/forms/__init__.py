"""What people type about themselves and others: login, profile, invitations."""
