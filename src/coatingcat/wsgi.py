"""The program as a WSGI application."""

from django.core.wsgi import get_wsgi_application

from coatingcat.config import choose_settings

choose_settings()
application = get_wsgi_application()
