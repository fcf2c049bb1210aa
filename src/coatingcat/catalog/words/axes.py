"""The axes a raw material is found by: function, chemistry, technology. A product may have several values on each."""

from collections.abc import Mapping

from coatingcat.chemistry.words import Words

Name = Words
"""A name in both languages."""

FUNCTIONS: Mapping[str, Name] = {
    "binder": Name("Binder", "成膜物"),
    "crosslinker": Name("Crosslinker, curing agent", "交联剂与固化剂"),
    "reactive-diluent": Name("Reactive diluent, monomer", "活性稀释剂与单体"),
    "pigment-white": Name("White pigment", "白色颜料"),
    "pigment-coloured": Name("Coloured pigment", "彩色颜料"),
    "pigment-functional": Name("Functional pigment", "功能颜料"),
    "extender": Name("Extender, filler", "填料"),
    "solvent": Name("Solvent", "溶剂"),
    "coalescent": Name("Coalescent", "成膜助剂"),
    "dispersing": Name("Wetting and dispersing additive", "润湿分散剂"),
    "defoamer": Name("Defoamer, deaerator", "消泡剂与脱泡剂"),
    "levelling": Name("Levelling and surface additive", "流平与表面助剂"),
    "substrate-wetting": Name("Substrate wetting agent", "基材润湿剂"),
    "rheology": Name("Rheology modifier", "流变助剂"),
    "light-stabiliser": Name("UV absorber, light stabiliser", "光稳定剂"),
    "photoinitiator": Name("Photoinitiator", "光引发剂"),
    "adhesion": Name("Adhesion promoter, silane", "附着力促进剂与硅烷"),
    "catalyst": Name("Catalyst, drier", "催化剂与催干剂"),
}

FUNCTION_GROUPS: Mapping[str, tuple[str, ...]] = {
    "film": ("binder", "crosslinker", "reactive-diluent"),
    "solids": ("pigment-white", "pigment-coloured", "pigment-functional", "extender"),
    "liquids": ("solvent", "coalescent"),
    "additives": (
        "dispersing", "defoamer", "levelling", "substrate-wetting", "rheology",
        "light-stabiliser", "photoinitiator", "adhesion", "catalyst",
    ),
}  # fmt: skip

CHEMISTRIES: Mapping[str, Name] = {
    "acrylic": Name("Acrylic", "丙烯酸"),
    "styrene-acrylic": Name("Styrene acrylic", "苯丙"),
    "polyurethane": Name("Polyurethane", "聚氨酯"),
    "polyisocyanate-aliphatic": Name("Polyisocyanate, aliphatic", "脂肪族多异氰酸酯"),
    "polyisocyanate-aromatic": Name("Polyisocyanate, aromatic", "芳香族多异氰酸酯"),
    "polyisocyanate-blocked": Name("Polyisocyanate, blocked", "封闭型多异氰酸酯"),
    "epoxy": Name("Epoxy", "环氧"),
    "polyamide": Name("Polyamide, amidoamine", "聚酰胺与酰胺基胺"),
    "amine": Name("Amine", "胺"),
    "polyester": Name("Polyester", "聚酯"),
    "polycarbonate": Name("Polycarbonate", "聚碳酸酯"),
    "polyether": Name("Polyether", "聚醚"),
    "polyaspartic": Name("Polyaspartic", "聚天门冬氨酸酯"),
    "alkyd": Name("Alkyd", "醇酸"),
    "amino": Name("Amino (melamine, urea)", "氨基树脂"),
    "phenolic": Name("Phenolic", "酚醛"),
    "silicone": Name("Silicone, siloxane", "有机硅"),
    "silane": Name("Silane", "硅烷"),
    "vinyl": Name("Vinyl", "乙烯基"),
    "fluoropolymer": Name("Fluoropolymer", "氟碳"),
    "cellulosic": Name("Cellulosic", "纤维素"),
    "polycarboxylate": Name("Polyacid and its salts", "聚羧酸及其盐"),
    "maleic": Name("Maleic", "马来酸类"),
    "rosin": Name("Rosin", "松香"),
    "hydrocarbon": Name("Hydrocarbon, mineral oil", "烃类与矿物油"),
    "ester": Name("Ester", "酯"),
    "glycol-ether": Name("Glycol ether", "二醇醚"),
    "ketone": Name("Ketone", "酮"),
    "inorganic-oxide": Name("Inorganic oxide", "无机氧化物"),
    "silicate": Name("Silica, silicate", "二氧化硅与硅酸盐"),
    "carbonate": Name("Carbonate", "碳酸盐"),
    "titanate": Name("Titanate", "钛酸酯"),
    "aldehyde": Name("Aldehyde", "醛"),
    "ketimine": Name("Ketimine", "酮亚胺"),
    "lignocellulose": Name("Plant fibre, shell flour", "植物纤维与果壳粉"),
    "metal-organic": Name("Organometallic", "有机金属"),
}

TECHNOLOGIES: Mapping[str, Name] = {
    "waterborne": Name("Waterborne", "水性"),
    "solventborne": Name("Solventborne", "溶剂型"),
    "high-solids": Name("High solids", "高固体分"),
    "solvent-free": Name("Solvent-free", "无溶剂"),
    "radiation-curing": Name("Radiation curing (UV/EB)", "辐射固化（UV/EB）"),
    "powder": Name("Powder", "粉末"),
    "electrocoat": Name("Electrocoat", "电泳"),
    "hot-melt": Name("Hot melt", "热熔"),
}

AXES: Mapping[str, Mapping[str, Name]] = {
    "function": FUNCTIONS,
    "chemistry": CHEMISTRIES,
    "technology": TECHNOLOGIES,
}


def name_of(axis: str, code: str, language: str) -> str:
    """The name of a code on an axis; the code itself where the axis has no such value."""
    name = AXES[axis].get(code)
    return name.in_language(language) if name else code
