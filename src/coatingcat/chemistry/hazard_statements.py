"""The table of hazard statements, by code. Sources and use: `hazards`."""

from collections.abc import Mapping

from coatingcat.chemistry.words import Words

_PHYSICAL = {
    "H200": ("Unstable explosive.", "不稳定爆炸物。"),
    "H201": ("Explosive; mass explosion hazard.", "爆炸物；整体爆炸危险。"),
    "H202": ("Explosive; severe projection hazard.", "爆炸物；严重迸射危险。"),
    "H203": ("Explosive; fire, blast or projection hazard.", "爆炸物；燃烧、爆炸或迸射危险。"),
    "H204": ("Fire or projection hazard.", "燃烧或迸射危险。"),
    "H205": ("May mass explode in fire.", "遇火可能整体爆炸。"),
    "H206": (
        "Fire, blast or projection hazard; increased risk of explosion if desensitising agent is reduced.",
        "燃烧、爆炸或迸射危险；退敏剂减少时爆炸风险增加。",
    ),
    "H207": (
        "Fire or projection hazard; increased risk of explosion if desensitising agent is reduced.",
        "燃烧或迸射危险；退敏剂减少时爆炸风险增加。",
    ),
    "H208": (
        "Fire hazard; increased risk of explosion if desensitising agent is reduced.",
        "燃烧危险；退敏剂减少时爆炸风险增加。",
    ),
    "H220": ("Extremely flammable gas.", "极易燃气体。"),
    "H221": ("Flammable gas.", "易燃气体。"),
    "H222": ("Extremely flammable aerosol.", "极易燃气溶胶。"),
    "H223": ("Flammable aerosol.", "易燃气溶胶。"),
    "H224": ("Extremely flammable liquid and vapour.", "极易燃液体和蒸气。"),
    "H225": ("Highly flammable liquid and vapour.", "高度易燃液体和蒸气。"),
    "H226": ("Flammable liquid and vapour.", "易燃液体和蒸气。"),
    "H227": ("Combustible liquid.", "可燃液体。"),
    "H228": ("Flammable solid.", "易燃固体。"),
    "H229": ("Pressurised container: may burst if heated.", "带压容器：遇热可能爆裂。"),
    "H230": ("May react explosively even in the absence of air.", "即使在没有空气的条件下仍可能发生爆炸反应。"),
    "H231": (
        "May react explosively even in the absence of air at elevated pressure and/or temperature.",
        "在高压和（或）高温条件下，即使没有空气仍可能发生爆炸反应。",
    ),
    "H232": ("May ignite spontaneously if exposed to air.", "暴露在空气中可能自燃。"),
    "H240": ("Heating may cause an explosion.", "加热可能爆炸。"),
    "H241": ("Heating may cause a fire or explosion.", "加热可能起火或爆炸。"),
    "H242": ("Heating may cause a fire.", "加热可能起火。"),
    "H250": ("Catches fire spontaneously if exposed to air.", "暴露在空气中会自燃。"),
    "H251": ("Self-heating; may catch fire.", "自热；可能燃烧。"),
    "H252": ("Self-heating in large quantities; may catch fire.", "数量大时自热；可能燃烧。"),
    "H260": (
        "In contact with water releases flammable gases which may ignite spontaneously.",
        "遇水放出可自燃的易燃气体。",
    ),
    "H261": ("In contact with water releases flammable gases.", "遇水放出易燃气体。"),
    "H270": ("May cause or intensify fire; oxidiser.", "可引起燃烧或加剧燃烧；氧化剂。"),
    "H271": ("May cause fire or explosion; strong oxidiser.", "可引起燃烧或爆炸；强氧化剂。"),
    "H272": ("May intensify fire; oxidiser.", "可加剧燃烧；氧化剂。"),
    "H280": ("Contains gas under pressure; may explode if heated.", "内装加压气体；遇热可能爆炸。"),
    "H281": (
        "Contains refrigerated gas; may cause cryogenic burns or injury.",
        "内装冷冻气体；可能造成低温灼伤或损伤。",
    ),
    "H290": ("May be corrosive to metals.", "可能腐蚀金属。"),
}

