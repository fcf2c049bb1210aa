"""Inquiries to test with, made by the room's own verbs."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from coatingcat.ground.ids import new_id
from coatingcat.privacy.gate import Actor, purpose
from coatingcat.privacy.sealed import Clear
from coatingcat.privacy.words import Purpose, Role
from coatingcat.trade.actions.inquiries import begin_inquiry, name_sample_consignee, send_inquiries
from coatingcat.trade.actions.inquiries.sending import Asked, Wish
from coatingcat.trade.models import Consignee, Inquiry, InquiryDraft, Seller
from coatingcat.trade.words import InquiryKind
from tests.trade import factories as make

TEXTS = {"background": "船舶涂料", "yearly_demand": "1200", "demand_unit": "kg", "application": "steel, C5"}


def asked(product: Any = None, **changes: Any) -> Asked:
    """One product of an inquiry."""
    product = product or make.product()
    facts = {"name": product.name, "supplier": product.supplier.name, "quantity": Decimal("0.5"), "unit": "kg"}
    return Asked(**{**facts, "product_id": product.pk, **changes})


def consignee(by: UUID, *, is_buyer: bool = False, **other: str) -> Consignee:
    """Who gets the sample, named in a draft as the page does."""
    draft = begin_inquiry(by=by, answers={})
    values = {key: Clear(value) for key, value in {**make.CONSIGNEE, **other}.items()}
    name_sample_consignee(draft=draft, is_buyer=is_buyer, **values)
    named = InquiryDraft.objects.select_related("consignee").get(pk=draft.pk).consignee
    assert named is not None
    InquiryDraft.objects.filter(pk=draft.pk).delete()
    return named


def inquiries(
    *sellers: Seller | None,
    kind: InquiryKind = InquiryKind.TECHNICAL,
    by: UUID | None = None,
    lines: Sequence[Asked] = (),
    is_buyer: bool = False,
    texts: dict[str, str] | None = None,
    request: UUID | None = None,
    company: Any = None,
    **wish: Any,
) -> list[Inquiry]:
    """The same asked of these sellers; of the operator if none is named."""
    by = by or make.buyer()
    lines = lines or [asked()]
    named = consignee(by, is_buyer=is_buyer) if kind is InquiryKind.SAMPLE else None
    return send_inquiries(
        by=by,
        request=request or new_id(),
        wish=Wish(kind, lines, TEXTS if texts is None else texts, **wish),
        to=dict.fromkeys(sellers or (None,), lines),
        company=company,
        consignee=named,
        language="en",
    )


def inquiry(seller: Seller | None = None, **given: Any) -> Inquiry:
    """An inquiry that was sent."""
    return inquiries(seller, **given)[0]


def reading(inquiry: Inquiry) -> Any:
    """Inside, the buyer's own values open to the buyer."""
    actor = Actor(inquiry.buyer_id, frozenset({Role.MEMBER}), "test")
    return purpose(Purpose.INQUIRIES, actor=actor)


def begun(by: UUID, kind: InquiryKind = InquiryKind.SAMPLE) -> InquiryDraft:
    """An inquiry that is filled in to the last page."""
    product = make.product()
    line = {"product": product.pk, "quantity": "0.5", "unit": "kg", "note": ""}
    answers = {
        "kind": kind.name,
        "priority": "STANDARD",
        "deadline": "",
        "lines": [line],
        **TEXTS,
        "targets": "",
        "formula_share": "NOTHING",
        "formula_role": "",
        "formula_line": "",
        "sellers": ["operator"],
    }
    draft = begin_inquiry(by=by, answers=answers)
    values = {key: Clear(value) for key, value in make.CONSIGNEE.items()}
    name_sample_consignee(draft=draft, is_buyer=False, **values)
    return draft
