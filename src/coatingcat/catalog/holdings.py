"""What the catalogue publishes, as far as privacy has to know it: it keeps nobody's data."""

from django.apps import apps
from django.db.models import Q

from coatingcat.privacy.places import publishes

_NAMES = frozenset({"name", "name_zh", "name_en"})


@publishes
def is_name_of_ours(text: str) -> bool:
    """Whether a product, maker, substance or class is called so: then the text tells of no person."""
    for model in apps.get_app_config("catalog").get_models():
        wanted = Q()
        for field in model._meta.concrete_fields:
            if field.name in _NAMES:
                wanted |= Q(**{f"{field.name}__contains": text})
        if wanted and model._default_manager.filter(wanted).exists():
            return True
    return False