_HEALTH = {
    "H300": ("Fatal if swallowed.", "吞咽致命。"),
    "H301": ("Toxic if swallowed.", "吞咽会中毒。"),
    "H302": ("Harmful if swallowed.", "吞咽有害。"),
    "H303": ("May be harmful if swallowed.", "吞咽可能有害。"),
    "H304": ("May be fatal if swallowed and enters airways.", "吞咽及进入呼吸道可能致命。"),
    "H305": ("May be harmful if swallowed and enters airways.", "吞咽及进入呼吸道可能有害。"),
    "H310": ("Fatal in contact with skin.", "皮肤接触致命。"),
    "H311": ("Toxic in contact with skin.", "皮肤接触会中毒。"),
    "H312": ("Harmful in contact with skin.", "皮肤接触有害。"),
    "H313": ("May be harmful in contact with skin.", "皮肤接触可能有害。"),
    "H314": ("Causes severe skin burns and eye damage.", "造成严重皮肤灼伤和眼损伤。"),
    "H315": ("Causes skin irritation.", "造成皮肤刺激。"),
    "H316": ("Causes mild skin irritation.", "造成轻微皮肤刺激。"),
    "H317": ("May cause an allergic skin reaction.", "可能造成皮肤过敏反应。"),
    "H318": ("Causes serious eye damage.", "造成严重眼损伤。"),
    "H319": ("Causes serious eye irritation.", "造成严重眼刺激。"),
    "H320": ("Causes eye irritation.", "造成眼刺激。"),
    "H330": ("Fatal if inhaled.", "吸入致命。"),
    "H331": ("Toxic if inhaled.", "吸入会中毒。"),
    "H332": ("Harmful if inhaled.", "吸入有害。"),
    "H333": ("May be harmful if inhaled.", "吸入可能有害。"),
    "H334": (
        "May cause allergy or asthma symptoms or breathing difficulties if inhaled.",
        "吸入可能导致过敏或哮喘症状或呼吸困难。",
    ),
    "H335": ("May cause respiratory irritation.", "可能造成呼吸道刺激。"),
    "H336": ("May cause drowsiness or dizziness.", "可能造成昏昏欲睡或眩晕。"),
    "H340": ("May cause genetic defects.", "可能导致遗传性缺陷。"),
    "H341": ("Suspected of causing genetic defects.", "怀疑会导致遗传性缺陷。"),
    "H350": ("May cause cancer.", "可能致癌。"),
    "H350i": ("May cause cancer by inhalation.", "吸入可能致癌。"),
    "H351": ("Suspected of causing cancer.", "怀疑会致癌。"),
    "H360": ("May damage fertility or the unborn child.", "可能对生育能力或胎儿造成伤害。"),
    "H360F": ("May damage fertility.", "可能对生育能力造成伤害。"),
    "H360D": ("May damage the unborn child.", "可能对胎儿造成伤害。"),
    "H360FD": ("May damage fertility. May damage the unborn child.", "可能对生育能力造成伤害。可能对胎儿造成伤害。"),
    "H360Fd": (
        "May damage fertility. Suspected of damaging the unborn child.",
        "可能对生育能力造成伤害。怀疑对胎儿造成伤害。",
    ),
    "H360Df": (
        "May damage the unborn child. Suspected of damaging fertility.",
        "可能对胎儿造成伤害。怀疑对生育能力造成伤害。",
    ),
    "H361": ("Suspected of damaging fertility or the unborn child.", "怀疑对生育能力或胎儿造成伤害。"),
    "H361f": ("Suspected of damaging fertility.", "怀疑对生育能力造成伤害。"),
    "H361d": ("Suspected of damaging the unborn child.", "怀疑对胎儿造成伤害。"),
    "H361fd": (
        "Suspected of damaging fertility. Suspected of damaging the unborn child.",
        "怀疑对生育能力造成伤害。怀疑对胎儿造成伤害。",
    ),
    "H362": ("May cause harm to breast-fed children.", "可能对母乳喂养的儿童造成伤害。"),
    "H370": ("Causes damage to organs.", "会损害器官。"),
    "H371": ("May cause damage to organs.", "可能损害器官。"),
    "H372": ("Causes damage to organs through prolonged or repeated exposure.", "长期或反复接触会损害器官。"),
    "H373": ("May cause damage to organs through prolonged or repeated exposure.", "长期或反复接触可能损害器官。"),
}

