"""What a page costs before it says anything: Django with its own middlewares on the same server and database.

`/hello/` answers a word. `/page/<slug>/` reads one product's row and fills a plain template, as little as any product
page can do.
"""

import json
import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from coatingcat.settings.base import database

_STOCK = (
    "security.SecurityMiddleware",
    "locale.LocaleMiddleware",
    "common.CommonMiddleware",
    "csrf.CsrfViewMiddleware",
)
_PAGE = (
    "<!doctype html><html><head><title>{{ page.name }}</title></head><body><h1>{{ page.name }}</h1><p>{{ page.supplier_name }}"
    "</p><table>{% for value in values %}<tr><th>{{ value.label }}</th><td>{{ value.printed }} "
    "{{ value.unit }}</td></tr>{% endfor %}</table></body></html>"
)

if not settings.configured:
    settings.configure(
        SECRET_KEY="floor",
        ALLOWED_HOSTS=["127.0.0.1"],
        ROOT_URLCONF=__name__,
        USE_TZ=True,
        DATABASES={"default": database(os.environ["DATABASE_URL"])},
        INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth", "django.contrib.sessions"],
        MIDDLEWARE=[
            "django.contrib.sessions.middleware.SessionMiddleware",
            *(f"django.middleware.{name}" for name in _STOCK),
            "django.contrib.auth.middleware.AuthenticationMiddleware",
        ],
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "OPTIONS": {
                    "context_processors": ["django.template.context_processors.request"],
                    "loaders": [
                        (
                            "django.template.loaders.cached.Loader",
                            [("django.template.loaders.locmem.Loader", {"page.html": _PAGE})],
                        )
                    ],
                },
            }
        ],
    )
application = get_wsgi_application()


class Page(models.Model):
    """The product's row, read without our code."""

    product = models.TextField(primary_key=True, db_column="product_id")
    slug = models.TextField()
    name = models.TextField()
    supplier_name = models.TextField()
    facts = models.TextField()

    class Meta:
        app_label = "floor"
        db_table = "catalog_productpage"
        managed = False

    def __str__(self) -> str:
        return self.name


def hello(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("hello")


def page(request: HttpRequest, slug: str) -> HttpResponse:
    row = Page.objects.get(slug=slug)
    return render(request, "page.html", {"page": row, "values": json.loads(row.facts)["values"]})


urlpatterns = [path("hello/", hello), path("page/<slug:slug>/", page)]
