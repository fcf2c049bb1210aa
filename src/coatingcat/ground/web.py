"""How gunicorn serves the pages: `gunicorn -c python:coatingcat.ground.web coatingcat.wsgi`."""

import gc
from pathlib import Path

from coatingcat.config import choose_settings
from coatingcat.config import config as knobs  # `config` would be taken for a setting of gunicorn's
from coatingcat.ground.processes import die_with_parent

choose_settings()
die_with_parent()

bind = [f"{knobs().host}:{knobs().port}"]
workers = knobs().web_processes
worker_class = "gthread"
threads = knobs().web_threads
preload_app = True  # one import for all processes, whose pages of memory stay shared
timeout = 60
graceful_timeout = 15
keepalive = 5
accesslog = None  # who asked for what is personal data; what is kept of it, privacy decides
errorlog = "-"
loglevel = "warning"
proc_name = "coatingcat"
control_socket_disable = True
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 - a heartbeat must not wait for a disk


def when_ready(_server: object) -> None:
    """Before the web processes are forked: what all of them need lies in memory once."""
    _read_the_pages()
    gc.collect()
    gc.freeze()
    # A page makes some ten thousand objects, nearly all of which go by themselves; Python would look for circles
    # among them every 700.
    gc.set_threshold(20_000, 20, 20)


def _read_the_pages() -> None:
    """Addresses, views and texts, which Django would read with the first request, in each process by itself."""
    from django.conf import settings  # only now: the application is loaded
    from django.urls import get_resolver
    from django.utils import translation

    get_resolver().url_patterns  # noqa: B018  # reading it imports every room's pages
    for code, _ in settings.LANGUAGES:
        with translation.override(code):
            translation.gettext(code)


def post_fork(_server: object, _worker: object) -> None:
    die_with_parent()
