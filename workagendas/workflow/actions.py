"""New actions in an agenda."""

from itertools import chain

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from charter.models import Goal
from core import edits
from core.errors import DomainError
from workagendas.models import Action, WorkAgenda
from workagendas.workflow.amendments import amending

CROSS_CUTTING = "X"
LAST_NUMBER = 999


class NoCodeLeft(DomainError):
    def __init__(self):
        super().__init__(_("There are 999 actions with this beginning of their code already."))


def next_code(agenda: WorkAgenda, main_goal: Goal | None) -> str:
    """Return the code of the next action: 2026-2B-08, or 2026-X-01 where it cuts across goals.

    A number is never given twice in a period, since a code stays when the goal changes. Called
    inside `amending`, whose lock keeps two from getting the same. Raises `NoCodeLeft`.
    """
    prefix = f"{agenda.starts_in}-{main_goal.code if main_goal else CROSS_CUTTING}-"
    # History still knows the codes of what was deleted while its agenda was a draft.
    given = [
        rows.filter(code__startswith=prefix).order_by().values_list("code", flat=True).distinct()
        for rows in (Action.objects, Action.history)
    ]
    number = max((int(code.removeprefix(prefix)) for code in chain(*given)), default=0) + 1
    if number > LAST_NUMBER:
        raise NoCodeLeft
    return f"{prefix}{number:02}"


def add_action(*, action: Action, by: User, reason: str | dict[str, str] = "") -> Action:
    """The new action is in its agenda, with the next code.

    In an adopted agenda it needs its partners at once: add both inside one `amending`. Raises
    `NotAllowed`, `AgendaClosed`, `ReasonMissing`, `NoLongerWhole`, `NoCodeLeft`.
    """
    with amending(agenda=action.agenda, by=by, reason=reason):
        action.code = next_code(action.agenda, action.main_goal)
        edits.add(action, by=by, reason=reason if isinstance(reason, str) else reason.get("nl", ""))
    return action
