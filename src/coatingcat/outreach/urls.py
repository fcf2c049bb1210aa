"""Addresses of outreach."""

from django.urls import path

from coatingcat.outreach import views

app_name = "outreach"

urlpatterns = [
    path("tray/", views.tray, name="tray"),
]
