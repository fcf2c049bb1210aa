"""The registry of properties: what a raw material is measured by, in which unit it is searched, how sheets call it.

A property has one canonical unit, in which values are kept for search beside the printed one. What sheets print
under one word is several properties here where the figures cannot be compared: doses on pigment and on formulation,
viscosities in mPa·s and in seconds of a cup, specific gravity and density.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from coatingcat.chemistry.units import QUANTITIES, Number, Quantity, convert, tidy_unit
from coatingcat.chemistry.words import NotConvertible, Words


@dataclass(frozen=True)
class Property:
    """One property. `unit` is the canonical one, empty for pure numbers; a property without quantity is a text."""

    key: str
    name: Words
    unit: str
    quantity_key: str | None
    labels: tuple[str, ...]
    """What sheets call it, in lower case; the English name is always one of them."""

    @property
    def quantity(self) -> Quantity | None:
        return QUANTITIES[self.quantity_key] if self.quantity_key else None

    @property
    def is_numeric(self) -> bool:
        return self.quantity_key is not None

    @property
    def units(self) -> tuple[str, ...]:
        """Every unit its values may be printed in, canonical first."""
        quantity = self.quantity
        if quantity is None:
            return ()
        return (self.unit, *(unit for unit in quantity.units if unit != self.unit))

    def accepts(self, unit: str) -> bool:
        """Whether a value in this unit, however spelt, can be a value of the property."""
        quantity = self.quantity
        return quantity is not None and tidy_unit(unit) in quantity.units

    def canonical(self, value: Number, unit: str) -> float:
        """The value in the canonical unit. Raises NotConvertible if the unit does not measure this property."""
        if not self.accepts(unit):
            raise NotConvertible(f"{unit!r} is no unit of {self.name.en}.")
        return convert(value, unit, self.unit, self.quantity_key)

    def printed(self, value: Number, unit: str) -> float:
        """A canonical value in another unit, for people. Raises NotConvertible."""
        if not self.accepts(unit):
            raise NotConvertible(f"{unit!r} is no unit of {self.name.en}.")
        return convert(value, self.unit, unit, self.quantity_key)


def _p(key: str, en: str, zh: str, unit: str, quantity: str | None, *labels: str) -> Property:
    return Property(key, Words(en, zh), unit, quantity, (en.lower(), *labels))


_M = "mass_fraction"
_EQ = "equivalent_weight"
_USE = "recommended use level"

# fmt: off
_ALL = (
    # What reacts
    _p("nco_content", "NCO content", "NCO 含量", "%", _M, "isocyanate content"),
    _p("blocked_nco_content", "Blocked NCO content", "封闭 NCO 含量", "%", _M),
    _p("oh_content", "OH content", "羟基含量", "%", _M, "hydroxyl content"),
    _p(
        "hydroxyl_number", "Hydroxyl number", "羟值", "mg KOH/g", "koh_number", "hydroxyl value",
        "oh number", "oh value",
    ),
    _p("acid_number", "Acid number", "酸值", "mg KOH/g", "koh_number", "acid value"),
    _p("amine_value", "Amine value", "胺值", "mg KOH/g", "koh_number", "amine number"),
    _p("saponification_number", "Saponification number", "皂化值", "mg KOH/g", "koh_number", "saponification value"),
    _p("equivalent_weight", "Equivalent weight", "当量", "g/eq", "equivalent_weight"),
    _p(
        "epoxide_equivalent_weight", "Epoxide equivalent weight", "环氧当量", "g/eq", _EQ,
        "epoxy equivalent weight", "eew",
    ),
    _p("amine_hydrogen_equivalent_weight", "Amine hydrogen equivalent weight", "活泼氢当量", "g/eq", _EQ, "ahew"),
    _p("epoxide_percentage", "Epoxide percentage", "环氧基质量分数", "%", _M),
    _p("epoxide_group_content", "Epoxide group content", "环氧基含量", "mmol/kg", "molality"),
    _p("functionality", "Functionality (theoretical)", "官能度（理论）", "", "number", "functionality"),
    # How much of it stays
    _p(
        "non_volatile", "Non-volatile content", "不挥发物含量", "%", _M, "solids content", "non-volatile",
        "nonvolatile content",
    ),
    _p(
        "non_volatile_by_volume", "Non-volatile content by volume", "体积固含量", "%", "volume_fraction",
        "volume solids",
    ),
    _p("active_substance", "Active substance", "有效成分", "%", _M, "active content", "active matter"),
    _p("water_content", "Water content", "水分", "%", _M, "water"),
    _p("ash_content", "Ash content", "灰分", "%", _M),
    _p("purity", "Purity", "纯度", "%", _M, "assay"),
    _p("residue_on_sieve", "Residue on sieve", "筛余物", "%", _M, "sieve residue"),
    # How it flows and what it weighs
    _p("viscosity", "Viscosity", "黏度", "mPa·s", "dynamic_viscosity", "dynamic viscosity"),
    _p(
        "viscosity_kinematic", "Viscosity (kinematic)", "运动黏度", "mm²/s", "kinematic_viscosity",
        "kinematic viscosity",
    ),
    _p("efflux_iso_2431", "Efflux time, ISO 2431 cup", "流出时间（ISO 2431 流量杯）", "s", "efflux_time"),
    _p("efflux_din_4", "Efflux time, DIN 4 mm cup", "流出时间（DIN 4 mm 流量杯）", "s", "efflux_time"),
    _p("efflux_ford_4", "Efflux time, Ford cup 4", "流出时间（福特 4 号杯）", "s", "efflux_time"),
    _p("viscosity_krebs", "Viscosity (Krebs)", "黏度（斯托默）", "KU", "krebs", "stormer viscosity"),
    _p("density", "Density", "密度", "g/ml", "density"),
    _p("specific_gravity", "Specific gravity", "相对密度", "", "number", "relative density"),
    _p("tamped_density", "Tamped density", "振实密度", "g/l", "density", "tapped density"),
    _p("bulk_density", "Bulk density", "堆积密度", "g/l", "density", "apparent density"),
    _p("dry_bulking_value", "Dry bulking value", "干体积值", "ml/g", "specific_volume", "bulking value"),
    # What it looks like
    _p("colour_hazen", "Colour (Pt-Co/Hazen)", "色度（铂钴）", "Hazen", "hazen", "colour (hazen)", "colour (apha)"),
    _p("colour_gardner", "Colour (Gardner)", "色度（加德纳）", "Gardner", "gardner"),
    _p("colour_iodine", "Colour (iodine)", "色度（碘）", "mg I₂/100 ml", "iodine_colour"),
    _p("refractive_index", "Refractive index", "折射率", "", "number"),
    # How it takes heat
    _p("flash_point", "Flash point", "闪点", "°C", "temperature"),
    _p("boiling_point", "Boiling point", "沸点", "°C", "temperature"),
    _p("melting_point", "Melting point", "熔点", "°C", "temperature"),
    _p("freezing_point", "Freezing point", "凝固点", "°C", "temperature"),
    _p("pour_point", "Pour point", "倾点", "°C", "temperature"),
    _p("softening_point", "Softening point", "软化点", "°C", "temperature"),
    _p("glass_transition", "Glass transition temperature", "玻璃化转变温度", "°C", "temperature", "tg"),
    _p("glass_transition_onset", "Glass transition temperature (onset)", "玻璃化转变温度（起始）", "°C", "temperature"),
    _p("mfft", "Minimum film forming temperature", "最低成膜温度", "°C", "temperature", "mfft"),
    _p("vapour_pressure", "Vapour pressure", "蒸气压", "hPa", "pressure", "vapor pressure"),
    _p("evaporation_rate", "Evaporation rate (n-BuOAc = 1)", "挥发速率（乙酸正丁酯 = 1）", "", "number"),
    _p("evaporation_rate_ether", "Evaporation rate (ether = 1)", "挥发指数（乙醚 = 1）", "", "number"),
    # How fine it is, and what it soaks up
    _p("mean_particle_size", "Mean particle size", "平均粒径", "µm", "length", "particle size (d50)", "d50"),
    _p("predominant_particle_size", "Predominant particle size", "主要粒径", "µm", "length"),
    _p("fineness_hegman", "Fineness of grind (Hegman)", "细度（海格曼）", "Hegman", "hegman"),
    _p("fineness_of_grind", "Fineness of grind", "细度", "µm", "length"),
    _p("bet_surface", "BET surface area", "比表面积（BET）", "m²/g", "specific_surface"),
    _p("oil_absorption", "Oil absorption", "吸油量", "g/100 g", "absorption"),
    # What molecules it has
    _p("molecular_weight", "Molecular weight", "分子量", "g/mol", "molar_mass", "molar mass"),
    _p("molecular_weight_mw", "Weight-average molecular weight", "重均分子量", "g/mol", "molar_mass", "mw"),
    _p("molecular_weight_mn", "Number-average molecular weight", "数均分子量", "g/mol", "molar_mass", "mn"),
    _p("ph", "pH", "pH 值", "", "number", "ph value"),
    _p("hlb", "HLB", "HLB 值", "", "number", "hydrophilic-lipophilic balance"),
    _p("tio2_content", "TiO2 content", "二氧化钛含量", "%", _M, "tio₂ content", "titanium dioxide content"),
    _p("sio2_content", "SiO2 content", "二氧化硅含量", "%", _M, "sio₂ content"),
    _p("carbon_content", "Carbon content", "碳含量", "%", _M),
    _p("tin_content", "Tin content", "锡含量", "%", _M),
    _p("acetyl_content", "Acetyl content", "乙酰基含量", "%", _M),
    _p("butyryl_content", "Butyryl content", "丁酰基含量", "%", _M),
    _p("isomer_2_4_content", "2,4-isomer content", "2,4-异构体含量", "%", _M),
    # What should not be in it
    _p("monomeric_hdi", "Monomeric HDI", "游离 HDI 单体", "%", _M, "residual hdi"),
    _p("monomeric_ipdi", "Monomeric IPDI", "游离 IPDI 单体", "%", _M, "residual ipdi"),
    _p("monomeric_tdi", "Monomeric TDI", "游离 TDI 单体", "%", _M, "residual tdi"),
    _p("free_formaldehyde", "Free formaldehyde", "游离甲醛", "%", _M),
    _p("acidity", "Acidity", "酸度", "mg/kg", _M),
    _p("hydrolysable_chlorine", "Hydrolysable chlorine", "水解氯", "mg/kg", _M, "hydrolyzable chlorine"),
    _p("epichlorohydrin", "Epichlorohydrin content", "环氧氯丙烷残留", "mg/kg", _M, "residual epichlorohydrin"),
    _p("voc_content", "VOC content", "VOC 含量", "%", _M),
    _p("voc_concentration", "VOC content by volume", "VOC 含量（按体积）", "g/l", "mass_concentration", "voc content"),
    _p("voc_less_water", "VOC content (less water)", "VOC 含量（扣水）", "g/l", "mass_concentration"),
    _p("voc_status_eu", "VOC status EU 2004/42/EC", "VOC 归类（欧盟 2004/42/EC）", "", None),
    _p("voc_status_cn", "VOC status China", "VOC 归类（中国）", "", None),
    # How it is used
    _p("formulation_ph", "Recommended formulation pH", "推荐配方 pH 值", "", "number"),
    _p(
        "use_level_on_formulation", "Recommended use level on formulation", "推荐用量（占配方总量）",
        "% on formulation", "dose_on_formulation", _USE,
    ),
    _p(
        "use_level_on_pigment", "Recommended use level on pigment", "推荐用量（占颜料量）", "% on pigment",
        "dose_on_pigment", _USE,
    ),
    _p(
        "use_level_on_resin_solids", "Recommended use level on resin solids", "推荐用量（占树脂固体量）",
        "% on resin solids", "dose_on_resin_solids", _USE,
    ),
    _p("use_level_phr", "Recommended use level, phr", "推荐用量（每百份树脂）", "phr", "dose_on_resin", _USE),
)

# fmt: on
PROPERTIES: Mapping[str, Property] = {each.key: each for each in _ALL}
"""Every property, by key, in the order in which a sheet lists them."""

_BY_LABEL: dict[str, list[Property]] = {}
for _each in _ALL:
    for _label in dict.fromkeys(_each.labels):
        _BY_LABEL.setdefault(_label, []).append(_each)


@lru_cache(maxsize=4096)
def find_property(label: str, unit: str = "") -> tuple[Property, str] | None:
    """The property that a sheet means by its label and unit, and what the label adds after a comma; None if unknown.

    `("Recommended use level, carbon black", "% on pigment")` is the dose on pigment, with `carbon black`. A label
    of several properties (VOC content in % and in g/l) is decided by the unit.
    """
    tidy = " ".join(label.split()).lower()
    for name, addition in ((tidy, ""), _parted(label)):
        for candidate in _BY_LABEL.get(name, ()):
            if candidate.accepts(unit) or (not candidate.is_numeric and not unit):
                return candidate, addition
    return None


def _parted(label: str) -> tuple[str, str]:
    name, _, addition = " ".join(label.split()).partition(", ")
    return name.lower(), addition
