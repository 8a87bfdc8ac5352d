"""The formats of this language; numbers and what is left out are as Django has them."""

from core.formats import *  # noqa: F403
