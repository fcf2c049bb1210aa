"""Made-up catalogues in the form of the real files, for load: nobody's products, nobody's figures."""

import csv
import random
from collections.abc import Iterable, Sequence
from pathlib import Path

from coatingcat.catalog.management.commands.catalog import SAMPLE

FIGURES = (
    ("Viscosity", "mPa·s", "23 °C", "ISO 3219/A.3", 5, 60_000),
    ("Density", "g/ml", "20 °C", "DIN EN ISO 2811-2", 0.7, 4.2),
    ("Non-volatile content", "%", "1 g/1 h/125 °C", "ISO 3251", 5, 100),
    ("Flash point", "°C", "", "DIN EN ISO 2719", -20, 260),
    ("Acid number", "mg KOH/g", "on solids", "DIN EN ISO 2114", 0, 120),
    ("pH", "", "1:4 in demineralised water", "DIN ISO 976", 3, 11),
    ("Hydroxyl number", "mg KOH/g", "on solids", "DIN EN ISO 4629-2", 5, 300),
    ("Glass transition temperature", "°C", "midpoint", "ISO 11357-2", -60, 140),
    ("Mean particle size", "µm", "D50", "ISO 13320", 0.1, 60),
    ("Refractive index", "", "20 °C", "ISO 5661", 1.3, 1.7),
)
_SYLLABLES = [
    "ba",
    "ce",
    "co",
    "da",
    "du",
    "el",
    "fa",
    "ga",
    "hy",
    "in",
    "ka",
    "la",
    "lu",
    "ma",
    "mo",
    "na",
    "ne",
    "or",
    "pa",
    "po",
    "ra",
    "ro",
    "sa",
    "si",
    "so",
    "ta",
    "te",
    "ti",
    "va",
    "ve",
    "vi",
    "xa",
    "zo",
]
_PRODUCT = [
    "product_id", "company_id", "supplier", "trade_name", "category_code", "category", "chemistry", "form_supplied",
    "main_substance_cas", "source_kind", "source", "status",
]  # fmt: skip
_FIGURE = [
    "property_id", "product_id", "property", "value", "value_min", "value_max", "qualifier", "value_text", "unit",
    "value_si", "value_min_si", "value_max_si", "unit_si", "test_method", "condition", "kind", "source", "status",
]  # fmt: skip


def write_catalogue(folder: Path, count: int, *, figures: int = 6, suppliers: int = 200, seed: int = 11) -> Path:
    """A folder of files with `count` products of `figures` figures each, always the same for the same seed."""
    folder.mkdir(parents=True, exist_ok=True)
    dice = random.Random(seed)
    categories = _copied("product_categories.csv", folder)
    leaves = [row["code"] for row in categories if row["parent"]]
    chemistries = [row["chemistry"] for row in _rows("products.csv")]
    _write(folder / "companies.csv", ["company_id", "name", "status"], _companies(dice, suppliers))
    with (
        (folder / "products.csv").open("w", newline="") as products,
        (folder / "product_properties.csv").open("w", newline="") as values,
    ):
        product_rows, value_rows = csv.writer(products), csv.writer(values)
        product_rows.writerow(_PRODUCT)
        value_rows.writerow(_FIGURE)
        for number in range(count):
            code, source = f"CC-{number:07d}", f"https://data.example/sheet/{number}"
            product_rows.writerow(_product(dice, code, source, leaves, chemistries, suppliers))
            value_rows.writerows(_figures(dice, code, source, figures))
    return folder


def _companies(dice: random.Random, count: int) -> Iterable[Sequence[str]]:
    return [[f"s{n}", f"{_word(dice)} Chemicals {n}", "verified"] for n in range(count)]


def _product(
    dice: random.Random, code: str, source: str, leaves: list[str], chemistries: list[str], suppliers: int
) -> Sequence[str]:
    supplier = int(dice.random() ** 1.5 * suppliers)
    name = f"{_word(dice)} {dice.randint(100, 9999)}"
    form = dice.choice(("liquid", "in water", "approx. 75 % in n-butyl acetate", "solvent-free liquid", "powder"))
    return [
        code, f"s{supplier}", "", name, dice.choice(leaves), "", dice.choice(chemistries), form, "", "manufacturer_page",
        source, "verified",
    ]  # fmt: skip


def _figures(dice: random.Random, code: str, source: str, count: int) -> Iterable[Sequence[str]]:
    for place, (name, unit, condition, method, low, high) in enumerate(FIGURES[:count]):
        middle = low + (high - low) * dice.random() ** 2
        form = dice.random()
        cells = (
            ["", f"{middle:.4g}", f"{middle + (high - low) / 50:.4g}", ""]
            if form < 0.4 and float(f"{middle:.4g}") <= float(f"{middle + (high - low) / 50:.4g}") <= high
            else [f"{middle:.4g}", "", "", "approx" if form < 0.7 else ""]
        )
        yield [
            f"{code}-{place}", code, name, *cells, "", unit, "", "", "", "", method, condition, "typical", source, "verified",
        ]  # fmt: skip


def _word(dice: random.Random) -> str:
    return "".join(dice.choice(_SYLLABLES) for _ in range(dice.randint(2, 4))).capitalize()


def _rows(name: str) -> list[dict[str, str]]:
    with (SAMPLE / name).open(newline="", encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


def _copied(name: str, folder: Path) -> list[dict[str, str]]:
    rows = _rows(name)
    _write(folder / name, list(rows[0]), [list(row.values()) for row in rows])
    return rows


def _write(path: Path, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(header)
        writer.writerows(rows)
