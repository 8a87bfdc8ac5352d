"""Task force and working groups, liaison persons, meetings, decisions and action points."""
