"""Recognising people at login. What they may do is for `rules` to say, never for this backend."""

from allauth.account.auth_backends import AuthenticationBackend


class RecognisePeople(AuthenticationBackend):
    """E-mail address and password; no permissions, whatever rows there may be."""

    def get_all_permissions(self, user_obj, obj=None) -> set[str]:
        return set()

    def get_user_permissions(self, user_obj, obj=None) -> set[str]:
        return set()

    def get_group_permissions(self, user_obj, obj=None) -> set[str]:
        return set()

    def has_perm(self, user_obj, perm, obj=None) -> bool:
        return False

    def has_module_perms(self, user_obj, app_label) -> bool:
        return False
