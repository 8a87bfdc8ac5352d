"""What the OpenAPI document says of itself: a part of the settings.

The document is committed and the same everywhere: nothing here depends on where it is.
"""

from core.api import BASE, VERSION

SPECTACULAR_SETTINGS = {
    "OAS_VERSION": "3.1.0",
    "TITLE": "API of the portal Brainport–Limburg–Kempen",
    "VERSION": VERSION,
    "DESCRIPTION": (
        "The cooperation charter Brainport–Limburg–Kempen, its partners and their municipalities "
        "as open data. What is published can be read by everybody, without an account; writing "
        "needs a personal token.\n\n"
        "Texts are in Dutch and in English: say which by `lang` or `Accept-Language`. Members and "
        "query keys are camelCase, dates are ISO 8601, times are in UTC, places are longitude and "
        "latitude in degrees (WGS 84). A query key or value that does not exist is an error that "
        "names it. Errors are problems (RFC 9457) in the language of the request. An address never "
        "ends in a slash. `GET /api/v1` lists the resources.\n\n"
        "The API follows the Dutch government’s API Design Rules 2.2. Where the data comes from "
        "stands with the data in the portal’s source code; points of municipalities: GeoNames, "
        "CC BY 4.0. The licence below is that of the portal’s code."
    ),
    "CONTACT": {
        "name": "Secretariat Brainport–Limburg–Kempen",
        "url": "/en/contact/",
        "email": "secretariaat@blk.example",
    },
    "LICENSE": {"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
    "SERVERS": [{"url": BASE, "description": "This portal"}],
    "SCHEMA_PATH_PREFIX": BASE,
    "SCHEMA_PATH_PREFIX_TRIM": True,
    "COMPONENT_SPLIT_PATCH": False,
    "ENFORCE_NON_BLANK_FIELDS": True,
    "ENUM_SUFFIX": "",
    "ENUM_NAME_OVERRIDES": {
        "CharterState": "charter.enums.CharterState",
        "Part": "charter.enums.Part",
        "Country": "partners.enums.Country",
        "MunicipalityKind": "partners.enums.MunicipalityKind",
        "OrganisationKind": "partners.enums.OrganisationKind",
        "Relation": "partners.enums.Relation",
        "Language": "accounts.enums.Language",
        "Role": "accounts.roles.Role",
        "TokenScope": "accounts.enums.TokenScope",
        "TokenState": "accounts.enums.TokenState",
        "Urgency": "core.announce.Urgency",
        "AgendaState": "workagendas.enums.AgendaState",
        "ActionState": "workagendas.enums.ActionState",
        "Status": "workagendas.enums.Status",
        "Reach": "workagendas.enums.Reach",
        "RoundState": "workagendas.enums.RoundState",
        "UpdateState": "workagendas.enums.UpdateState",
        "Direction": "workagendas.enums.Direction",
        "Frequency": "workagendas.enums.Frequency",
        "ValueStatus": "workagendas.enums.ValueStatus",
        "DatePrecision": "core.days.DatePrecision",
        "MailState": "notifications.enums.NotificationState",
        "MailChoice": "notifications.enums.Choice",
    },
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "portal.openapi.describe_tags",
        "portal.openapi.add_examples",
    ],
}
