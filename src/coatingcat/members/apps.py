from django.apps import AppConfig


class MembersConfig(AppConfig):
    name = "coatingcat.members"
    label = "members"
