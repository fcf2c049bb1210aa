"""Somebody new."""

from coatingcat.privacy.models import Subject
from coatingcat.privacy.policy import current_version


def new_subject(sort: Subject.Sort | str) -> Subject:
    """Somebody new to hold data on, under the version of the policy now in force. Keys are made at the first sealing."""
    return Subject.objects.create(sort=Subject.Sort(sort), accepted_version=current_version())
