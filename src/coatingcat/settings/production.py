"""Behind TLS, for members."""

from coatingcat.settings.base import *

SECURE_SSL_REDIRECT = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 2 * 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SILENCED_SYSTEM_CHECKS = [
    "security.W002",  # the content security policy's frame-ancestors says it to every browser in use
    "security.W021",  # whether a domain goes on the browsers' preload list is its owner's to say
]
