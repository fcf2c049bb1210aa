"""Addresses of tracking."""

from django.urls import path

from coatingcat.tracking import desk

app_name = "tracking"
urlpatterns = [path("desk/measures/", desk.measures, name="measures")]
