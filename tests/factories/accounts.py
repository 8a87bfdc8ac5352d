"""Made-up people with an account, and the fixed cast: one person a role."""

import factory
from allauth.account.models import EmailAddress

from accounts.models import User
from accounts.roles import Role, set_roles

PASSWORD = "een lange zin om mee te testen"  # the password of everybody in tests


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User

    email = factory.Sequence(lambda n: f"persoon{n}@blk.example")
    name = factory.Sequence(lambda n: f"Voorbeeld Persoon {n}")


def make_person(*roles: Role, password: str | None = None, **fields) -> User:
    """Return a person with these roles and a verified address; log in with `force_login`.

    With `password=PASSWORD` the person can log in by the form as well (hashing takes time).
    """
    person = UserFactory(**fields)
    person.set_password(password)
    person.save()
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    set_roles(person, roles)
    return User.objects.get(pk=person.pk)
