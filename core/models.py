"""The base of every domain row: a public identifier, and a version that finds two editors."""

import uuid

from django.db import models, transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from core.errors import EditedMeanwhile


class DomainQuerySet(models.QuerySet):
    """A QuerySet whose bulk changes raise the version of every row they touch."""

    def update(self, **values):
        """Change the rows and raise their version; also the way `bulk_update` writes."""
        return super().update(**{"version": F("version") + 1, **values})

    update.alters_data = True


class DomainModel(models.Model):
    """A row with a `uid` for addresses and a `version` that each change raises by one.

    Saving writes only when the stored version is still the one that was read; otherwise it raises
    `EditedMeanwhile` and changes nothing.
    """

    uid = models.UUIDField(_("identifier"), default=uuid.uuid4, unique=True, editable=False)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)

    objects = DomainQuerySet.as_manager()

    class Meta:
        abstract = True

    _version_seen: int | None = None

    def save(self, *, update_fields=None, **options):
        if self._state.adding:
            options.setdefault("force_insert", update_fields is None)
            return super().save(update_fields=update_fields, **options)
        if "version" in self.get_deferred_fields():
            raise ValueError("A row that was read without its version cannot be saved.")
        self._version_seen = self.version
        self.version += 1
        if update_fields is not None:
            update_fields = {*update_fields, "version"}
        try:
            # A savepoint: whoever catches EditedMeanwhile can go on in the same transaction.
            with transaction.atomic(using=options.get("using") or self._state.db):
                super().save(update_fields=update_fields, **options)
        except BaseException:
            self.version = self._version_seen
            raise
        finally:
            self._version_seen = None

    save.alters_data = True

    def _do_update(self, base_qs, using, pk_val, values, update_fields, forced_update):
        # Django calls this for the UPDATE inside save(); without it the check and the write
        # would be two statements.
        if self._version_seen is None:
            return super()._do_update(base_qs, using, pk_val, values, update_fields, forced_update)
        unchanged = base_qs.filter(version=self._version_seen)
        if super()._do_update(unchanged, using, pk_val, values, update_fields, forced_update):
            return True
        raise EditedMeanwhile(self)


class AuditQuerySet(DomainQuerySet):
    """Entries to read: many at once are neither changed nor deleted, nor written over."""

    def update(self, **values):
        raise TypeError("What was recorded stays as it is.")

    def delete(self):
        raise TypeError("What was recorded stays.")

    def bulk_create(self, objs, *args, **options):
        raise TypeError("Acts are recorded one by one, by core.audit.record.")

    update.alters_data = delete.alters_data = bulk_create.alters_data = True


class AuditEntry(DomainModel):
    """That an act happened: who, what, on which object, when. It holds no personal values.

    `actor` is the uid of an account (empty: nobody was logged in, or the portal itself acted) and
    `object_uid` that of the object; `fields` are names, never contents. Rows are only ever added,
    through `core.audit.record`.
    """

    at = models.DateTimeField(_("when"), db_index=True)
    actor = models.UUIDField(_("who"), null=True, blank=True, db_index=True)
    act = models.CharField(_("act"), max_length=60, db_index=True)
    object_type = models.CharField(_("kind of object"), max_length=60, blank=True)
    object_uid = models.UUIDField(_("object"), null=True, blank=True, db_index=True)
    fields = models.JSONField(_("names of fields"), default=list, blank=True)
    request_id = models.CharField(_("request"), max_length=36, blank=True)

    objects = AuditQuerySet.as_manager()

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit entries")
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.act}"

    def save(self, **options):
        if not self._state.adding:
            raise TypeError("What was recorded stays as it is.")
        super().save(**options)

    def delete(self, *args, **options):
        raise TypeError("What was recorded stays.")
