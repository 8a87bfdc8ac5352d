"""The WSGI application that gunicorn serves."""

from django.core.wsgi import get_wsgi_application

from portal import environment

environment.read()
application = get_wsgi_application()
