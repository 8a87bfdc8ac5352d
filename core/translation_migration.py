"""What data migrations do when translation states come to rows that are there already."""

from django.db.models import Model
from django.utils import timezone

from core.translation_state import digest_of


def confirm_what_is_there(model: type[Model], history: type[Model]) -> None:
    """Every text that both languages have counts as translated; the row's history begins here.

    Takes the models as a migration sees them. Rows that know more already keep it.
    """
    names = {field.name for field in model._meta.fields}
    bilingual = [name for name in names if {f"{name}_nl", f"{name}_en"} <= names]
    for row in model._default_manager.order_by("pk"):
        confirmed = {
            name: digest_of(getattr(row, f"{name}_nl"))
            for name in bilingual
            if getattr(row, f"{name}_nl") and getattr(row, f"{name}_en")
        }
        row.confirmed = confirmed | row.confirmed
        model._default_manager.filter(pk=row.pk).update(confirmed=row.confirmed)
        if not history.objects.filter(uid=row.uid).exists():
            history.objects.create(history_type="+", history_date=timezone.now(), **_columns(row))


def _columns(row: Model) -> dict:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
