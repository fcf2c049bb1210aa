"""Tests: a real PostgreSQL (tests/conftest.py names it), no hashing of static files."""

from coatingcat.config import for_tests

for_tests()

from coatingcat.settings.base import *
from coatingcat.settings.base import STORAGES

SESSION_COOKIE_SECURE = False
CSRF_COOKIE_SECURE = False
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_AUTOREFRESH = True  # looks a file up when it is asked for: nothing is collected in tests
WHITENOISE_USE_FINDERS = True
STATIC_ROOT = None  # type: ignore[assignment]  # Django takes None as well
