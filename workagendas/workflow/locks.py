"""One order of locks for all acts: agendas first, by their key, then what belongs to them."""

from workagendas.models import WorkAgenda


def locked(agenda: WorkAgenda) -> WorkAgenda:
    """Return the agenda as it is stored, locked until the transaction ends."""
    return WorkAgenda.objects.select_for_update(of=("self",)).with_theme().get(pk=agenda.pk)


def lock_every_agenda() -> None:
    """Nobody else changes an agenda until the transaction ends.

    For acts that look across agendas: codes are counted over a period, and a chain of dependencies
    runs through all of them. There are two agendas a period, and one secretariat that edits them.
    """
    list(WorkAgenda.objects.select_for_update().order_by("pk").values_list("pk", flat=True))
