"""Forms of guardians, and of a minor who names one."""

from typing import Any

from django import forms
from django.utils.dates import MONTHS
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from coatingcat.ground.clock import today
from coatingcat.members.forms.entry import ContactField
from coatingcat.privacy.rules.minors import MAJORITY_YEARS, YOUNGEST_YEARS, band, comes_of_age, is_minor_born
from coatingcat.privacy.words.minors import Band, Guardianship


class GuardianContactForm(forms.Form):
    """The one thing asked of a minor before the guardian has agreed."""

    contact = ContactField(
        declared="privacy.GuardianRequest.address",
        label=_("E-mail address or mobile number of your mother, father or guardian"),
        help_text=_("We write to it once and ask. Your own address is not needed yet."),
        error_messages={"required": _("Enter your guardian's e-mail address or mobile number.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["contact"].widget.attrs["autocomplete"] = "off"  # it is not the reader's own


class GuardianConsentForm(forms.Form):
    """What a guardian declares and agrees to, each by a tick of its own."""

    relation = forms.ChoiceField(
        label=_("You are the child's"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Say what you are to the child.")},
    )
    year = forms.TypedChoiceField(
        coerce=int,
        label=_("Year of the child's birth"),
        help_text=_("Only the month of coming of age is kept; the birth is not."),
        error_messages={"required": _("Choose the year.")},
    )
    month = forms.TypedChoiceField(
        coerce=int, label=_("Month of the child's birth"), error_messages={"required": _("Choose the month.")}
    )
    read_together = forms.BooleanField(
        label=_("My child and I have read this page together."),
        error_messages={"required": _("Read the page together with your child, then tick this.")},
    )
    is_guardian = forms.BooleanField(
        label=_(
            "I am the child's guardian, and I agree that the child registers and that the data named above is used."
        ),
        error_messages={"required": _("Without your consent we may not go on.")},
    )
    special = forms.BooleanField(
        required=False,
        label=_("My child is under 14: I have read the special rules above and agree to them separately."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language, year = get_language(), today().year
        fields: dict[str, Any] = self.fields
        fields["relation"].choices = [(one.name, one.value.in_language(language)) for one in Guardianship]
        years = range(year - MAJORITY_YEARS, year - YOUNGEST_YEARS + 1)
        fields["year"].choices = [("", "—"), *((str(one), str(one)) for one in years)]
        fields["month"].choices = [("", "—"), *((str(number), name) for number, name in MONTHS.items())]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        year, month = cleaned.get("year"), cleaned.get("month")
        if not (year and month):
            return cleaned
        if not is_minor_born(year, month, today()):
            self.add_error("year", _("Whoever is 18 or over registers alone, and under 6 nobody can."))
        elif band(comes_of_age(year, month), today()) is Band.CHILD and not cleaned.get("special"):
            self.add_error("special", _("For a child under 14 the special rules need a consent of their own."))
        return cleaned

    @property
    def words(self) -> str:
        """The sentences that were ticked, as they were shown."""
        ticked = [name for name in ("read_together", "is_guardian", "special") if self.cleaned_data.get(name)]
        return " ".join(str(self.fields[name].label) for name in ticked)