_COMBINED = {
    "H300+H310": ("Fatal if swallowed or in contact with skin.", "吞咽或皮肤接触致命。"),
    "H300+H330": ("Fatal if swallowed or if inhaled.", "吞咽或吸入致命。"),
    "H310+H330": ("Fatal in contact with skin or if inhaled.", "皮肤接触或吸入致命。"),
    "H300+H310+H330": ("Fatal if swallowed, in contact with skin or if inhaled.", "吞咽、皮肤接触或吸入致命。"),
    "H301+H311": ("Toxic if swallowed or in contact with skin.", "吞咽或皮肤接触会中毒。"),
    "H301+H331": ("Toxic if swallowed or if inhaled.", "吞咽或吸入会中毒。"),
    "H311+H331": ("Toxic in contact with skin or if inhaled.", "皮肤接触或吸入会中毒。"),
    "H301+H311+H331": ("Toxic if swallowed, in contact with skin or if inhaled.", "吞咽、皮肤接触或吸入会中毒。"),
    "H302+H312": ("Harmful if swallowed or in contact with skin.", "吞咽或皮肤接触有害。"),
    "H302+H332": ("Harmful if swallowed or if inhaled.", "吞咽或吸入有害。"),
    "H312+H332": ("Harmful in contact with skin or if inhaled.", "皮肤接触或吸入有害。"),
    "H302+H312+H332": ("Harmful if swallowed, in contact with skin or if inhaled.", "吞咽、皮肤接触或吸入有害。"),
    "H303+H313": ("May be harmful if swallowed or in contact with skin.", "吞咽或皮肤接触可能有害。"),
    "H303+H333": ("May be harmful if swallowed or if inhaled.", "吞咽或吸入可能有害。"),
    "H313+H333": ("May be harmful in contact with skin or if inhaled.", "皮肤接触或吸入可能有害。"),
    "H303+H313+H333": (
        "May be harmful if swallowed, in contact with skin or if inhaled.",
        "吞咽、皮肤接触或吸入可能有害。",
    ),
    "H315+H320": ("Causes skin and eye irritation.", "造成皮肤和眼刺激。"),
}

_ENVIRONMENT = {
    "H400": ("Very toxic to aquatic life.", "对水生生物毒性极大。"),
    "H401": ("Toxic to aquatic life.", "对水生生物有毒。"),
    "H402": ("Harmful to aquatic life.", "对水生生物有害。"),
    "H410": ("Very toxic to aquatic life with long lasting effects.", "对水生生物毒性极大并具有长期持续影响。"),
    "H411": ("Toxic to aquatic life with long lasting effects.", "对水生生物有毒并具有长期持续影响。"),
    "H412": ("Harmful to aquatic life with long lasting effects.", "对水生生物有害并具有长期持续影响。"),
    "H413": ("May cause long lasting harmful effects to aquatic life.", "可能对水生生物造成长期持续有害影响。"),
    "H420": (
        "Harms public health and the environment by destroying ozone in the upper atmosphere.",
        "破坏高层大气中的臭氧，危害公共健康和环境。",
    ),
}

