"""Builds an export and is killed on the way: run by test_export_kills with the export's id and the step to die at."""

import os
import signal
import sys
from uuid import UUID

import django

django.setup()

from django.core.files.storage import default_storage  # noqa: E402

from coatingcat.privacy import exporting  # noqa: E402
from coatingcat.privacy.actions import exports  # noqa: E402
from coatingcat.privacy.models import Export  # noqa: E402


def die(*_: object, **__: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


export_id, step = UUID(sys.argv[1]), sys.argv[2]
if step == "counting":
    exporting.count_rows = die
elif step == "writing":
    pieces = exporting.pieces

    def half(*given: object) -> object:
        for number, part in enumerate(pieces(*given)):
            yield part
            if number == 2:
                die()

    exporting.pieces = half
elif step == "written":
    save = default_storage.save

    def save_and_die(*given: object) -> None:
        save(*given)
        die()

    default_storage.save = save_and_die
elif step == "before the commit":
    exports.later = die
elif step == "after the commit":
    ready = exports._is_ready

    def commit_and_die(*given: object) -> None:
        ready(*given)
        die()

    exports._is_ready = commit_and_die
exports.build_export(export_id=export_id)
assert Export.objects.get(pk=export_id).state == "ready"
