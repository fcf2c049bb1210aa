from django.urls import path

from coatingcat.privacy.views import policy, trust

app_name = "privacy"
urlpatterns = [
    path("privacy/", policy.policy, name="policy"),
    path("trust/", trust.trust, name="trust"),
    path("privacy/versions/", policy.versions, name="versions"),
    path("privacy/versions/<str:number>/", policy.version, name="version"),
    path("privacy/cookies/", policy.cookies, name="cookies"),
    path("privacy/contact/", policy.contact, name="contact"),
    path("privacy/consents/", policy.consents, name="consents"),
]
