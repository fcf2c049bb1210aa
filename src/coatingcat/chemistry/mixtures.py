"""Density and solids of a mixture from its lines, by volume additivity (ASTM D5201).

Contraction on mixing is ignored: a calculated figure does not take the place of a measured one where a rule wants
it measured. All densities are of one temperature. A line whose density or solids are not known makes the results
that need them unknown, and the refusal names it; nothing is ever taken to be zero or one.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from coatingcat.chemistry.words import CannotCompute


@dataclass(frozen=True, slots=True)
class Line:
    """One ingredient of a mixture. Masses in g, densities in g/ml, solids in % by weight; None is unknown."""

    name: str
    mass_g: float
    density_g_per_ml: float | None = None
    solids_percent: float | None = None
    solids_density_g_per_ml: float | None = None
    """Of what stays of it in the film. For an ingredient of 100 % solids its density serves."""

    def __post_init__(self) -> None:
        if not 0 <= self.mass_g < float("inf"):
            raise ValueError(f"The mass of {self.name} must be zero or more.")
        for density in (self.density_g_per_ml, self.solids_density_g_per_ml):
            if density is not None and not 0 < density < float("inf"):
                raise ValueError(f"A density of {self.name} must be above zero.")
        if self.solids_percent is not None and not 0 <= self.solids_percent <= 100:
            raise ValueError(f"The solids of {self.name} must lie from 0 to 100 %.")


def volume_ml(lines: Iterable[Line]) -> float:
    """Σ mass/density, in ml. Raises CannotCompute naming the densities that are missing."""
    present = _present(lines)
    _demand("The volume needs", [f"density of {line.name}" for line in present if line.density_g_per_ml is None])
    return sum(line.mass_g / (line.density_g_per_ml or 1) for line in present)


def density(lines: Iterable[Line]) -> float:
    """Σ mass / Σ (mass/density), in g/ml. Raises CannotCompute."""
    present = _present(lines)
    return _mass(present) / volume_ml(present)


def solids_by_weight(lines: Iterable[Line]) -> float:
    """Non-volatile matter in % by weight: Σ solids / Σ mass (ISO 3251, GB/T 1725). Raises CannotCompute."""
    present = _present(lines)
    _demand("The solids need", [f"solids of {line.name}" for line in present if line.solids_percent is None])
    return sum(line.mass_g * (line.solids_percent or 0) for line in present) / _mass(present)


def solids_by_volume(lines: Iterable[Line]) -> float:
    """Non-volatile matter in % by volume: Σ volume of solids / Σ volume. Raises CannotCompute."""
    present = _present(lines)
    missing = [f"solids of {line.name}" for line in present if line.solids_percent is None]
    missing += [f"density of {line.name}" for line in present if line.density_g_per_ml is None]
    missing += [
        f"density of the solids of {line.name}" for line in present if line.solids_percent and not _solids_density(line)
    ]
    _demand("The solids by volume need", missing)
    solids_ml = sum(line.mass_g * (line.solids_percent or 0) / 100 / (_solids_density(line) or 1) for line in present)
    return 100 * solids_ml / volume_ml(present)


def density_of_solids(solids_percent: float, solution_g_per_ml: float, carrier_g_per_ml: float) -> float:
    """Density of the resin in a solution, in g/ml, from that of the solution and of its solvent.

    Raises CannotCompute if the figures contradict each other (the solvent alone would fill more than the solution).
    """
    if not 0 < solids_percent <= 100 or solution_g_per_ml <= 0 or carrier_g_per_ml <= 0:
        raise ValueError("Solids lie above 0 and up to 100 %, densities above zero.")
    solids_ml = 100 / solution_g_per_ml - (100 - solids_percent) / carrier_g_per_ml
    if solids_ml <= 0:
        raise CannotCompute("The solvent alone would fill more than the solution does; one of the densities is wrong")
    return solids_percent / solids_ml


def solids_from_films(wet_um: float, dry_um: float) -> float:
    """Non-volatile matter in % by volume from wet and dry film thickness in µm: dry / wet."""
    if not 0 <= dry_um <= wet_um or wet_um <= 0:
        raise ValueError("A dry film is not thicker than the wet one.")
    return 100 * dry_um / wet_um


def _solids_density(line: Line) -> float | None:
    if line.solids_density_g_per_ml is not None:
        return line.solids_density_g_per_ml
    return line.density_g_per_ml if line.solids_percent == 100 else None


def _present(lines: Iterable[Line]) -> Sequence[Line]:
    """The lines of some mass: of what is not in it, nothing need be known."""
    present = [line for line in lines if line.mass_g > 0]
    if not present:
        raise CannotCompute("There is nothing in the mixture")
    return present


def _mass(lines: Sequence[Line]) -> float:
    return sum(line.mass_g for line in lines)


def _demand(why: str, missing: Sequence[str]) -> None:
    if missing:
        raise CannotCompute(why, tuple(missing))
