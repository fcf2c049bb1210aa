"""Names of the hazard pictograms that `front/hazards.svg` draws (UN GHS Rev. 10, annex 1; GB 30000.1-2024)."""

from coatingcat.privacy.words import Text

PICTOGRAMS = {
    "GHS01": Text("爆炸物", "Explosive"),
    "GHS02": Text("易燃", "Flammable"),
    "GHS03": Text("氧化性", "Oxidising"),
    "GHS04": Text("加压气体", "Gas under pressure"),
    "GHS05": Text("腐蚀性", "Corrosive"),
    "GHS06": Text("急性毒性", "Acute toxicity"),
    "GHS07": Text("刺激性等危害", "Irritant, harmful"),
    "GHS08": Text("健康危害", "Serious health hazard"),
    "GHS09": Text("危害水环境", "Hazardous to water"),
}
