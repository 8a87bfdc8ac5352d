"""Wiring and composition: settings, addresses, and the pages that span apps."""
