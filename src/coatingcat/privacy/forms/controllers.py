"""What an officer enters of a new administrator."""

import json
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from coatingcat.ground.clock import today
from coatingcat.privacy.forms.recipients import text
from coatingcat.privacy.policy.snapshot import Snapshot
from coatingcat.privacy.queries.controllers import report

LARGEST = 5_000_000
"""Bytes of a file of declarations; ours has a tenth of it."""


class ControllerForm(forms.Form):
    """Who is to take over, from when on, under which declarations."""

    name = text(_("Name of the new administrator"), length=120)
    contact = text(_("Contact of the new administrator"), length=200)
    takes_effect_on = forms.DateField(label=_("Takes over on"), widget=forms.DateInput(attrs={"type": "date"}))
    declarations = forms.FileField(
        label=_("Its declarations"),
        help_text=_("The file that “coatingcat policy publish” writes (registry-….json)."),
    )

    def clean_takes_effect_on(self) -> Any:
        day = self.cleaned_data["takes_effect_on"]
        if day <= today():
            raise ValidationError(_("Enter a day to come: people need time to object."))
        return day

    def clean_declarations(self) -> Snapshot:
        upload = self.cleaned_data["declarations"]
        try:
            if upload.size > LARGEST:
                raise ValueError(upload.size)
            theirs = Snapshot.from_json(upload.read().decode())
            report(theirs)
        except (ValueError, TypeError, AttributeError, LookupError, RecursionError, json.JSONDecodeError):
            raise ValidationError(_("This is no file of declarations.")) from None
        return theirs
