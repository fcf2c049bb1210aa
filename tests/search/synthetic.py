"""A made-up catalogue of any size, the same every time: what tests and benchmarks search in.

Ten attributes a document (six choices, four intervals), a title in both languages, a text of some 45 words with a
Zipf-like vocabulary, a trade name. Nothing in it is a product of anybody.
"""

import random
import re
from collections.abc import Iterator

from coatingcat.search.words import Document, Interval

CHEMISTRY = {
    "epoxy": "环氧", "acrylic": "丙烯酸", "polyester": "聚酯", "polyurethane": "聚氨酯", "alkyd": "醇酸", "silicone": "有机硅",
    "vinyl": "乙烯基", "amino": "氨基", "phenolic": "酚醛", "fluoropolymer": "氟碳", "isocyanate": "异氰酸酯",
    "cellulosic": "纤维素", "hydrocarbon": "石油", "rosin": "松香", "titanate": "钛酸酯", "silane": "硅烷",
    "ketimine": "酮亚胺", "aldehyde": "醛", "maleic": "马来酸", "styrenic": "苯乙烯",
}  # fmt: skip
FUNCTION = {
    "resin": "树脂", "hardener": "固化剂", "pigment": "颜料", "filler": "填料", "dispersant": "分散剂", "defoamer": "消泡剂",
    "rheology modifier": "流变改性剂", "wetting agent": "润湿剂", "matting agent": "消光剂", "biocide": "杀菌剂",
    "drier": "催干剂", "solvent": "溶剂", "coalescent": "成膜助剂", "plasticizer": "增塑剂", "UV absorber": "紫外线吸收剂",
}  # fmt: skip
SEGMENT = {
    "Architectural": "建筑涂料", "Automotive": "汽车涂料", "Marine": "船舶涂料", "Wood": "木器涂料", "Coil": "卷材涂料",
    "Can": "罐头涂料", "Protective": "重防腐涂料", "Industrial": "工业涂料",
}  # fmt: skip
REGION = ("CN", "EU", "US", "IN", "JP", "KR", "BR", "ASEAN")
FORM = ("liquid", "powder", "paste", "emulsion", "granule", "dispersion")
_SYLLABLES = re.findall("..", "bacecodaduelfagahyinkalalumamonaneorpaporarosasisotatetivavevixazo")
_NUMBERS = {"viscosity": (5.0, 50_000.0), "density": (0.7, 4.2), "solids": (5.0, 100.0), "flash_point": (-20.0, 260.0)}


def vocabulary() -> tuple[list[str], list[str], list[str]]:
    """Words of texts, suppliers, trade names."""
    rng = random.Random(7)
    names = [name.capitalize() for name in _made_up(rng, 200, 2, 3)]
    return _made_up(rng, 3000, 2, 4), names, _made_up(rng, 4000, 3, 4)


def documents(count: int, *, seed: int = 11, kinds: tuple[str, ...] = ("product",)) -> Iterator[Document]:
    """So many documents; the first ones are the same whatever the count."""
    rng = random.Random(seed)
    words, suppliers, trades = vocabulary()
    weights, total = [], 0.0
    for rank in range(len(words)):
        total += 1.0 / (rank + 1) ** 0.9
        weights.append(total)
    for number in range(count):
        text = " ".join(rng.choices(words, cum_weights=weights, k=38))
        yield _document(rng, number, text, suppliers, trades, kinds)


def _document(
    rng: random.Random, number: int, text: str, suppliers: list[str], trades: list[str], kinds: tuple[str, ...]
) -> Document:
    chemistry, chemistry_zh = list(CHEMISTRY.items())[int(rng.random() ** 1.6 * len(CHEMISTRY))]
    function, function_zh = list(FUNCTION.items())[int(rng.random() ** 1.4 * len(FUNCTION))]
    segment, segment_zh = rng.choice(list(SEGMENT.items()))
    trade = f"{rng.choice(trades).capitalize()} {rng.choice('NXT')} {rng.randint(100, 9999)}"
    supplier, form = suppliers[int(rng.random() ** 1.5 * 200)], rng.choice(FORM)
    numbers = {name: interval for name, ends in _NUMBERS.items() if (interval := _interval(rng, name, *ends))}
    return Document(
        kind=rng.choice(kinds),
        key=f"cc-{number:07d}",
        url=f"/products/cc-{number:07d}/",
        title_en=f"{trade} {chemistry} {function}",
        title_zh=f"{trade} {chemistry_zh}{function_zh}",
        body_en=f"{chemistry} {function} for {segment.lower()} coatings: {text}.",
        body_zh=f"用于{segment_zh}的{chemistry_zh}{function_zh}。",
        codes=(trade, f"CC-{number:07d}"),
        facets={
            "supplier": (supplier,), "chemistry": (chemistry,), "function": (function,), "region": (rng.choice(REGION),),
            "form": (form,), "segment": tuple(sorted({segment, rng.choice(list(SEGMENT))})),
        },
        numbers=numbers,
        stored={"supplier": supplier, "form": form, "numbers": {name: list(ends) for name, ends in numbers.items()}},
    )  # fmt: skip


def _interval(rng: random.Random, name: str, low: float, high: float) -> Interval | None:
    """One in ten says nothing, one in ten is open on a side, some are points."""
    value = low * (high / low) ** rng.random() if name == "viscosity" else rng.uniform(low, high)
    value, width, shape = round(value, 2), abs(value) * rng.choice((0.0, 0.0, 0.05, 0.2)), rng.randrange(10)
    if shape == 0:
        return None
    if shape == 1:
        return rng.choice(((None, value), (value, None)))
    return value, round(value + width, 2)


def questions(count: int = 200) -> list[str]:
    """What a buyer types, in turn: a chemistry; a chemistry and a function; a chemistry and a rarer word; a trade name."""
    rng = random.Random(5)
    words, _, trades = vocabulary()
    asked = []
    for number in range(count):
        chemistry = rng.choice(list(CHEMISTRY))
        function = rng.choice(list(FUNCTION)).split()[0]
        asked.append(
            (chemistry, f"{chemistry} {function}", f"{chemistry} {words[rng.randint(5, 200)]}", rng.choice(trades))[
                number % 4
            ]
        )
    return asked


def _made_up(rng: random.Random, count: int, least: int, most: int) -> list[str]:
    made: dict[str, None] = {}
    while len(made) < count:
        made["".join(rng.choice(_SYLLABLES) for _ in range(rng.randint(least, most)))] = None
    return list(made)
