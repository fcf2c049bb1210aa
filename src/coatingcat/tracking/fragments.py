"""What tracking puts into the frames of the pages."""

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string

from coatingcat.ground.slots import fills


@fills("desk.nav", order=90)
def desk_links(request: HttpRequest, **others: Any) -> str:
    return render_to_string("tracking/_desk_nav.html", request=request)
