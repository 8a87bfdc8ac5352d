"""Screens about people: one's own, and those of who manages others."""
