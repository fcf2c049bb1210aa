"""What may come in about cases."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from coatingcat.ground.ids import new_id
from coatingcat.privacy.actions.cases import Written
from coatingcat.privacy.entry import (
    ClearCharField,
    ClearEmailField,
    ClearFileField,
    ClearTextField,
    refuse_hostile_text,
)
from coatingcat.privacy.words import Text
from coatingcat.privacy.words.cases import AfterDeath, CaseKind, CaseState, Ground, KinScope, Move, Relation

_TEXT_LENGTH = 4_000


def _in_words(members: Sequence[Any], empty: Any = None) -> Any:
    """Choices in the reader's language, made anew for each page."""

    def choices() -> list[tuple[str, str]]:
        def said(text: Text) -> str:
            return text.in_language(get_language())

        first = [("", str(empty))] if empty is not None else []
        return [*first, *((m.code, said(m.text if isinstance(m, CaseKind) else m.value)) for m in members)]

    return choices


class MessageForm(forms.Form):
    """What one side writes, with at most one file."""

    text = ClearTextField(
        declared="privacy.CaseMessage.text",
        label=_("Your message"),
        max_length=_TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    file = ClearFileField(
        declared="privacy.CaseMessage.file",
        label=_("File"),
        required=False,
        help_text=_("A picture or PDF, up to 5 MB. Hidden data such as the place is removed."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp,application/pdf"}),
    )

    def written(self) -> Written:
        return Written(self.cleaned_data["text"], self.cleaned_data.get("file"))


class CaseForm(MessageForm):
    """What a member asks."""

    once = forms.UUIDField(
        widget=forms.HiddenInput,
        error_messages={"required": _("Open this page again."), "invalid": _("Open this page again.")},
    )
    kind = forms.ChoiceField(label=_("What is it about?"), choices=_in_words(list(CaseKind), _("Choose one")))
    relation = forms.ChoiceField(
        label=_("As next of kin: you were their"),
        choices=_in_words(list(Relation), _("Choose one")),
        required=False,
    )

    field_order: Any = ("once", "kind", "relation", "text", "file")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"once": new_id(), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("kind") == CaseKind.NEXT_OF_KIN.code and not cleaned.get("relation"):
            self.add_error("relation", gettext("Say what you were to the person. Only next of kin have this right."))
        return cleaned

    @property
    def chosen(self) -> CaseKind:
        return CaseKind[self.cleaned_data["kind"].upper()]

    @property
    def kinship(self) -> Relation | None:
        is_kin = self.chosen is CaseKind.NEXT_OF_KIN
        return Relation[self.cleaned_data["relation"].upper()] if is_kin else None


class ClaimForm(CaseForm):
    """What somebody without an account asks: the same, and where the answer goes."""

    email = ClearEmailField(
        declared="privacy.Claimant.email",
        label=_("E-mail address"),
        help_text=_("We send a link to the answer there."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    name = ClearCharField(
        declared="privacy.Claimant.name",
        label=_("Name"),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    field_order = ("once", "kind", "relation", "text", "file", "email", "name")


class ProvenForm(MessageForm):
    """What somebody asks who came by a link to what is held about them: who they are is shown by it."""

    once = forms.UUIDField(
        widget=forms.HiddenInput,
        error_messages={"required": _("Open this page again."), "invalid": _("Open this page again.")},
    )
    kind = forms.ChoiceField(label=_("What is it about?"))

    field_order: Any = ("once", "kind", "text", "file")
    KINDS: Sequence[CaseKind] = (
        CaseKind.CORRECTION,
        CaseKind.DELETION,
        CaseKind.RESTRICTION,
        CaseKind.PROFILING,
        CaseKind.ACCESS,
        CaseKind.PORTABILITY,
        CaseKind.QUESTION,
        CaseKind.COMPLAINT,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"once": new_id(), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = _in_words(self.KINDS, _("Choose one"))()  # type: ignore[attr-defined]

    @property
    def chosen(self) -> CaseKind:
        return CaseKind[self.cleaned_data["kind"].upper()]


class GuardianForm(ProvenForm):
    """What a guardian asks for the ward; the message says what."""

    KINDS: Sequence[CaseKind] = (CaseKind.GUARDIAN,)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["kind"]

    @property
    def chosen(self) -> CaseKind:
        return CaseKind.GUARDIAN


_REPLIES = (Move.ANSWER, Move.ASK, Move.REFUSE)


class ReplyForm(MessageForm):
    """What staff write: an answer, a question back, or a refusal with its ground."""

    move = forms.ChoiceField(label=_("This is"), widget=forms.RadioSelect)
    ground = forms.ChoiceField(
        label=_("Ground of a refusal"),
        choices=_in_words(list(Ground), _("No refusal")),
        required=False,
        help_text=_("The only grounds the law knows. Explain in the message how it applies."),
    )

    field_order = ("move", "ground", "text", "file")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = {
            Move.ANSWER: gettext("The answer"),
            Move.ASK: gettext("A question back; the promised day stays"),
            Move.REFUSE: gettext("A refusal"),
        }
        self.fields["move"].choices = [(move.code, names[move]) for move in _REPLIES]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        is_refusal, ground = cleaned.get("move") == Move.REFUSE.code, cleaned.get("ground")
        if is_refusal and not ground and "ground" not in self.errors:
            self.add_error("ground", gettext("A refusal needs its ground."))
        if ground and not is_refusal and "move" not in self.errors:
            self.add_error("ground", gettext("Only a refusal has a ground. Choose “No refusal”."))
        return cleaned

    @property
    def what(self) -> Move:
        return Move[self.cleaned_data["move"].upper()]

    @property
    def why(self) -> Ground:
        return Ground[self.cleaned_data["ground"].upper()]


class PersonForm(forms.Form):
    """Whose data a case is about, by an address or number that is held; it is looked up and not kept."""

    held = forms.CharField(
        label=_("E-mail address or mobile number as it is held"),
        max_length=254,
        validators=[refuse_hostile_text],
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class KinForm(forms.Form):
    """What next of kin are given."""

    scope = forms.MultipleChoiceField(
        label=_("Agreed to"), choices=_in_words(list(KinScope)), widget=forms.CheckboxSelectMultiple
    )

    @property
    def scopes(self) -> frozenset[KinScope]:
        return frozenset(KinScope[code.upper()] for code in self.cleaned_data["scope"])


class ArrangementForm(forms.Form):
    """What a member wants after death."""

    wish = forms.ChoiceField(label=_("After my death"), choices=_in_words(list(AfterDeath)), widget=forms.RadioSelect)

    @property
    def chosen(self) -> AfterDeath:
        return AfterDeath[self.cleaned_data["wish"].upper()]


class QueueForm(forms.Form):
    """What the queue shows; anything unknown shows everything that is owed."""

    show = forms.ChoiceField(label=_("Show"), required=False)
    state = forms.ChoiceField(label=_("State"), choices=_in_words(list(CaseState), _("Any")), required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    page = forms.IntegerField(required=False, min_value=1, max_value=100_000)

    def __init__(self, data: Any, kinds: Sequence[CaseKind]) -> None:
        super().__init__(data)
        self.fields["show"].choices = [  # type: ignore[attr-defined]
            ("", gettext("Answer owed")),
            ("overdue", gettext("Overdue")),
            ("all", gettext("All")),
        ]
        self.fields["kind"].choices = _in_words(kinds, gettext("Any"))()  # type: ignore[attr-defined]

    def chosen(self) -> dict[str, Any]:
        self.is_valid()
        found = self.cleaned_data
        return {
            "show": found.get("show") or "",
            "state": found.get("state") or "",
            "kind": found.get("kind") or "",
            "page": found.get("page") or 1,
        }


def refuse(form: forms.Form, field: str, reason: str) -> None:
    """Put a reason that only the action could find beside its field."""
    form.add_error(field, ValidationError(reason))


def sent(request: HttpRequest) -> tuple[Any, ...]:
    """What a form takes of this request."""
    return (request.POST, request.FILES) if request.method == "POST" else ()
