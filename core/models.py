"""The base of every domain row: a public identifier, a version, and the news that it changed."""

import uuid
from collections.abc import Iterable

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models, router, transaction
from django.db.models import BaseConstraint, F
from django.utils.translation import gettext_lazy as _

from core.constraints import only_field_of
from core.errors import EditedMeanwhile
from core.freshness.changes import content_changed, content_taken_along


class DomainQuerySet(models.QuerySet):
    """A QuerySet whose bulk changes raise the version of every row, and are told as changes."""

    def update(self, **values):
        """Change the rows and raise their version; also the way `bulk_update` writes."""
        changed = super().update(**{"version": F("version") + 1, **values})
        if changed and self.model.publishes(values):
            content_changed(self.db, self.model)
        return changed

    def bulk_create(self, objs, *args, **options):
        made = super().bulk_create(objs, *args, **options)
        if made and self.model.publishes():
            content_changed(self.db, self.model)
        return made

    def delete(self):
        outcome = deleted, _kinds = super().delete()
        if deleted and (content := content_taken_along(self.model)):
            content_changed(self.db, *content)
        return outcome

    update.alters_data = bulk_create.alters_data = delete.alters_data = True
    delete.queryset_only = True


class DomainModel(models.Model):
    """A row with a `uid` for addresses and a `version` that each change raises by one.

    Saving writes only when the stored version is still the one that was read; otherwise it raises
    `EditedMeanwhile` and changes nothing.

    Rows are content, whose changes empty the page cache, unless a model says that no public page
    shows them (`is_content = False`), or that none shows some fields (`unpublished_fields`).

    `broken_at` names, for constraints of several fields, the one that a person should change.
    """

    is_content = True
    unpublished_fields: frozenset[str] = frozenset()
    broken_at: dict[str, str] = {}

    uid = models.UUIDField(_("identifier"), default=uuid.uuid4, unique=True, editable=False)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)

    objects = DomainQuerySet.as_manager()

    class Meta:
        abstract = True

    _version_seen: int | None = None

    def save(self, *, update_fields=None, **options):
        published = self.publishes(update_fields)
        if self._state.adding:
            options.setdefault("force_insert", update_fields is None)
            super().save(update_fields=update_fields, **options)
        else:
            self._save_if_unchanged(update_fields, options)
        if published:
            content_changed(self._state.db, type(self))

    save.alters_data = True

    def delete(self, *args, **options):
        database = options.get("using") or self._state.db
        outcome = super().delete(*args, **options)
        if content := content_taken_along(type(self)):
            content_changed(database, *content)
        return outcome

    delete.alters_data = True

    @classmethod
    def field_to_mend(cls, constraint: BaseConstraint) -> str | None:
        """Return the field at which a broken constraint is said; None for the row as a whole."""
        return cls.broken_at.get(constraint.name) or only_field_of(constraint)

    def validate_constraints(self, exclude=None):
        """Raise the constraints that the row breaks, each at the field to mend."""
        found: dict[str, list[ValidationError]] = {}
        using = router.db_for_write(type(self), instance=self)
        for model, constraints in self.get_constraints():
            for constraint in constraints:
                try:
                    constraint.validate(model, self, exclude=exclude, using=using)
                except ValidationError as refused:
                    field = self.field_to_mend(constraint) or NON_FIELD_ERRORS
                    found.setdefault(field, []).extend(refused.error_list)
        if found:
            raise ValidationError(found)

    @classmethod
    def publishes(cls, fields: Iterable[str] | None = None) -> bool:
        """Say whether a public page may show a change of these fields (None: of any)."""
        if not cls.is_content or fields is None:
            return cls.is_content
        return not {*fields} <= cls.unpublished_fields | {"version"}

    def _save_if_unchanged(self, update_fields, options) -> None:
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

    is_content = False

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


class IdempotentRequest(DomainModel):
    """A POST that came with an `Idempotency-Key`, and how it was answered (core.api.idempotency).

    `owner` is the uid of the account; `digest` is that of method, address and body; `answer`
    is JSON, as text so that its members keep their order. Without a status the call is still
    running. Rows are deleted after a day.
    """

    is_content = False

    owner = models.UUIDField(_("who"))
    key = models.CharField(_("key"), max_length=255)
    digest = models.CharField(_("digest of the request"), max_length=64)
    at = models.DateTimeField(_("when"), db_index=True)
    status = models.PositiveSmallIntegerField(_("status of the answer"), null=True)
    answer = models.TextField(_("answer"), blank=True)
    location = models.CharField(_("address of what was made"), max_length=500, blank=True)
    language = models.CharField(_("language of the answer"), max_length=2, blank=True)

    class Meta:
        verbose_name = _("idempotent request")
        verbose_name_plural = _("idempotent requests")
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "key"],
                name="idempotent_request_key_once_an_owner",
                violation_error_message=_("This key was used before."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.owner} {self.at:%Y-%m-%d %H:%M}"


class Stamp(DomainModel):
    """The freshness stamp where there is no Redis: one row, read and written by core.freshness."""

    is_content = False

    token = models.CharField(_("stamp"), max_length=43)

    class Meta:
        verbose_name = _("freshness stamp")
        verbose_name_plural = _("freshness stamps")
        ordering = ["id"]

    def __str__(self) -> str:
        return self.token


class ExampleSet(DomainModel):
    """That an app holds example content: one row an app, written by its loader.

    While there is one, every page says that it shows examples. Example accounts do not count.
    """

    app = models.CharField(_("app"), max_length=40, unique=True)
    loaded_at = models.DateTimeField(_("loaded at"))

    class Meta:
        verbose_name = _("set of examples")
        verbose_name_plural = _("sets of examples")
        ordering = ["app"]

    def __str__(self) -> str:
        return self.app


class MayBeExample(models.Model):
    """A row that says whether it is an example, made up for trying things out."""

    is_example = models.BooleanField(_("is an example"), default=False, editable=False)

    class Meta:
        abstract = True
