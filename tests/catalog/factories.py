"""Small catalogues as files."""

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

Rows = Sequence[Mapping[str, str]]

COMPANY = {"company_id": "acme", "name": "Acme Resins", "status": "verified"}
CATEGORY = {"code": "polyisocyanate", "parent": "", "name_en": "Polyisocyanates", "name_zh": "多异氰酸酯"}
SEGMENT = {"code": "wood", "parent": "", "name_en": "Wood", "name_zh": "木器涂料"}
SUBSTANCE = {"cas": "123-86-4", "ec": "204-658-1", "name_en": "n-butyl acetate", "name_zh": "乙酸正丁酯"} | {
    "identity_status": "verified",
    "identity_source": "test",
    "clp_hazard_statements": "H226 H336",
    "clp_signal_word": "Warning",
    "clp_pictograms": "GHS02 GHS07",
}


def product(code: str = "P1", **other: str) -> dict[str, str]:
    return {
        "product_id": code,
        "company_id": "acme",
        "trade_name": f"Acmedur {code}",
        "category_code": "polyisocyanate",
        "chemistry": "HDI biuret",
        "form_supplied": "approx. 75 % in n-butyl acetate",
        "source_kind": "manufacturer_page",
        "source": "https://acme.example/sheet",
        "status": "verified",
        **other,
    }


def figure(code: str = "R1", **other: str) -> dict[str, str]:
    return {
        "property_id": code,
        "product_id": "P1",
        "property": "NCO content",
        "value": "",
        "value_min": "16.2",
        "value_max": "16.8",
        "qualifier": "",
        "value_text": "",
        "unit": "%",
        "test_method": "ISO 11909",
        "condition": "",
        "kind": "spec",
        "source": "https://acme.example/sheet",
        "status": "verified",
        **other,
    }


def formulation(code: str = "F1", **other: str) -> dict[str, str]:
    return {
        "formulation_id": code,
        "name": f"Clear coat {code}",
        "segment_code": "wood",
        "technology": "solventborne",
        "basis": "weight %",
        "source": "own construction",
        "status": "constructed",
        **other,
    }


def line(formulation: str = "F1", number: int = 1, percent: str = "100", **other: str) -> dict[str, str]:
    return {
        "formulation_id": formulation,
        "line_no": str(number),
        "part": "A",
        "ingredient": "Hardener",
        "role": "hardener",
        "amount": percent,
        "weight_pct_of_part": percent,
        "cas": "",
        "product_id": "",
        **other,
    }


def write(folder: Path, **files: Rows) -> Path:
    """A folder with these files; the trees, the company and the substance come along."""
    folder.mkdir(parents=True, exist_ok=True)
    whole: dict[str, Rows] = {
        "companies": [COMPANY],
        "product_categories": [CATEGORY],
        "segments": [SEGMENT],
        "substances": [SUBSTANCE],
        **files,
    }
    for name, rows in whole.items():
        with (folder / f"{name}.csv").open("w", newline="", encoding="utf-8") as stream:
            writer = csv.DictWriter(stream, list(rows[0]) if rows else ["product_id"])
            writer.writeheader()
            writer.writerows(rows)
    return folder
