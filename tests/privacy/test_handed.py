"""To the people of a recipient opens what was handed to it, and nothing else (IV.1; F.22)."""

from datetime import date

import pytest

from coatingcat.ground.ids import new_id
from coatingcat.privacy.actions.disclosure import Record, admit
from coatingcat.privacy.gate import purpose
from coatingcat.privacy.models import Opening, Package, Share, SharedPerson, SwitchTurn
from coatingcat.privacy.refusals import Denied, ShareRefused
from coatingcat.privacy.words import Purpose, Question, ShareQuestion, Switch
from coatingcat.trade.models import Order
from tests.privacy.sharing import contracted
from tests.trade import factories as make
from tests.trade.firms import acting, seller

pytestmark = pytest.mark.django_db
SEEN = ("trade.Consignee.name", "trade.Consignee.phone")


def let_in(party, order, *labels):
    return admit(
        recipient=party.recipient,
        purpose=Purpose.ORDER_FULFILMENT,
        records=[Record((order.consignee, order), labels or SEEN)],
        by=order.buyer_id,
        about=order.pk,
    )


def look(party, order, name="name"):
    with purpose(Purpose.ORDER_FULFILMENT, actor=acting(party)):
        return getattr(Order.objects.select_related("consignee").get(pk=order.pk).consignee, name).open()


def refusal(party, order, name="name"):
    with pytest.raises(Denied) as refused:
        look(party, order, name)
    return refused.value.question


def test_what_was_handed_over_opens_and_nothing_else():
    party, order = seller(), make.order()
    assert refusal(party, order) is Question.HANDED
    share = let_in(party, order)
    assert look(party, order) == make.CONSIGNEE["name"]
    assert refusal(party, order, "address") is Question.HANDED
    assert (share.is_on_site, share.persons, Package.objects.count()) == (True, 1, 0)
    assert SharedPerson.objects.get().subject_id == order.consignee.subject_id
    assert Opening.objects.get(label="trade.Consignee.name").roles == "supplier"


def test_what_another_was_handed_stays_closed():
    mine, other, order = seller(), seller(), make.order()
    let_in(mine, order)
    assert refusal(other, order) is Question.HANDED


def test_nothing_opens_once_the_contract_has_ended():
    party, order = seller(), make.order()
    let_in(party, order)
    contracted(party.recipient, declared="supplier", name="S", ends_on=date(2020, 2, 1))
    assert refusal(party, order) is Question.HANDED


def test_nothing_opens_while_sharing_is_frozen():
    party, order = seller(), make.order()
    let_in(party, order)
    SwitchTurn.objects.create(switch=Switch.SHARES.name, is_frozen=True, by_id=order.buyer_id)
    assert refusal(party, order) is Question.HANDED


def test_for_one_order_it_is_handed_once():
    party, order = seller(), make.order()
    assert let_in(party, order) == let_in(party, order)
    assert Share.objects.count() == 1


@pytest.mark.parametrize(("label", "asked"), [("trade.Order.code", ShareQuestion.FIELD)])
def test_what_is_not_declared_for_suppliers_is_not_handed(label, asked):
    party, order = seller(), make.order()
    with pytest.raises(ShareRefused) as refused:
        let_in(party, order, label)
    assert (refused.value.question, Share.objects.count()) == (asked, 0)


def test_without_a_contract_nothing_is_handed():
    party, order = seller(contract=False), make.order()
    with pytest.raises(ShareRefused) as refused:
        admit(
            recipient=party.recipient,
            purpose=Purpose.ORDER_FULFILMENT,
            records=[Record((order.consignee,), SEEN)],
            by=None,
            about=new_id(),
        )
    assert (refused.value.question, Share.objects.count()) == (ShareQuestion.RECIPIENT, 0)
