"""Made-up catalogues of any size in the form of the files we import: `python -m bench.catalogue 1000000 FOLDER`.

Ten figures a product, each a typed value with unit, condition, method and source; the same rows every time. Offers
are not part of those files: `offer_everything` gives every product a pack, a price and a stock.
"""

import sys
import time
from pathlib import Path

from django.db import connection

from tests.catalog.synthetic import FIGURES, write_catalogue

ATTRIBUTES = len(FIGURES)
STOCK = 1_000_000
"""Packs of each offer: a run must not sell out."""

_OFFERS = """
INSERT INTO trade_offer (product_id, sku, pack_size, pack_unit, price, currency, minimum, multiple, lead_days,
                         is_demonstration, is_active, is_price_public)
SELECT code, 'B-' || code, 25, 'kg', 80 + mod(row_number() OVER (ORDER BY code), 4000) / 10.0, 'CNY', 1, 1, 3,
       true, true, true
FROM catalog_product ON CONFLICT DO NOTHING
"""
_STOCK = """
INSERT INTO trade_stock (offer_id, onhand, allocated) SELECT id, %s, 0 FROM trade_offer ON CONFLICT DO NOTHING
"""


def catalogue(folder: Path, count: int) -> Path:
    """The folder with so many products in it."""
    return write_catalogue(folder, count, figures=ATTRIBUTES)


def offer_everything() -> None:
    """One pack of 25 kg of each product, at a price, in stock."""
    with connection.cursor() as cursor:
        cursor.execute(_OFFERS)
        cursor.execute(_STOCK, [STOCK])
        cursor.execute("ANALYZE")


def main(count: int, folder: Path) -> None:
    began = time.perf_counter()
    catalogue(folder, count)
    print(f"{count} products with {ATTRIBUTES} figures each, {time.perf_counter() - began:.1f} s", file=sys.stderr)


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
