"""What may come in from the pages of inquiries that were sent: the next step, and which ones to list."""

from collections.abc import Collection, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from coatingcat.ground.ids import as_public_code
from coatingcat.trade.forms.choices import in_words
from coatingcat.trade.forms.conversation import InquiryMessageForm
from coatingcat.trade.forms.paging import Paged
from coatingcat.trade.words import DeclineWhy, InquiryKind, InquiryState


class InquiryStepForm(InquiryMessageForm):
    """The next step of an inquiry, with what is written with it. `moves`: state and what the step is called."""

    to = forms.ChoiceField(label=_("Next step"), widget=forms.RadioSelect)
    why = forms.ChoiceField(
        label=_("Reason for declining"),
        choices=in_words(DeclineWhy, _("Not declined")),
        required=False,
        help_text=_("The buyer reads it."),
    )

    field_order: Any = ("submission", "to", "why", "text", "file")

    def __init__(self, *args: Any, moves: Sequence[tuple[str, str]], must_write: Collection[str] = (), **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = moves  # type: ignore[attr-defined]
        self.fields["text"].required = False
        self.fields["text"].label = gettext("Note to the other side")
        self.must_write = must_write
        if InquiryState.DECLINED.name not in dict(moves):
            del self.fields["why"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        declines = cleaned.get("to") == InquiryState.DECLINED.name
        if declines and not cleaned.get("why") and "why" not in self.errors:
            self.add_error("why", gettext("Declining needs a reason."))
        if cleaned.get("why") and not declines and "to" not in self.errors:
            self.add_error("why", gettext("Only declining has a reason. Choose “Not declined”."))
        needs_text = cleaned.get("to") in self.must_write or cleaned.get("file") is not None
        if needs_text and not cleaned.get("text") and "text" not in self.errors:
            self.add_error("text", gettext("Write your answer."))
        return cleaned

    @property
    def step(self) -> InquiryState:
        return InquiryState[self.cleaned_data["to"]]

    @property
    def reason(self) -> DeclineWhy | None:
        why = self.cleaned_data.get("why")
        return DeclineWhy[why] if why else None


class InquiryFilter(Paged):
    """Which inquiries to list. What cannot be meant is passed over rather than refused."""

    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=in_words(InquiryKind, _("All")))
    state = forms.ChoiceField(label=_("State"), required=False, choices=in_words(InquiryState, _("All")))
    code = forms.CharField(label=_("Inquiry number"), required=False, max_length=40)

    def chosen(self) -> dict[str, Any]:
        """Kind, state, code and page as the queries take them."""
        self.is_valid()
        cleaned = getattr(self, "cleaned_data", {})
        kind, state = cleaned.get("kind"), cleaned.get("state")
        return {
            "kind": InquiryKind[kind] if kind else None,
            "state": InquiryState[state] if state else None,
            "code": as_public_code(cleaned.get("code") or ""),
            "page": self.number,
        }
