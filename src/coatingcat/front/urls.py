"""Every address of the site: our own frames, then the rooms' pages."""

from django.urls import include, path

from coatingcat.front import errors, views

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

# Django tries one address after the other: those asked for most stand first.
urlpatterns = [
    path("", include("coatingcat.catalog.urls")),
    path("", include("coatingcat.trade.urls")),
    path("", include((_frames, "front"))),
    path("api/", include("coatingcat.front.api.urls")),
    path("", include("coatingcat.members.urls")),
    path("", include("coatingcat.privacy.urls")),
    path("", include("coatingcat.outreach.urls")),
    path("", include("coatingcat.tracking.urls")),
]

handler400 = errors.bad_request
handler403 = errors.permission_denied
handler404 = errors.not_found
handler500 = errors.server_error
