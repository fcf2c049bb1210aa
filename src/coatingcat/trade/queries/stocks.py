"""Whether what is promised of the stock is what orders and reservations add up to."""

from django.db import connection

# A line that is allocated promises what it has not shipped yet, until its order is cancelled.
_MISCOUNTED = """
SELECT offer.sku, stock.allocated, COALESCE(lines.packs, 0) + COALESCE(held.packs, 0) FROM trade_stock stock
JOIN trade_offer offer ON offer.id = stock.offer_id
LEFT JOIN (
    SELECT line.offer_id, sum(line.quantity - line.shipped) AS packs FROM trade_orderline line
    JOIN trade_order ON trade_order.id = line.order_id
    WHERE line.is_allocated AND trade_order.state <> 'cancelled' GROUP BY line.offer_id
) lines ON lines.offer_id = stock.offer_id
LEFT JOIN (
    SELECT offer_id, sum(packs) AS packs FROM trade_reservation GROUP BY offer_id
) held ON held.offer_id = stock.offer_id
WHERE stock.allocated <> COALESCE(lines.packs, 0) + COALESCE(held.packs, 0) ORDER BY offer.sku
"""


def miscounted() -> list[tuple[str, int, int]]:
    """SKUs whose allocated packs are not the sum of allocated lines and reservations, with both numbers; none is right."""
    with connection.cursor() as cursor:
        cursor.execute(_MISCOUNTED)
        return [(sku, allocated, int(summed)) for sku, allocated, summed in cursor.fetchall()]
