"""The program as a WSGI application."""

from django.core.wsgi import get_wsgi_application

from coatingcat.config import choose_settings

choose_settings()
application = get_wsgi_application()

from coatingcat.search.rules.glossary import glossary  # noqa: E402  # only now: the settings are chosen

glossary()  # 59 MB of dictionary, before the web processes are forked: once for all of them
