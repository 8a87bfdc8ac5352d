"""Logins, refused logins and changes of one's own security, into the audit log."""


def connect() -> None:
    pass
