"""Addresses below /accounts/ that stand before allauth's own: ours, and those where its views
change how somebody gets in (the same views, but in one transaction).
"""

from allauth.account import views as allauth_views
from allauth.mfa.totp import views as app_views
from allauth.mfa.webauthn import views as passkey_views
from django.urls import path, re_path

from accounts.views import language, second_factor, sessions
from accounts.ways_in import in_one_transaction

urlpatterns = [
    path("language/", language.set_language, name="set_language_of_person"),
    path("sessions/<int:pk>/end/", sessions.end_session, name="end_session"),
    path("email/", in_one_transaction(allauth_views.email), name="account_email"),
    re_path(
        r"^confirm-email/(?P<key>[-:\w]+)/$",
        in_one_transaction(allauth_views.confirm_email),
        name="account_confirm_email",
    ),
    path(
        "password/change/",
        in_one_transaction(allauth_views.password_change),
        name="account_change_password",
    ),
    path(
        "password/set/",
        in_one_transaction(allauth_views.password_set),
        name="account_set_password",
    ),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        in_one_transaction(allauth_views.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path(
        "2fa/totp/activate/",
        in_one_transaction(second_factor.SetUpApp.as_view()),
        name="mfa_activate_totp",
    ),
    path(
        "2fa/totp/deactivate/",
        in_one_transaction(app_views.deactivate_totp),
        name="mfa_deactivate_totp",
    ),
    path(
        "2fa/recovery-codes/generate/",
        in_one_transaction(second_factor.NewRecoveryCodes.as_view()),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "2fa/recovery-codes/download/",
        second_factor.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
    path(
        "2fa/webauthn/add/",
        in_one_transaction(passkey_views.add_webauthn),
        name="mfa_add_webauthn",
    ),
    path(
        "2fa/webauthn/keys/<int:pk>/remove/",
        in_one_transaction(second_factor.RemovePasskey.as_view()),
        name="mfa_remove_webauthn",
    ),
]
