"""A demonstration on one machine: loopback only, messages end in the tray."""

from coatingcat.settings.base import *

SESSION_COOKIE_SECURE = False
CSRF_COOKIE_SECURE = False
