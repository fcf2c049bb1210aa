"""Next of kin: an officer finds whose data it is, one agrees, a second one confirms (PIPL 49)."""

from collections.abc import Collection
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext

from coatingcat.ground.access import Refused
from coatingcat.privacy.actions.cases import note_act
from coatingcat.privacy.models import Arrangement, Case, Subject
from coatingcat.privacy.queries.claimants import wish_of
from coatingcat.privacy.words.cases import AfterDeath, CaseKind, KinScope, Move


def arrange(*, subject_id: UUID, wish: AfterDeath) -> None:
    """Keep what a person wants after death; the latest holds. The same once more changes nothing."""
    if wish_of(subject_id) is not wish:
        Arrangement.objects.create(subject_id=subject_id, wish=wish.code)


def recognise(*, case: Case, about_id: UUID, by: UUID) -> None:
    """Note whose data a case is about: somebody who is held already, nobody new."""
    with transaction.atomic():
        held = Case.objects.select_for_update().get(pk=case.pk)
        if held.about_id == about_id:
            return
        if held.steps.filter(move=Move.GRANT.code).exists():
            raise Refused(gettext("What was confirmed by two officers cannot be turned to somebody else."), 409)
        Case.objects.filter(pk=case.pk).update(about=Subject.objects.get(pk=about_id))
        note_act(case=case, move=Move.RECOGNISE, by=by)


def agree_to_kin(*, case: Case, scope: Collection[KinScope], by: UUID) -> bool:
    """One officer's yes; a second officer's yes to the same scope makes it hold. Whether it holds now.

    Raises Refused: without a person concerned, against what the deceased arranged, twice by one officer.
    """
    with transaction.atomic():
        held = Case.objects.select_for_update().get(pk=case.pk)
        wanted = " ".join(s.code for s in KinScope if s in scope)
        _fit_for_kin(held, scope)
        yes = held.steps.filter(move=Move.APPROVE.code).order_by("-number").first()
        since = held.steps.filter(move=Move.RECOGNISE.code).order_by("-number").first()
        if yes is None or yes.scope != wanted or (since is not None and since.number > yes.number):
            note_act(case=held, move=Move.APPROVE, by=by, scope=wanted)
            return False
        if yes.actor == by:
            raise Refused(gettext("A second officer has to confirm what you agreed to."), 409)
        note_act(case=held, move=Move.GRANT, by=by, scope=wanted)
    return True


def _fit_for_kin(case: Case, scope: Collection[KinScope]) -> None:
    if case.sort is not CaseKind.NEXT_OF_KIN or case.about_id is None:
        raise Refused(gettext("First say whose data it is about."), 409)
    if not scope:
        raise Refused(gettext("Choose what is agreed to."), 422)
    if wish_of(case.about_id) is AfterDeath.DELETE and set(scope) != {KinScope.DELETE}:
        raise Refused(gettext("The person arranged while alive that everything is deleted and nothing given out."), 409)
