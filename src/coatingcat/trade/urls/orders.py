"""Orders and what happens to them, of buyers and at the counters. Nothing else of an order than its code stands here."""

from django.urls import path

from coatingcat.trade.desk import amendments as desk_amendments
from coatingcat.trade.desk import conversation as desk_conversation
from coatingcat.trade.desk import deliveries as desk_deliveries
from coatingcat.trade.desk import orders as desk_orders
from coatingcat.trade.desk import returns as desk_returns
from coatingcat.trade.urls.parts import ORDER, RETURN, at_both
from coatingcat.trade.views import amendments, conversation, deliveries, export, orders, returns

paths = [
    path("orders/", orders.orders, name="orders"),
    path(ORDER, orders.order, name="order"),
    path(f"{ORDER}<int:number>/", conversation.order_told, name="order_told"),
    path(f"{ORDER}messages/", conversation.order_messages, name="order_messages"),
    path(f"{ORDER}files/<uuid:message_id>/", conversation.order_file, name="order_file"),
    path(f"{ORDER}cancellation/", orders.cancellation, name="cancellation"),
    path("orders/export/", export.export, name="orders_export"),
    path(f"{ORDER}acceptance/", deliveries.acceptance, name="order_acceptance"),
    path(f"{ORDER}deliveries/<int:number>/", deliveries.delivery, name="order_delivery"),
    path(f"{ORDER}deliveries/<int:number>/arrival/", deliveries.arrival, name="order_arrival"),
    path(f"{ORDER}certificates/<uuid:certificate_id>/", deliveries.certificate, name="order_certificate"),
    path(f"{ORDER}amendments/", amendments.amendments, name="order_amendments"),
    path(f"{ORDER}amendments/<int:number>/", amendments.amendment, name="order_amendment"),
    path(f"{ORDER}amendments/<int:number>/answer/", amendments.amendment_answer, name="order_amendment_answer"),
    path(f"{ORDER}returns/", returns.returns, name="order_returns"),
    path(RETURN, returns.order_return, name="order_return"),
    path(f"{RETURN}withdrawal/", returns.return_withdrawal, name="order_return_withdrawal"),
    *at_both("orders/", desk_orders.orders, "orders"),
    *at_both(ORDER, desk_orders.order, "order"),
    *at_both(f"{ORDER}<int:number>/", desk_orders.order, "order_told"),
    *at_both(f"{ORDER}messages/", desk_conversation.order_messages, "order_messages", acts=True),
    *at_both(f"{ORDER}files/<uuid:message_id>/", desk_conversation.order_file, "order_file"),
    *at_both(f"{ORDER}confirmation/", desk_orders.confirmation, "confirmation", acts=True),
    *at_both(f"{ORDER}refusal/", desk_orders.refusal, "refusal", acts=True),
    *at_both(f"{ORDER}deliveries/", desk_deliveries.shipping, "shipping", acts=True),
    *at_both(f"{ORDER}deliveries/<int:number>/", desk_deliveries.delivery, "order_delivery"),
    *at_both(f"{ORDER}deliveries/<int:number>/arrival/", desk_deliveries.arrival, "order_arrival", acts=True),
    *at_both(f"{ORDER}deliveries/<int:number>/bill/", desk_deliveries.delivery_bill, "delivery_bill", acts=True),
    *at_both(f"{ORDER}certificates/<uuid:certificate_id>/", desk_deliveries.certificate, "order_certificate"),
    *at_both(f"{ORDER}amendments/", desk_amendments.amendments, "order_amendments", acts=True),
    *at_both(f"{ORDER}amendments/<int:number>/", desk_amendments.amendment, "order_amendment"),
    *at_both(
        f"{ORDER}amendments/<int:number>/answer/", desk_amendments.amendment_answer, "order_amendment_answer", acts=True
    ),
    *at_both(RETURN, desk_returns.order_return, "order_return"),
    *at_both(f"{RETURN}answer/", desk_returns.return_answer, "order_return_answer", acts=True),
    *at_both(f"{RETURN}receipt/", desk_returns.return_receipt, "order_return_receipt", acts=True),
    *at_both(f"{RETURN}credit/", desk_returns.return_credit, "order_return_credit", acts=True),
    *at_both(f"{RETURN}replacement/", desk_deliveries.replacement, "order_return_replacement", acts=True),
]
