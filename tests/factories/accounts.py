"""Made-up people with an account."""

import factory

from accounts.models import User


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User

    email = factory.Sequence(lambda n: f"persoon{n}@blk.example")
    name = factory.Sequence(lambda n: f"Voorbeeld Persoon {n}")
