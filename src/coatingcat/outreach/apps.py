from django.apps import AppConfig


class OutreachConfig(AppConfig):
    name = "coatingcat.outreach"
    label = "outreach"
