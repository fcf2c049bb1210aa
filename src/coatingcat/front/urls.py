"""Every address of the site: our own frames, then the rooms' pages."""

from django.urls import URLPattern, URLResolver, include, path

from coatingcat.front import errors, views
from coatingcat.front.api import views as api_views
from coatingcat.front.api.mount import absent, machine_paths

_frames = [
    path("", views.home, name="home"),
    path("me/", views.centre, name="centre"),
    path("desk/", views.desk, name="desk"),
    path("language/", views.language, name="language"),
    path("theme/", views.theme, name="theme"),
    path("health/live", views.live, name="live"),
    path("health/ready", views.ready, name="ready"),
    path("style-guide/", views.style_guide, name="style-guide"),
]

_api: list[URLPattern | URLResolver] = [
    path("", api_views.reference, name="reference"),
    path("v1/openapi.json", api_views.openapi, name="openapi"),
    path("v1/", include(machine_paths())),
    path("<path:rest>", absent, name="absent"),
]

# Django tries one address after the other: those asked for most stand first.
urlpatterns = [
    path("", include("coatingcat.catalog.urls")),
    path("", include("coatingcat.trade.urls")),
    path("", include((_frames, "front"))),
    path("api/", include((_api, "api"))),
    path("", include("coatingcat.members.urls")),
    path("", include("coatingcat.privacy.urls")),
    path("", include("coatingcat.outreach.urls")),
    path("", include("coatingcat.tracking.urls")),
]

handler400 = errors.bad_request
handler403 = errors.permission_denied
handler404 = errors.not_found
handler500 = errors.server_error
