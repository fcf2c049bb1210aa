"""Decisions of members that need no database: codes, limits, names of devices."""

import re
import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from stdnum.cn import uscc
from stdnum.exceptions import ValidationError as StdnumError

from coatingcat.members.words import CertificationState as C
from coatingcat.members.words import CompanyRight as R
from coatingcat.members.words import CompanyRole, Signal, Verdict

CODE_LIFE = timedelta(minutes=15)
CODE_ATTEMPTS = 5
"""Wrong codes until a code is void: with six digits, one chance in 200,000 for who guesses."""
SECOND_STEP_LIFE = timedelta(minutes=10)
RECOVERY_CODES = 10
PASSKEYS_AT_MOST = 20

_RECOVERY_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford: nothing to confuse
_MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V"})
_FULL_WIDTH = {ord("０") + n: ord("0") + n for n in range(10)}


@dataclass(frozen=True, slots=True)
class Limit:
    """`rate` tries, refilled evenly in `per_seconds`."""

    scope: str
    rate: int
    per_seconds: int


SIGN_IN_OF_ACCOUNT = Limit("members.sign_in.account", 10, 900)
SIGN_IN_OF_CLIENT = Limit("members.sign_in.client", 60, 900)
CODE_TO_ADDRESS = Limit("members.code.address", 5, 3600)
CODE_OF_CLIENT = Limit("members.code.client", 30, 3600)
CODE_TRY_OF_CLIENT = Limit("members.code_try.client", 60, 900)
SECOND_STEP_OF_ACCOUNT = Limit("members.second_step.account", 10, 900)
CONFIRMATION_OF_ACCOUNT = Limit("members.confirmation.account", 10, 900)


def new_code() -> str:
    """A one-time code: six digits."""
    return f"{secrets.randbelow(1_000_000):06}"


def as_code(typed: str) -> str:
    """What somebody typed, as `new_code` would have written it: spaces, hyphens and full-width digits are forgiven."""
    return re.sub(r"[^0-9]", "", typed[:40].translate(_FULL_WIDTH))


def new_recovery_code() -> str:
    """A recovery code such as `7K3M9-QXD4T` (50 random bits)."""
    letters = "".join(secrets.choice(_RECOVERY_LETTERS) for _ in range(10))
    return f"{letters[:5]}-{letters[5:]}"


def as_recovery_code(typed: str) -> str:
    """What somebody typed, as `new_recovery_code` would have written it."""
    letters = re.sub(r"[^0-9A-Z]", "", typed[:40].upper()).translate(_MISREAD)
    return f"{letters[:5]}-{letters[5:]}"


