"""Lists as Atom (RFC 4287): what was published last, for readers of feeds.

A resource says how a row becomes an entry by an `entry_serializer_class` whose members are those of
`Entry`. Its list is then offered in pages, newest first; their links follow RFC 5005. The same rows
give the same bytes, so that a feed has one ETag until something is published.
"""

import re
from io import StringIO

from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.xmlutils import SimplerXMLGenerator
from rest_framework import serializers
from rest_framework.renderers import BaseRenderer

from core.api.serializers import ReadSerializer

NAMESPACE = "http://www.w3.org/2005/Atom"
NEVER = "1970-01-01T00:00:00Z"  # when a feed without entries changed
RELATIONS = {"first": "first", "prev": "previous", "next": "next"}
# The members of an entry, for its `Meta.fields`.
MEMBERS = (
    *("id", "title", "updated", "link", "author", "summary", "category", "language"),
    "is_example",
)
# What no XML 1.0 document can hold.
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Entry(ReadSerializer):
    """A row as an entry: what each kind says of itself, in its own language.

    `category` is `{"term", "label"}`, or None.
    """

    id = serializers.CharField(read_only=True)
    title = serializers.CharField(read_only=True)
    updated = serializers.DateTimeField(read_only=True)
    link = serializers.CharField(read_only=True)
    author = serializers.CharField(read_only=True)
    summary = serializers.CharField(read_only=True)
    category = serializers.DictField(read_only=True)
    language = serializers.CharField(read_only=True)


class Atom(BaseRenderer):
    media_type = "application/atom+xml"
    format = "atom"
    charset = "utf-8"

    def render(self, data: dict, accepted_media_type=None, renderer_context=None) -> bytes:
        if "results" not in data:
            raise TypeError("Only a list is a feed.")
        view = renderer_context["view"]
        feed = _Feed()
        feed.write(view, data["results"], data.get("links", {}))
        return feed.text.getvalue().encode()


class _Feed:
    def __init__(self):
        self.text = StringIO()
        self.xml = SimplerXMLGenerator(self.text, "utf-8")

    def write(self, view, rows: list[dict], links: dict[str, str | None]) -> None:
        request = view.request
        here = request.build_absolute_uri(request.get_full_path())
        self.xml.startDocument()
        self.xml.startElement("feed", {"xmlns": NAMESPACE, "xml:lang": get_language()})
        self.element("id", links.get("first") or here)
        self.element("title", str(capfirst(view.queryset.model._meta.verbose_name_plural)))
        self.element("updated", max((row["updated"] for row in rows), default=NEVER))
        self.link("self", here, Atom.media_type)
        for name, relation in RELATIONS.items():
            if links.get(name):
                self.link(relation, links[name], Atom.media_type)
        for row in rows:
            self.entry(row)
        self.xml.endElement("feed")
        self.xml.endDocument()

    def entry(self, row: dict) -> None:
        self.xml.startElement("entry", {"xml:lang": row["language"]})
        self.element("id", row["id"])
        self.element("title", _titled(row))
        self.element("updated", row["updated"])
        self.link("alternate", row["link"], "text/html")
        self.xml.startElement("author", {})
        self.element("name", row["author"])
        self.xml.endElement("author")
        if row["category"]:
            self.xml.addQuickElement("category", attrs=row["category"])
        self.element("summary", row["summary"])
        self.xml.endElement("entry")

    def link(self, relation: str, address: str, media_type: str) -> None:
        self.xml.addQuickElement(
            "link", attrs={"rel": relation, "type": media_type, "href": address}
        )

    def element(self, name: str, text: str) -> None:
        self.xml.addQuickElement(name, _NO_XML.sub("", text))


def _titled(row: dict) -> str:
    said = _("[Example] {title}")
    return said.format(title=row["title"]) if row["isExample"] else row["title"]
