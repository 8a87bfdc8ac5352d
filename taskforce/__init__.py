"""Task force, working groups, memberships, liaison persons, meetings, decisions and action points."""
