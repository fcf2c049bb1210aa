from django.urls import path

from coatingcat.privacy import views

app_name = "privacy"
urlpatterns = [
    path("privacy/", views.policy, name="policy"),
    path("privacy/clauses/", views.clauses, name="clauses"),
    path("privacy/versions/", views.versions, name="versions"),
    path("privacy/versions/<str:number>/", views.version, name="version"),
    path("privacy/cookies/", views.cookies, name="cookies"),
    path("privacy/contact/", views.contact, name="contact"),
    path("privacy/consents/", views.consents, name="consents"),
]
