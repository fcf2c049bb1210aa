"""Units: which measure the same quantity, and by what exact factor one becomes the other.

Factors are fractions of whole numbers, and a printed decimal is taken as that decimal, so a conversion is the exact
result rounded once. Scales that no factor joins are quantities of their own: seconds of different flow cups, Krebs
units, Gardner, Hazen and iodine colour, Hegman. None of them is ever turned into another, nor into mPa·s or µm.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from coatingcat.chemistry.words import NotConvertible, Words

Number = int | float | Decimal | Fraction


class Scale(NamedTuple):
    """How a unit becomes the base unit of its quantity: value × factor + offset."""

    factor: Fraction
    offset: Fraction = Fraction(0)


@dataclass(frozen=True)
class Quantity:
    """What is measured. Values of one quantity convert into each other; those of two never do."""

    key: str
    name: Words
    base: str
    units: Mapping[str, Scale]
    implied: bool = False
    """Whether its `%` could be taken for that of another; then `convert` wants it named."""


_POUND_G = Fraction("453.59237")  # international pound, exact by definition (1959)
_US_GALLON_ML = Fraction("3785.411784")  # 231 cubic inches of 25.4 mm, exact
_CUBIC_FOOT_ML = Fraction("28316.846592")
_MM_HG_PA = Fraction("133.322387415")  # conventional millimetre of mercury, exact
_PSI_PA = _POUND_G / 1000 * Fraction("9.80665") / (Fraction("0.0254") ** 2)

_ONE = Fraction(1)


def _quantity(
    key: str, en: str, zh: str, units: Mapping[str, str | int | Fraction], *, implied: bool = False
) -> Quantity:
    """A quantity whose first unit is its base."""
    scales = {unit: Scale(Fraction(factor)) for unit, factor in units.items()}
    return Quantity(key, Words(en, zh), next(iter(units)), scales, implied)


_TEMPERATURE = Quantity(
    "temperature",
    Words("Temperature", "温度"),
    "°C",
    {
        "°C": Scale(_ONE),
        "°F": Scale(Fraction(5, 9), Fraction(-160, 9)),
        "K": Scale(_ONE, Fraction("-273.15")),
    },
)

_ALL = (
    _quantity(
        "mass_fraction",
        "Content by weight",
        "质量分数",
        {
            "%": 1,
            "‰": "0.1",
            "g/kg": "0.1",
            "mg/g": "0.1",
            "ppm": "0.0001",
            "mg/kg": "0.0001",
            "µg/g": "0.0001",
            "ppb": "0.0000001",
            "µg/kg": "0.0000001",
        },
    ),
    _quantity("volume_fraction", "Content by volume", "体积分数", {"%": 1, "% v/v": 1}, implied=True),
    _quantity(
        "dynamic_viscosity",
        "Dynamic viscosity",
        "动力黏度",
        {"mPa·s": 1, "cP": 1, "Pa·s": 1000, "P": 100, "dPa·s": 100},
    ),
    _quantity("kinematic_viscosity", "Kinematic viscosity", "运动黏度", {"mm²/s": 1, "cSt": 1, "St": 100}),
    _quantity(
        "density",
        "Density",
        "密度",
        {
            "g/ml": 1,
            "g/cm³": 1,
            "kg/l": 1,
            "kg/m³": "0.001",
            "g/l": "0.001",
            "lb/US gal": _POUND_G / _US_GALLON_ML,
            "lb/ft³": _POUND_G / _CUBIC_FOOT_ML,
        },
    ),
    _quantity(
        "specific_volume",
        "Specific volume",
        "比体积",
        {"ml/g": 1, "cm³/g": 1, "l/kg": 1, "US gal/lb": _US_GALLON_ML / _POUND_G},
    ),
    _quantity(
        "mass_concentration",
        "Mass per volume",
        "质量浓度",
        {"g/l": 1, "kg/m³": 1, "mg/ml": 1, "mg/l": "0.001", "lb/US gal": _POUND_G * 1000 / _US_GALLON_ML},
    ),
    _TEMPERATURE,
    _quantity(
        "pressure",
        "Pressure",
        "压力",
        {
            "hPa": 1,
            "mbar": 1,
            "Pa": "0.01",
            "kPa": 10,
            "bar": 1000,
            "atm": "1013.25",
            "mmHg": _MM_HG_PA / 100,
            "Torr": Fraction("1013.25") / 760,
            "psi": _PSI_PA / 100,
        },
    ),
    _quantity("length", "Length", "长度", {"µm": 1, "nm": "0.001", "mm": 1000, "mil": "25.4", "Å": "0.0001"}),
    _quantity(
        "specific_surface", "Specific surface area", "比表面积", {"m²/g": 1, "cm²/g": "0.0001", "m²/kg": "0.001"}
    ),
    _quantity("koh_number", "Milligrams of KOH per gram", "每克相当的氢氧化钾毫克数", {"mg KOH/g": 1}),
    _quantity("equivalent_weight", "Equivalent weight", "当量", {"g/eq": 1}),
    _quantity("molar_mass", "Molar mass", "摩尔质量", {"g/mol": 1, "kg/mol": 1000, "Da": 1, "kDa": 1000}),
    _quantity(
        "molality", "Amount per mass", "质量摩尔浓度", {"mmol/kg": 1, "mol/kg": 1000, "eq/kg": 1000, "mmol/g": 1000}
    ),
    _quantity("absorption", "Absorption by weight", "吸收量", {"g/100 g": 1, "%": 1, "g/g": 100}, implied=True),
    _quantity("solubility_parameter", "Solubility parameter", "溶解度参数", {"MPa½": 1}),
    _quantity("efflux_time", "Efflux time of one cup", "流出时间", {"s": 1, "min": 60}),
    _quantity("krebs", "Krebs units", "克雷布斯单位", {"KU": 1}),
    _quantity("hazen", "Hazen colour", "铂钴色号", {"Hazen": 1, "APHA": 1, "Pt-Co": 1}),
    _quantity("gardner", "Gardner colour", "加德纳色号", {"Gardner": 1}),
    _quantity("iodine_colour", "Iodine colour", "碘色号", {"mg I₂/100 ml": 1}),
    _quantity("hegman", "Hegman", "海格曼细度", {"Hegman": 1}),
    _quantity("gloss", "Gloss units", "光泽单位", {"GU": 1}),
    _quantity("dose_on_formulation", "Dose on formulation", "占配方总量", {"% on formulation": 1}),
    _quantity("dose_on_pigment", "Dose on pigment", "占颜料量", {"% on pigment": 1}),
    _quantity("dose_on_resin_solids", "Dose on resin solids", "占树脂固体量", {"% on resin solids": 1}),
    _quantity("dose_on_resin", "Dose per hundred parts of resin", "每百份树脂用量", {"phr": 1}),
    _quantity("number", "Pure number", "无量纲", {"": 1}),
)

QUANTITIES: Mapping[str, Quantity] = {quantity.key: quantity for quantity in _ALL}

_SPELLINGS: Mapping[str, str] = {
    "mpas": "mPa·s", "mpa.s": "mPa·s", "mpa s": "mPa·s", "mpa*s": "mPa·s", "mpa-s": "mPa·s",
    "pas": "Pa·s", "pa.s": "Pa·s", "pa s": "Pa·s", "dpas": "dPa·s", "dpa.s": "dPa·s",
    "cps": "cP", "centipoise": "cP", "poise": "P", "centistokes": "cSt", "mm2/s": "mm²/s",
    "g/cm3": "g/cm³", "g/cc": "g/cm³", "g/ccm": "g/cm³", "kg/m3": "kg/m³", "kg/dm³": "kg/l", "kg/dm3": "kg/l",
    "lb/gal": "lb/US gal", "lbs/gal": "lb/US gal", "ppg": "lb/US gal", "lb/gal (us)": "lb/US gal", "lb/ft3": "lb/ft³",
    "gal/lb": "US gal/lb", "cm3/g": "cm³/g", "cc/g": "cm³/g",
    "c": "°C", "deg c": "°C", "℃": "°C", "f": "°F", "deg f": "°F", "℉": "°F",
    "um": "µm", "\u03bcm": "µm", "micron": "µm", "microns": "µm", "m2/g": "m²/g", "cm2/g": "cm²/g", "m2/kg": "m²/kg",
    "mgkoh/g": "mg KOH/g", "mg koh / g": "mg KOH/g", "g/equiv": "g/eq", "g/equivalent": "g/eq", "g/val": "g/eq",
    "dalton": "Da", "g/100g": "g/100 g", "wt%": "%", "wt.%": "%", "% w/w": "%", "% (m/m)": "%", "％": "%",
    "vol%": "% v/v", "vol.%": "% v/v", "% (v/v)": "% v/v",
    "torr": "Torr", "mm hg": "mmHg", "hazen": "Hazen", "apha": "APHA",
    "pt-co": "Pt-Co", "pt/co": "Pt-Co", "gardner": "Gardner", "hegman": "Hegman",
    "ku": "KU", "sec": "s", "mpa^0.5": "MPa½",
}  # fmt: skip

_KNOWN = frozenset(unit for quantity in _ALL for unit in quantity.units)


def tidy_unit(text: str) -> str:
    """The unit as this room writes it: `g/cm3` becomes `g/cm³`. Unknown ones come back trimmed."""
    trimmed = " ".join(text.split())
    if trimmed in _KNOWN:
        return trimmed
    litre = trimmed.replace("mL", "ml").replace("/L", "/l")
    if litre in _KNOWN:
        return litre
    return _SPELLINGS.get(trimmed.lower(), trimmed)


def convert(value: Number, unit: str, to: str, quantity: str | None = None) -> float:
    """The same in another unit, exact and then rounded once: `convert(35, "P", "Pa·s")` is 3.5.

    `quantity` (a key of QUANTITIES) is needed only to say which is meant where two share a unit, as `lb/US gal`.
    Raises NotConvertible if the units do not measure one quantity.
    """
    return float(convert_exactly(value, unit, to, quantity))


def convert_exactly(value: Number, unit: str, to: str, quantity: str | None = None) -> Fraction:
    """As `convert`, without any rounding. Raises NotConvertible."""
    source, target = tidy_unit(unit), tidy_unit(to)
    scales = _shared(source, target, quantity).units
    base = exact(value) * scales[source].factor + scales[source].offset
    return (base - scales[target].offset) / scales[target].factor


def exact(value: Number) -> Fraction:
    """The decimal that a person sees: 8.86 is 886/100, not the nearest binary fraction. Raises ValueError for NaN."""
    return Fraction(repr(value)) if isinstance(value, float) else Fraction(value)


def _shared(source: str, target: str, quantity: str | None) -> Quantity:
    for candidate in (QUANTITIES[quantity],) if quantity else (each for each in _ALL if not each.implied):
        if source in candidate.units and target in candidate.units:
            return candidate
    unknown = [unit for unit in (source, target) if unit not in _KNOWN]
    if unknown:
        raise NotConvertible(f"The unit {unknown[0]!r} is not known.")
    raise NotConvertible(f"{source!r} and {target!r} do not measure the same quantity.")
