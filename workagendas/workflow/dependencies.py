"""Which action needs which: never round in a circle."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import edits
from core.errors import DomainError
from workagendas.models import Action, ActionDependency
from workagendas.workflow.amendments import amending, reasons_of


class DependencyCycle(DomainError):
    """`codes` are the actions of the circle; the first is the last."""

    def __init__(self, codes: list[str]):
        self.codes = codes
        super().__init__(
            _("These actions would wait for each other: {codes}.").format(codes=" → ".join(codes))
        )


def require_no_cycle(*, action: Action, needs: Action) -> None:
    """Raise `DependencyCycle` if the action cannot need this one: it is needed by it, however far.

    A row is written inside `amending`, whose lock keeps two from closing a circle together; a form
    may ask before.
    """
    if path := _path(needs.pk, action.pk):
        codes = dict(Action.objects.filter(pk__in=path).values_list("pk", "code"))
        raise DependencyCycle([action.code, *(codes[pk] for pk in path)])


def _path(start: int, end: int) -> list[int]:
    """Return the shortest way from one action to another along what each needs; [] for none."""
    came_from: dict[int, int | None] = {start: None}
    front = {start}
    while front and end not in came_from:
        links = ActionDependency.objects.filter(action__in=front).order_by("pk")
        steps = links.values_list("action_id", "needs_id")
        front = set()
        for here, there in steps:
            if there not in came_from:
                came_from[there] = here
                front.add(there)
    if end not in came_from:
        return []
    path: list[int] = []
    step: int | None = end
    while step is not None:
        path.insert(0, step)
        step = came_from[step]
    return path


def set_dependencies(
    *, action: Action, needs: Iterable[Action], by: User, reason: str | dict[str, str] = ""
) -> bool:
    """The action needs exactly these first. Says whether that differs from before.

    Raises `DependencyCycle`, and what `amending` raises.
    """
    wanted = {other.pk: other for other in needs}
    why = reasons_of(reason).get("nl", "")
    with amending(agenda=action.agenda, by=by, reason=reason):
        links = {link.needs_id: link for link in action.needs_links.select_related("needs")}
        for gone in links.keys() - wanted.keys():
            edits.delete(links[gone], by=by, reason=why)
        for new in sorted(wanted.keys() - links.keys()):
            require_no_cycle(action=action, needs=wanted[new])
            edits.add(ActionDependency(action=action, needs=wanted[new]), by=by, reason=why)
    return links.keys() != wanted.keys()
