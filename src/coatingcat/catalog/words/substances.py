"""What kinds of substances there are."""

from collections.abc import Mapping

from coatingcat.catalog.words.axes import Name

SUBSTANCE_CLASSES: Mapping[str, Name] = {
    "solvent-ester": Name("Esters", "酯类溶剂"),
    "solvent-ketone": Name("Ketones", "酮类溶剂"),
    "solvent-alcohol": Name("Alcohols", "醇类溶剂"),
    "solvent-glycol": Name("Glycols", "二醇类溶剂"),
    "solvent-glycol-ether": Name("Glycol ethers and their esters", "二醇醚及其酯"),
    "solvent-hydrocarbon": Name("Hydrocarbons", "烃类溶剂"),
    "solvent-other": Name("Other solvents", "其他溶剂"),
    "coalescent": Name("Coalescents", "成膜助剂"),
    "plasticiser": Name("Plasticisers", "增塑剂"),
    "monomer-acrylate": Name("Acrylate monomers", "丙烯酸酯单体"),
    "monomer-vinyl": Name("Vinyl monomers", "乙烯基单体"),
    "monomer-uv-reactive-diluent": Name("UV monomers", "光固化单体"),
    "polyol-and-acid-monomer": Name("Polyols and acids for resins", "树脂用多元醇与多元酸"),
    "isocyanate": Name("Isocyanates", "异氰酸酯"),
    "epoxy-and-curing": Name("Epoxies and curing agents", "环氧化合物与固化剂"),
    "resin-polymer": Name("Resins and polymers", "树脂与聚合物"),
    "pigment-white": Name("White pigments", "白色颜料"),
    "pigment-inorganic": Name("Inorganic pigments", "无机颜料"),
    "pigment-organic": Name("Organic pigments", "有机颜料"),
    "extender-filler": Name("Extenders and fillers", "填料"),
    "anticorrosive": Name("Anticorrosive pigments", "防锈颜料"),
    "biocide": Name("Biocides", "杀菌防腐剂"),
    "catalyst-drier": Name("Catalysts and driers", "催化剂与催干剂"),
    "photoinitiator": Name("Photoinitiators", "光引发剂"),
    "silane-additive": Name("Silanes", "硅烷"),
    "amine-neutraliser": Name("Amines for neutralising", "中和胺"),
    "inhibitor-stabiliser": Name("Inhibitors and stabilisers", "阻聚剂与稳定剂"),
}
"""Classes of the substance list, in the order a formulator looks for them."""