_CADMIUM = (
    "Warning! Contains cadmium. Dangerous fumes are formed during use. "
    "See information supplied by the manufacturer. Comply with the safety instructions."
)
_EU = {
    "EUH014": ("Reacts violently with water.", "遇水剧烈反应。"),
    "EUH018": (
        "In use may form flammable/explosive vapour-air mixture.",
        "使用时可能形成易燃或爆炸性的蒸气与空气混合物。",
    ),
    "EUH019": ("May form explosive peroxides.", "可能生成爆炸性过氧化物。"),
    "EUH029": ("Contact with water liberates toxic gas.", "遇水放出有毒气体。"),
    "EUH031": ("Contact with acids liberates toxic gas.", "遇酸放出有毒气体。"),
    "EUH032": ("Contact with acids liberates very toxic gas.", "遇酸放出剧毒气体。"),
    "EUH044": ("Risk of explosion if heated under confinement.", "密闭受热有爆炸危险。"),
    "EUH066": ("Repeated exposure may cause skin dryness or cracking.", "反复接触可能使皮肤干燥或皲裂。"),
    "EUH070": ("Toxic by eye contact.", "眼睛接触会中毒。"),
    "EUH071": ("Corrosive to the respiratory tract.", "对呼吸道有腐蚀性。"),
    "EUH201": (
        "Contains lead. Should not be used on surfaces liable to be chewed or sucked by children.",
        "含铅。不应用于儿童可能咬嚼或吮吸的表面。",
    ),
    "EUH201A": ("Warning! Contains lead.", "警告！含铅。"),
    "EUH202": (
        "Cyanoacrylate. Danger. Bonds skin and eyes in seconds. Keep out of the reach of children.",
        "氰基丙烯酸酯。危险。数秒内粘住皮肤和眼睛。置于儿童接触不到之处。",
    ),
    "EUH203": ("Contains chromium (VI). May produce an allergic reaction.", "含六价铬。可能引起过敏反应。"),
    "EUH204": ("Contains isocyanates. May produce an allergic reaction.", "含异氰酸酯。可能引起过敏反应。"),
    "EUH205": ("Contains epoxy constituents. May produce an allergic reaction.", "含环氧组分。可能引起过敏反应。"),
    "EUH206": (
        "Warning! Do not use together with other products. May release dangerous gases (chlorine).",
        "警告！不得与其他产品同时使用。可能放出危险气体（氯气）。",
    ),
    "EUH207": (
        _CADMIUM,
        "警告！含镉。使用时产生危险烟气。参见制造商提供的信息。遵守安全说明。",
    ),
    "EUH208": ("Contains a sensitising substance. May produce an allergic reaction.", "含致敏物质。可能引起过敏反应。"),
    "EUH209": ("Can become highly flammable in use.", "使用时可能变得高度易燃。"),
    "EUH209A": ("Can become flammable in use.", "使用时可能变得易燃。"),
    "EUH210": ("Safety data sheet available on request.", "可索取安全数据单。"),
    "EUH211": (
        "Warning! Hazardous respirable droplets may be formed when sprayed. Do not breathe spray or mist.",
        "警告！喷涂时可能形成危险的可吸入液滴。不要吸入喷雾或烟雾。",
    ),
    "EUH212": (
        "Warning! Hazardous respirable dust may be formed when used. Do not breathe dust.",
        "警告！使用时可能形成危险的可吸入粉尘。不要吸入粉尘。",
    ),
    "EUH380": ("May cause endocrine disruption in humans.", "可能对人类造成内分泌干扰。"),
    "EUH381": ("Suspected of causing endocrine disruption in humans.", "怀疑对人类造成内分泌干扰。"),
    "EUH401": (
        "To avoid risks to human health and the environment, comply with the instructions for use.",
        "为避免对人体健康和环境造成风险，请遵守使用说明。",
    ),
    "EUH430": ("May cause endocrine disruption in the environment.", "可能在环境中造成内分泌干扰。"),
    "EUH431": ("Suspected of causing endocrine disruption in the environment.", "怀疑在环境中造成内分泌干扰。"),
    "EUH440": (
        "Accumulates in the environment and living organisms including in humans.",
        "在环境和包括人类在内的生物体中蓄积。",
    ),
    "EUH441": (
        "Strongly accumulates in the environment and living organisms including in humans.",
        "在环境和包括人类在内的生物体中强烈蓄积。",
    ),
    "EUH450": (
        "Can cause long-lasting and diffuse contamination of water resources.",
        "可能对水资源造成长期、弥散性污染。",
    ),
    "EUH451": (
        "Can cause very long-lasting and diffuse contamination of water resources.",
        "可能对水资源造成极长期、弥散性污染。",
    ),
}

STATEMENTS: Mapping[str, Words] = {
    code: Words(*texts) for table in (_PHYSICAL, _HEALTH, _COMBINED, _ENVIRONMENT, _EU) for code, texts in table.items()
}
"""Every hazard statement by code, in the order of the codes within their groups."""
