"""The answers of the pages on which something is asked for, as the action that sends them takes them."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from coatingcat.catalog.models import Product
from coatingcat.trade.actions.inquiries.sending import Asked, Wish
from coatingcat.trade.queries.inquiries import products_by_code
from coatingcat.trade.words import FormulaShare, InquiryKind, Priority


def asked_in(answers: Mapping[str, Any]) -> list[tuple[Product, Asked]]:
    """The products that are there, each with what is asked of it."""
    by_code = {ware.pk: ware for ware in products_by_code([line["product"] for line in answers["lines"]])}
    return [
        (
            by_code[line["product"]],
            Asked(
                name=by_code[line["product"]].name,
                supplier=by_code[line["product"]].supplier.name,
                quantity=Decimal(line["quantity"]),
                unit=line["unit"],
                product_id=line["product"],
                note=line["note"],
            ),
        )
        for line in answers["lines"]
        if line["product"] in by_code
    ]


def wish_in(answers: Mapping[str, Any], lines: Sequence[Asked]) -> Wish:
    """All that is asked."""
    names = ("background", "yearly_demand", "demand_unit", "application", "targets")
    return Wish(
        kind=InquiryKind[answers["kind"]],
        lines=lines,
        texts={name: answers.get(name, "") for name in names},
        priority=Priority[answers["priority"]],
        deadline=date.fromisoformat(answers["deadline"]) if answers["deadline"] else None,
        share=FormulaShare[answers["formula_share"]],
        formula_role=answers.get("formula_role", ""),
        formula_line=answers.get("formula_line", ""),
    )
