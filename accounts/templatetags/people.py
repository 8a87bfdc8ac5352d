"""Template words about people."""

from django import template

from accounts.roles import roles_in_words
from core.addresses import is_example_address

register = template.Library()

register.filter("is_example", is_example_address)
register.filter("roles_in_words", roles_in_words)
