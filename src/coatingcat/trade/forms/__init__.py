"""What may come in from trade's pages, in what shape."""

from coatingcat.trade.forms.carts import AddForm, QuantityField, cart_form, line_field, why_no_licence, why_unfit
from coatingcat.trade.forms.checkout import (
    AddressForm,
    ConsigneeForm,
    ConsigneePage,
    DemandField,
    PapersForm,
    PlaceForm,
    ProjectForm,
)
from coatingcat.trade.forms.orders import STATE_NAMES, WHY_NAMES, CancelForm, OrderFilter

__all__ = [
    "STATE_NAMES",
    "WHY_NAMES",
    "AddForm",
    "AddressForm",
    "CancelForm",
    "ConsigneeForm",
    "ConsigneePage",
    "DemandField",
    "OrderFilter",
    "PapersForm",
    "PlaceForm",
    "ProjectForm",
    "QuantityField",
    "cart_form",
    "line_field",
    "why_no_licence",
    "why_unfit",
]
