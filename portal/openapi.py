"""What is said in the OpenAPI document of the API as a whole: its parts, and a row of each kind."""

import json
from functools import cache

from django.conf import settings
from drf_spectacular.plumbing import get_doc

from core.api import BASE

DOCUMENT = settings.BASE_DIR / "docs" / "openapi.json"
EXAMPLES = settings.BASE_DIR / "portal" / "data" / "api-examples.json"


@cache
def document() -> bytes:
    """Return the committed document, which `make openapi` writes and a test compares.

    In the place of the example stands whom the readers of this portal can write to.
    """
    example, contact = settings.SPECTACULAR_SETTINGS["CONTACT"]["email"], settings.CONTACT_EMAIL
    text = DOCUMENT.read_text("utf-8")
    return text.replace(json.dumps(example), json.dumps(contact or example)).encode()


def describe_tags(result: dict, generator, **others) -> dict:
    """Each tag says what its resource is."""
    said = {}
    for path, _regex, method, callback in generator.endpoints:
        operation = result["paths"][path.removeprefix(BASE)][method.lower()]
        said[operation["tags"][0]] = get_doc(callback.cls).partition("\n")[0]
    result["tags"] = [{"name": name, "description": said[name]} for name in sorted(said)]
    return result


def add_examples(result: dict, **others) -> dict:
    """A row of the real content shows what each kind is like: `{plural: the answer}` of a file."""
    for plural, row in json.loads(EXAMPLES.read_text("utf-8")).items():
        reading = result["paths"][f"/{plural}/{{identifier}}"]["get"]
        answer = reading["responses"]["200"]["content"]["application/json"]["schema"]
        kind = answer["$ref"].rpartition("/")[2]
        result["components"]["schemas"][kind]["examples"] = [row]
        (named,) = [each for each in reading["parameters"] if each.get("in") == "path"]
        named["example"] = row["id"]
    return result
