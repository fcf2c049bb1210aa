"""How many persons' data may leave the mainland in a year by which path (provisions of 22 March 2024, Art. 5, 7, 8)."""

from coatingcat.privacy.words.sharing import Path

CONTRACT_FROM = 100_000
"""Persons a year from which a standard contract or a certification is needed."""
ASSESSMENT_FROM = 1_000_000
"""Persons a year from which the authority has to assess."""
SENSITIVE_ASSESSMENT_FROM = 10_000
"""The same, where the data is sensitive."""
ALARM_AT = 0.9

_STRENGTH = {None: 0, Path.EXEMPT: 1, Path.CONTRACT: 2, Path.CERTIFICATION: 2, Path.ASSESSMENT: 3}


def is_abroad(country: str) -> bool:
    """Whether data that goes there leaves the mainland; Hong Kong, Macao and Taiwan have codes of their own."""
    return country.upper() != "CN"


def path_needed(*, persons: int, sensitive: int) -> Path:
    """The least path for so many persons in a calendar year, and so many of them with sensitive data."""
    if persons >= ASSESSMENT_FROM or sensitive >= SENSITIVE_ASSESSMENT_FROM:
        return Path.ASSESSMENT
    if persons >= CONTRACT_FROM or sensitive:
        return Path.CONTRACT
    return Path.EXEMPT


def is_enough(path: Path | None, *, persons: int, sensitive: int) -> bool:
    """Whether a path carries so many persons."""
    return _STRENGTH[path] >= _STRENGTH[path_needed(persons=persons, sensitive=sensitive)]


def bound_of(path: Path | None) -> tuple[int, int] | None:
    """At how many persons, and persons with sensitive data, the path ends; None: it has no end."""
    strength = _STRENGTH[path]
    if strength >= _STRENGTH[Path.ASSESSMENT]:
        return None
    return (ASSESSMENT_FROM, SENSITIVE_ASSESSMENT_FROM) if strength == _STRENGTH[Path.CONTRACT] else (CONTRACT_FROM, 1)


def is_near(path: Path | None, *, persons: int, sensitive: int) -> bool:
    """Whether nine tenths of what the path allows are used up: time to prepare the next one."""
    bound = bound_of(path)
    if bound is None:
        return False
    return persons >= ALARM_AT * bound[0] or (bound[1] > 1 and sensitive >= ALARM_AT * bound[1])
