"""The file of substances."""

from collections.abc import Sequence

from coatingcat.catalog.rules import cells
from coatingcat.catalog.rules.cells import Note
from coatingcat.catalog.rules.files.base import STATUSES, File, Values
from coatingcat.catalog.words import Status, Voc
from coatingcat.chemistry.hazards import PICTOGRAMS, SIGNAL_WORDS, codes_in

VOC = frozenset(Voc)
_BOUNDS = {
    "molecular_weight": ("molecular_weight_g_per_mol", 1, 5_000_000),
    "boiling_point": ("boiling_point_c", -273.15, 6000),
    "melting_point": ("melting_point_c", -273.15, 5000),
    "flash_point": ("flash_point_c", -200, 1000),
    "autoignition": ("autoignition_c", -50, 2000),
    "density": ("density_g_per_ml", 1e-5, 25),
    "density_temperature": ("density_temperature_c", -200, 500),
    "vapour_pressure": ("vapour_pressure_pa_20c", 0, 1e9),
}
_TEXTS = {
    "registry_name": "registry_name",
    "category": "category",
    "identity_source": "identity_source",
    "formula": "formula",
    "boiling_point_source": "boiling_point_source",
    "melting_point_source": "melting_point_source",
    "flash_point_source": "flash_point_source",
    "flash_point_conflict": "flash_point_conflict",
    "density_source": "density_source",
    "vapour_pressure_source": "vapour_pressure_source",
    "voc_basis": "voc_basis",
    "clp_index": "clp_index_no",
    "clp_classification": "clp_classification",
    "clp_notes": "clp_notes",
    "clp_entry": "clp_entry_name",
    "hazard_text": "clp_hazard_statements",
    "nite_classification": "nite_ghs",
    "nite_year": "nite_year",
    "oel_twa": "oel_ontario_twa",
    "oel_stel": "oel_ontario_stel",
    "iarc": "iarc_group_text",
    "iecsc_2013": "cn_iecsc_2013",
}


class Substances(File):
    name = "substances.csv"
    required = ("cas", "name_en")
    optional = (
        "substance_id", "ec", "name_zh", "name_zh_status", "identity_status", "boiling_point_rejected",
        "boiling_point_conflict", "voc_bp_le_250c", "clp_signal_word", "clp_pictograms", "boiling_range_typical_c",
        "boiling_range_status", *_TEXTS.values(), *(column for column, _, _ in _BOUNDS.values()),
    )  # fmt: skip
    columns = (
        "cas", "ec", "name_en", "name_zh", "name_zh_status", "status", *_BOUNDS, *_TEXTS, "boiling_point_conflict", "voc",
        "hazards", "signal_word", "pictograms",
    )  # fmt: skip
    numbers = frozenset(_BOUNDS)
    arrays = frozenset({"hazards", "pictograms"})
    key = ("cas",)
    known_by = "cas"
    status = "identity_status"
    sourced = "identity_source"

    def read(self, row: Sequence[str], note: Note) -> Values:
        get = self.getter(row)
        conflict = " | ".join(x for x in (get("boiling_point_conflict"), get("boiling_point_rejected")) if x)
        voc = cells.word(get("voc_bp_le_250c"), "voc_bp_le_250c", note, VOC)
        if voc in {"yes", "no"} and not get("voc_basis"):
            note("voc_basis", "empty", "")
        pictograms = tuple(get("clp_pictograms").split())
        for pictogram in pictograms:
            cells.word(pictogram, "clp_pictograms", note, PICTOGRAMS)
        return (
            cells.cas(get("cas"), "cas", note),
            cells.ec(get("ec"), "ec", note),
            cells.needed(get("name_en"), "name_en", note),
            get("name_zh"),
            cells.word(get("name_zh_status"), "name_zh_status", note, STATUSES, Status.BACKGROUND),
            cells.word(get("identity_status"), "identity_status", note, STATUSES, Status.BACKGROUND),
            *(cells.number(get(column), column, note, low, high) for column, low, high in _BOUNDS.values()),
            *(get(column) for column in _TEXTS.values()),
            conflict,
            voc,
            tuple(codes_in(get("clp_hazard_statements"))),
            cells.word(get("clp_signal_word"), "clp_signal_word", note, SIGNAL_WORDS),
            pictograms,
        )