# The first that fits names the device: Edge says it is Chrome, Chrome says it is Safari.
_BROWSERS = (
    ("MicroMessenger", "WeChat"),
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("QQBrowser", "QQ Browser"),
    ("UCBrowser", "UC Browser"),
    ("HuaweiBrowser", "Huawei Browser"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS", "Firefox"),
    ("Chrom", "Chromium"),
    ("CriOS", "Chromium"),
    ("Safari/", "Safari"),
)
_SYSTEMS = (
    ("HarmonyOS", "HarmonyOS"),
    ("Android", "Android"),
    ("iPhone", "iOS"),
    ("iPad", "iPadOS"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


def device_label(user_agent: str) -> str:
    """A coarse name of a device from a closed list, such as `Chromium · Linux`; the header itself is never kept."""
    browser = next((name for mark, name in _BROWSERS if mark in user_agent), "Browser")
    system = next((name for mark, name in _SYSTEMS if mark in user_agent), "")
    return f"{browser} · {system}" if system else browser


CERTIFICATION_MOVES: Mapping[C, frozenset[C]] = {
    C.SUBMITTED: frozenset({C.SEEN, C.CERTIFIED, C.REFUSED, C.WITHDRAWN}),
    C.SEEN: frozenset({C.CERTIFIED, C.REFUSED, C.WITHDRAWN}),
    C.CERTIFIED: frozenset({C.EXPIRED, C.REVOKED}),
    C.REFUSED: frozenset(),
    C.WITHDRAWN: frozenset(),
    C.EXPIRED: frozenset(),
    C.REVOKED: frozenset(),
}
"""Where an application may go from where it stands; what ended is followed by a new application, never changed."""
CERTIFIED_AT_MOST = timedelta(days=3 * 365)
"""A certification is looked at anew at least every three years, whatever a licence says of itself."""
EXPIRY_WARNED = timedelta(days=30)
_FREE_MAIL = frozenset(
    [
        "qq.com",
        "163.com",
        "126.com",
        "sina.com",
        "sohu.com",
        "foxmail.com",
        "aliyun.com",
        "gmail.com",
        "outlook.com",
        "hotmail.com",
        "yahoo.com",
        "icloud.com",
        "live.com",
        "139.com",
        "189.cn",
        "yeah.net",
        "proton.me",
        "protonmail.com",
    ]
)


_LOOKS = {R.PRICES, R.MATERIALS}
_BUYS = _LOOKS | {R.CARTS, R.INQUIRE, R.KEEP_MATERIALS, R.PLACE, R.INVOICES}
RIGHTS: Mapping[CompanyRole, frozenset[R]] = {
    CompanyRole.OWNER: frozenset(R),
    CompanyRole.BUYER: frozenset(_BUYS),
    CompanyRole.APPROVER: frozenset(_BUYS | {R.ORDERS, R.APPROVE}),
    CompanyRole.FORMULATOR: frozenset(_LOOKS | {R.CARTS, R.INQUIRE, R.KEEP_MATERIALS}),
    CompanyRole.VIEWER: frozenset(_LOOKS),
}
"""What each role may do for its company. Nobody approves an order of their own, whatever their role."""


def has_right(role: CompanyRole, right: R) -> bool:
    return right in RIGHTS[role]


def certification_sources(new: C) -> frozenset[C]:
    """The states that lead to a new one."""
    return frozenset(state for state, reached in CERTIFICATION_MOVES.items() if new in reached)


def valid_registration_number(country: str, typed: str) -> str | None:
    """The number as it is stored; None if it cannot be one. In China: the unified social credit code (GB 32100)."""
    text = re.sub(r"[\s-]", "", typed).upper()
    if country == "CN":
        try:
            return str(uscc.validate(text))
        except StdnumError:
            return None
    return text if re.fullmatch(r"[0-9A-Z./]{4,40}", text) else None


def valid_until(licence_ends: date | None, decided: date) -> date:
    """Last day of a certification: that of the licence, three years at most."""
    longest = decided + CERTIFIED_AT_MOST
    return min(licence_ends, longest) if licence_ends else longest


def company_domain(address: str) -> str:
    """The domain of a company's mail; empty for providers anybody can have an address with."""
    domain = address.rpartition("@")[2].lower()
    return "" if domain in _FREE_MAIL else domain


@dataclass(frozen=True, slots=True)
class Seen:
    """An earlier sign-in, as far as the rules look at it. `at` in Shanghai; `is_here`: from the same network, if known."""

    at: datetime
    device: str
    is_here: bool | None
    country: str


WEIGHTS = {
    Signal.NEW_DEVICE: 1,
    Signal.NEW_PLACE: 1,
    Signal.UNUSUAL_HOUR: 1,
    Signal.NEW_COUNTRY: 2,
    Signal.FAILURES: 2,
    Signal.SPEED: 2,
}
STEP_UP_FROM, FREEZE_FROM = 3, 6
"""Sums of weights. A new device in a new place is a journey; with wrong passwords before, it may be a thief."""
MANY_FAILURES = 5
HABIT_FROM = 10
"""Sign-ins before anybody can be said to have usual hours."""
_NEAR_HOURS = 2
_TOO_FAST, _TOO_FAST_ABROAD = timedelta(minutes=30), timedelta(hours=3)


def signals_of(
    *, device: str, country: str, at: datetime, before: Sequence[Seen], failures: int = 0
) -> tuple[Signal, ...]:
    """What is unusual about a sign-in, against earlier ones, latest first. The first sign-in of all is never unusual.

    `country` is empty where no proxy tells it; `failures` counts wrong passwords of the last quarter of an hour.
    """
    found = []
    if before:
        places, countries = [s.is_here for s in before if s.is_here is not None], {s.country for s in before} - {""}
        is_new_device = all(s.device != device for s in before)
        is_new_place = bool(places) and not any(places)
        is_new_country = bool(country and countries) and country not in countries
        found += [Signal.NEW_DEVICE] if is_new_device else []
        found += [Signal.NEW_PLACE] if is_new_place else []
        found += [Signal.NEW_COUNTRY] if is_new_country else []
        found += [Signal.UNUSUAL_HOUR] if _is_unusual_hour(at, before) else []
        last = before[0]
        is_away = is_new_device and last.is_here is False and at - last.at < _TOO_FAST
        is_abroad = bool(country and last.country) and country != last.country and at - last.at < _TOO_FAST_ABROAD
        found += [Signal.SPEED] if is_away or is_abroad else []
    found += [Signal.FAILURES] if failures >= MANY_FAILURES else []
    return tuple(found)


def _is_unusual_hour(at: datetime, before: Sequence[Seen]) -> bool:
    if len(before) < HABIT_FROM:
        return False
    return all(min((at.hour - s.at.hour) % 24, (s.at.hour - at.hour) % 24) > _NEAR_HOURS for s in before)


def verdict(signals: Collection[Signal], *, has_second_factor: bool = False) -> Verdict:
    """What follows. Whoever has shown an authenticator or a passkey is told of what is unusual, and not hindered."""
    score = sum(WEIGHTS[signal] for signal in signals)
    if score >= FREEZE_FROM and not has_second_factor:
        return Verdict.FREEZE
    if score >= STEP_UP_FROM and not has_second_factor:
        return Verdict.STEP_UP
    if Signal.NEW_DEVICE in signals or score > 1:
        return Verdict.NOTICE
    return Verdict.NORMAL
