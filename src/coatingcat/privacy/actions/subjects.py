"""Somebody new."""

from coatingcat.privacy.models import Subject


def new_subject(sort: Subject.Sort | str) -> Subject:
    """Somebody new to hold data on. Keys are made at the first sealing."""
    return Subject.objects.create(sort=Subject.Sort(sort))
