"""The letters: who is written to, about what, with what. Each looks up its row by id and writes once.

A letter about a row that is gone, or whose values have been erased meanwhile, is not written: there is nobody
left to tell.
"""

from typing import Any
from uuid import UUID

from django.db import transaction

from coatingcat.config import config
from coatingcat.ground.statements import Composed, Given
from coatingcat.members.models import Code, Member, SignIn
from coatingcat.members.words import Channel
from coatingcat.outreach.actions.writing import write
from coatingcat.outreach.queries import purpose_of, reach
from coatingcat.privacy.actions import new_held_link
from coatingcat.privacy.declarations import declaration_of
from coatingcat.privacy.gate import Actor, Denied, purpose
from coatingcat.privacy.links import link_key
from coatingcat.privacy.sealed import Clear, SealedField
from coatingcat.privacy.words import Purpose, Question, keeping
from coatingcat.trade.models import Consignee, Inquiry, Order

_ORDER = Composed(lambda: Order.objects.select_related("consignee").filter(pk=Given("id")).order_by())
_MEMBER = Composed(lambda: Member.objects.filter(pk=Given("id")).order_by())


def send_code(*, code_id: UUID) -> None:
    """The letter of a code or of a notice about an account, to the address it was asked for."""
    code = Code.objects.filter(pk=code_id).first()
    if code is None:
        return
    with purpose_of(code.letter, code.subject_id, "outreach.send_code"):
        try:
            address = Clear(code.address.open())
            text = code.code.open() if code.code is not None else ""
        except Denied as refusal:
            _unless_over(refusal)
            return
    minutes = max(1, round((code.expires_at - code.created_at).total_seconds() / 60))
    write(
        letter=code.letter,
        subject_id=code.subject_id,
        channel=Channel(code.channel),
        address=address,
        language=code.language,
        about=code.pk,
        context={"code": text, "minutes": minutes, **_about_sign_in(code)},
    )


def _about_sign_in(code: Code) -> dict[str, Any]:
    """What was unusual about the sign-in that a notice tells of, and the link that freezes the account."""
    sign_in = SignIn.objects.filter(pk=code.about, member_id=code.subject_id).first() if code.about else None
    if sign_in is None:
        return {}
    link = f"{config().public_url}/sign-in/freezes/{link_key('freeze', sign_in.pk)}/"
    return {"reasons": sign_in.signal_texts, "freeze": link}


def confirm_order(*, order_id: UUID) -> None:
    """Tell the buyer that the order is in, and what happens next."""
    _tell_buyer(order_id, "order_placed")


def tell_order_confirmed(*, order_id: UUID) -> None:
    """Tell the buyer that the order desk has accepted the order."""
    _tell_buyer(order_id, "order_confirmed")


def tell_order_cancelled(*, order_id: UUID) -> None:
    """Tell the buyer that the order was taken back."""
    _tell_buyer(order_id, "order_cancelled")


def _tell_buyer(order_id: UUID, letter: str) -> None:
    order = _ORDER.first(id=order_id)
    member = _MEMBER.first(id=order.buyer_id) if order else None
    if order is None or member is None or not member.verified_channels:
        return
    channel = member.verified_channels[0]
    with purpose(Purpose.SERVICE_MESSAGES, actor=Actor.system(f"outreach.{letter}")):
        try:
            address = Clear(member.contact(channel).open())
        except Denied as refusal:
            _unless_over(refusal)
            return
    write(
        letter=letter,
        subject_id=order.buyer_id,
        channel=channel,
        address=address,
        language=order.language,
        about=order.pk,
        context={"order": order, "lines": list(order.lines.all()), "money": _in_words(order)},
    )


def _in_words(order: Order) -> str:
    return order.money.formatted(order.language) if order.money else ""


def notify_consignee(*, order_id: UUID) -> None:
    """Tell a consignee what is held about them, from whom, why and how long (PIPL 17: the data came from another)."""
    order = _ORDER.first(id=order_id)
    if order is None or order.consignee.is_buyer:
        return
    _notify(order.consignee, "consignee_notice", order.pk, order.language, {"order": order})


def notify_sample_consignee(*, inquiry_id: UUID) -> None:
    """The same to who is to get a sample."""
    inquiry = Inquiry.objects.select_related("consignee").filter(pk=inquiry_id).first()
    if inquiry is None or inquiry.consignee is None or inquiry.consignee.is_buyer:
        return
    context = {"code": inquiry.code}
    _notify(inquiry.consignee, "sample_consignee_notice", inquiry.request, inquiry.language, context)


def _notify(consignee: Consignee, letter: str, about: UUID, language: str, context: dict[str, Any]) -> None:
    with purpose(Purpose.SERVICE_MESSAGES, actor=Actor.system("outreach.notify_consignee")):
        try:
            address, name = Clear(consignee.email.open()), consignee.name.open()
        except Denied as refusal:
            _unless_over(refusal)
            return
    with transaction.atomic():
        _, token = new_held_link(subject_id=consignee.subject_id)
        was_first = write(
            letter=letter,
            subject_id=consignee.subject_id,
            channel=Channel.EMAIL,
            address=address,
            language=language,
            about=about,
            context={
                **context,
                "name": name,
                "held": _held_of_consignees(),
                "keep": keeping.TRANSACTION,
                "link": held_address(token),
            },
        )
        transaction.set_rollback(not was_first)  # a link that stands in no letter opens nothing for nobody


def send_held_link(*, subject_id: UUID) -> None:
    """A link to what is held about somebody without an account, to the address that is held."""
    with purpose(Purpose.SERVICE_MESSAGES, actor=Actor.system("outreach.held_link")):
        try:
            reached = reach(subject_id)
        except Denied as refusal:
            _unless_over(refusal)
            return
    if reached is None:
        return
    with transaction.atomic():
        link_id, token = new_held_link(subject_id=subject_id)
        write(
            letter="held_link",
            subject_id=subject_id,
            channel=reached.channel,
            address=reached.address,
            language=reached.language,
            about=link_id,
            context={"link": held_address(token)},
        )


def held_address(token: str) -> str:
    """The address of the page behind a link."""
    return f"{config().public_url}/held/{token}/"


def _held_of_consignees() -> list[Any]:
    """What is held of a consignee, in the words of the declarations."""
    sealed = [field for field in Consignee._meta.concrete_fields if isinstance(field, SealedField)]
    return [declaration_of(field) for field in sealed]


def _unless_over(refusal: Denied) -> None:
    """An erased or outdated value ends a letter quietly; any other refusal is a fault of ours and is raised again."""
    if refusal.question not in {Question.ERASED, Question.RETENTION, Question.RESTRICTED}:
        raise refusal
