"""What a search finds: one source for each kind of public row.

Another kind is one more `Source` at the end of this file, and its value in `SearchKind`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import Model, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from charter.models import Charter, Goal, Paragraph, Theme
from core.bilingual import Text, text_for_reader
from partners.models import Municipality, Organisation, Region
from portal.enums import SearchKind
from portal.models import Page
from workagendas.models import Action, Indicator, Participation, WorkAgenda


@dataclass(frozen=True, eq=False)
class Source:
    """One kind of rows that a search finds.

    `public` gives the rows that everybody may read, now; `fetched` what title, texts and address of
    many rows need, in a fixed number of queries. `title` and `texts` are those of a row in the
    active language: a `Text`, or a string that belongs to that language. Texts are Markdown or
    plain. `depends_on` names the models that all this is read from.
    """

    kind: SearchKind
    plural: Promise
    public: Callable[[], QuerySet]
    fetched: Callable[[QuerySet], QuerySet]
    title: Callable[[Model], Text | str]
    texts: Callable[[Model], Iterable[Text | str]]
    depends_on: frozenset[type[Model]]


def every_source() -> tuple[Source, ...]:
    """Return the sources in the order in which a page names them."""
    return SOURCES


def sources_of(models: Iterable[type[Model]]) -> list[Source]:
    """Return the sources that read from at least one of the models."""
    changed = frozenset(models)
    return [source for source in SOURCES if source.depends_on & changed]


def still_public() -> Q:
    """The condition that a search document is of a row that everybody may read, now."""
    condition = Q(pk__in=[])
    for source in SOURCES:
        rows = source.public().order_by().values("uid")
        condition |= Q(kind=source.kind, subject__in=rows)
    return condition


def texts_of(row: Model, *fields: str) -> list[Text]:
    return [text_for_reader(row, field) for field in fields]


def _goal_title(goal: Goal) -> Text:
    title = text_for_reader(goal, "title")
    return title._replace(text=f"{goal.code} {title}")


def _goal_texts(goal: Goal) -> list[Text]:
    own = texts_of(goal, "summary", "explanation", "text")
    return [*own, text_for_reader(goal.theme, "title")]


def _paragraph_title(paragraph: Paragraph) -> str:
    words = _("Charter {year}, paragraph {number}")
    return words.format(year=paragraph.charter.year, number=paragraph.position)


def _paragraph_texts(paragraph: Paragraph) -> list[Text]:
    themes = [text_for_reader(paragraph.theme, "title")] if paragraph.theme else []
    return [text_for_reader(paragraph, "text"), *themes]


def _place(row: Municipality | Organisation) -> list[Text]:
    return [text_for_reader(row.region, "name")] if row.region else []


def _municipality_texts(municipality: Municipality) -> list[Text | str]:
    merged = [row.name for row in municipality.predecessors.all()]
    neighbour = [municipality.get_kind_display()] if municipality.is_neighbour else []
    return [
        *neighbour,
        *_place(municipality),
        *([_("Formerly also {names}").format(names=", ".join(merged))] if merged else []),
    ]


def _organisation_texts(organisation: Organisation) -> list[Text | str]:
    # Its name in the charter is Dutch, and was signed.
    name = organisation.name_in_charter
    is_fallback = get_language() != "nl"
    return [
        organisation.get_kind_display(),
        *_place(organisation),
        organisation.get_relation_display(),
        *([Text(name, "nl", is_fallback)] if name else []),
    ]


def _agenda_title(agenda: WorkAgenda) -> Text:
    title = text_for_reader(agenda, "title")
    return title._replace(text=f"{title} {agenda.period}")


def _action_title(action: Action) -> Text:
    title = text_for_reader(action, "title")
    return title._replace(text=f"{action.code} {title}")


def _action_texts(action: Action) -> list[Text]:
    parties = [action.lead, *(each.organisation for each in action.participations.all())]
    own = texts_of(action, "description", "expected_result")
    return [*own, *(text_for_reader(party, "name") for party in parties)]


SOURCES = (
    Source(
        kind=SearchKind.GOAL,
        plural=gettext_lazy("Goals"),
        public=Goal.objects.published,
        fetched=lambda rows: rows.with_charter(),
        title=_goal_title,
        texts=_goal_texts,
        depends_on=frozenset({Charter, Theme, Goal}),
    ),
    Source(
        kind=SearchKind.PARAGRAPH,
        plural=gettext_lazy("Charter text"),
        public=Paragraph.objects.published,
        fetched=lambda rows: rows.select_related("charter", "theme"),
        title=_paragraph_title,
        texts=_paragraph_texts,
        depends_on=frozenset({Charter, Theme, Paragraph}),
    ),
    Source(
        kind=SearchKind.WORK_AGENDA,
        plural=gettext_lazy("Work agendas"),
        public=WorkAgenda.objects.published,
        fetched=lambda rows: rows.with_theme(),
        title=_agenda_title,
        texts=lambda agenda: texts_of(agenda, "introduction"),
        depends_on=frozenset({WorkAgenda}),
    ),
    Source(
        kind=SearchKind.ACTION,
        plural=gettext_lazy("Actions"),
        public=Action.objects.published,
        fetched=lambda rows: rows.with_agenda().with_parties(),
        title=_action_title,
        texts=_action_texts,
        depends_on=frozenset({WorkAgenda, Action, Participation, Organisation}),
    ),
    Source(
        kind=SearchKind.INDICATOR,
        plural=gettext_lazy("Indicators"),
        public=Indicator.objects.published,
        fetched=lambda rows: rows,
        title=lambda indicator: text_for_reader(indicator, "name"),
        texts=lambda indicator: texts_of(indicator, "definition", "source"),
        depends_on=frozenset({Indicator}),
    ),
    Source(
        kind=SearchKind.MUNICIPALITY,
        plural=gettext_lazy("Municipalities"),
        public=Municipality.objects.current,
        fetched=lambda rows: rows.select_related("region").prefetch_related("predecessors"),
        title=lambda municipality: municipality.name,
        texts=_municipality_texts,
        depends_on=frozenset({Region, Municipality}),
    ),
    Source(
        kind=SearchKind.ORGANISATION,
        plural=gettext_lazy("Organisations"),
        public=Organisation.objects.all,
        fetched=lambda rows: rows.select_related("region"),
        title=lambda organisation: text_for_reader(organisation, "name"),
        texts=_organisation_texts,
        depends_on=frozenset({Region, Organisation}),
    ),
    Source(
        kind=SearchKind.PAGE,
        plural=gettext_lazy("Pages"),
        public=Page.objects.all,
        fetched=lambda rows: rows,
        title=lambda page: text_for_reader(page, "title"),
        texts=lambda page: texts_of(page, "body"),
        depends_on=frozenset({Page}),
    ),
)
