"""Template words about browsers."""

from django import template

from accounts.browsers import browser_in_words

register = template.Library()

register.filter("browser_in_words", browser_in_words)
