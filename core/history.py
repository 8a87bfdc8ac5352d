"""Who changed which text when, and why: one registration for every model that holds content.

Called in an app's `translation.py`, after its bilingual fields are registered: only then does the
history have their columns. A history row has no language of its own: read `title_nl`, `title_en`.
"""

import simple_history
from django.db import models


def keep_history(model: type[models.Model]) -> None:
    """From now on each saved version of the model's rows is kept, with who and why."""
    simple_history.register(
        model,
        app=model._meta.app_label,
        history_change_reason_field=models.TextField(null=True),
    )


def because(
    row: models.Model, reason: str | None, *, by: models.Model | None = None
) -> models.Model:
    """Return the row, whose saves from now on tell history this reason (and who, if given)."""
    row._change_reason = reason
    if by is not None:
        row._history_user = by
    return row
