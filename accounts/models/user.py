"""The person who logs in: one model for everybody, named by an e-mail address."""

from django.contrib.auth import get_backends
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.enums import Language
from accounts.roles import Role, has_role
from core.constraints import known_value
from core.models import DomainModel, DomainQuerySet
from partners.models import Organisation, Region


class UserQuerySet(DomainQuerySet):
    def active(self):
        return self.filter(is_active=True)

    def with_role(self, *roles: Role):
        return self.active().filter(groups__name__in=roles).distinct()

    def with_place(self):
        """Fetch organisation, region and roles with each person."""
        return self.select_related("organisation__region").prefetch_related("groups")

    def by_organisation(self):
        """By region in the charter's order, then organisation, then name."""
        return self.order_by(
            models.F("organisation__region__position").asc(nulls_last=True),
            models.F("organisation__position").asc(nulls_last=True),
            "name",
            "email",
        )

    def visible_to(self, person: "User"):
        """Everybody for who manages everybody, colleagues for a coordinator, else oneself."""
        if has_role(person, Role.SECRETARIAT, Role.ADMINISTRATOR):
            return self
        if not person.is_authenticated or not person.is_active:
            return self.none()
        seen = models.Q(pk=person.pk)
        if has_role(person, Role.COORDINATOR) and person.organisation_id:
            seen |= models.Q(organisation=person.organisation_id)
        return self.filter(seen)


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    def create_user(self, email: str, password: str | None = None, **fields) -> "User":
        """Add a person who can log in; without a password only by another way than a password.

        Raises ValueError without an e-mail address.
        """
        if not email:
            raise ValueError("A user has an e-mail address.")
        user = self.model(email=email.lower(), **fields)
        user.set_password(password)
        user.save()
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields) -> "User":
        """Refuse: nobody is a superuser here. `manage.py createsuperuser` shows the sentence."""
        raise ValidationError(
            "Nobody is a superuser here. Make the first administrator with "
            "“manage.py create_administrator”."
        )

    def get_by_natural_key(self, email: str) -> "User":
        return self.get(email__iexact=email)


class User(DomainModel, AbstractBaseUser, PermissionsMixin):
    """A person with an account. The e-mail address is the login, whatever its capitals.

    Who reads `shows_…` as true shows that detail to the public wherever the person is named in a
    public function; each is the person's own choice, and off until chosen.
    """

    SHOWABLE = ("name", "function", "email", "phone")  # each with its `shows_…`
    unpublished_fields = frozenset({"password", "last_login", "language"})

    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=120)
    function = models.CharField(_("function"), max_length=120, blank=True)
    phone = models.CharField(
        _("phone"),
        max_length=40,
        blank=True,
        help_text=_("With the country code, like +32 or +31."),
    )
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="people",
        verbose_name=_("organisation"),
    )
    language = models.CharField(
        _("language"),
        max_length=2,
        choices=Language,
        default=Language.DUTCH,
        help_text=_("In which language the portal writes to this person."),
    )
    shows_name = models.BooleanField(_("name is public"), default=False)
    shows_function = models.BooleanField(_("function is public"), default=False)
    shows_email = models.BooleanField(_("e-mail address is public"), default=False)
    shows_phone = models.BooleanField(_("phone is public"), default=False)
    is_active = models.BooleanField(_("may log in"), default=True)
    joined_at = models.DateTimeField(_("account since"), default=timezone.now, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["name", "email"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="user_one_per_email",
                violation_error_message=_("Somebody with this e-mail address has an account."),
            ),
            known_value("language", Language, model="user", label=_("language")),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def shown(self) -> dict[str, str]:
        """Return the details that everybody may read; none of an account that was disabled."""
        if not self.is_active:
            return {}
        chosen = [what for what in self.SHOWABLE if getattr(self, f"shows_{what}")]
        return {what: text for what in chosen if (text := getattr(self, what))}

    def get_absolute_url(self) -> str:
        """Return the address of the person's page on my desk, for who may see it."""
        return reverse("person", kwargs={"uid": self.uid})

    def has_perm(self, perm: str, obj=None) -> bool:
        """Say what the backends say. `is_superuser` means nothing here: Django's own answer lets
        it go round the roles, and so round the second factor that a role asks for."""
        return any(backend.has_perm(self, perm, obj) for backend in get_backends())

    def has_module_perms(self, app_label: str) -> bool:
        """Say what the backends say, as `has_perm` does."""
        return any(backend.has_module_perms(self, app_label) for backend in get_backends())

    def colleagues(self) -> UserQuerySet:
        """Return who else of the same organisation may log in; nobody without an organisation."""
        if self.organisation_id is None:
            return User.objects.none()
        people = User.objects.active().filter(organisation=self.organisation_id)
        return people.exclude(pk=self.pk)

    def get_full_name(self) -> str:
        return self.name

    def get_region(self) -> Region | None:
        """Return the region of the person's organisation, if there is one."""
        return self.organisation.region if self.organisation else None
