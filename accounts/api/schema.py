"""How the OpenAPI document tells of our ways to say who asks. Importing this module is enough."""

from drf_spectacular.extensions import OpenApiAuthenticationExtension


class BearerScheme(OpenApiAuthenticationExtension):
    target_class = "accounts.api.authentication.BearerAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema) -> dict[str, str]:
        return {
            "type": "http",
            "scheme": "bearer",
            "description": "A personal token, made on the page “API tokens” of the portal.",
        }


class SessionScheme(OpenApiAuthenticationExtension):
    """The cookie's name is that of production, so that the document is the same everywhere."""

    target_class = "accounts.api.authentication.SessionAuthentication"
    name = "session"

    def get_security_definition(self, auto_schema) -> dict[str, str]:
        return {
            "type": "apiKey",
            "in": "cookie",
            "name": "__Host-sessionid",
            "description": "A session of the portal. What changes something needs `X-CSRFToken`.",
        }
