"""The WSGI application that gunicorn serves: the page cache, and Django behind it."""

from django.core.wsgi import get_wsgi_application

from core.freshness.page_cache import PageCache
from portal import environment

environment.read()
application = PageCache(get_wsgi_application())
