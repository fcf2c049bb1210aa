"""Numbers of substances and mixtures: whether one can be right, and if not, why.

A right check digit does not say that the number was ever given out, only that it was not mistyped.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from stdnum import casrn
from stdnum.eu import ecnumber
from stdnum.exceptions import InvalidChecksum, ValidationError

from coatingcat.chemistry.words import Words

_HYPHENS = re.compile("[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]")
_UFI_ALPHABET = "0123456789ACDEFGHJKMNPQRSTUVWXY"  # ECHA: 31 characters; no B, I, L, O, Z
_UFI_LENGTH = 16
_ELINCS_FIRST = "4"

_FORM_CAS = Words(
    "A CAS number has the form 107-07-3: two to seven digits, two digits, one check digit.",
    "CAS 号的格式如 107-07-3：二至七位数字、两位数字、一位校验码。",
)
_FORM_EC = Words(
    "An EC number has the form 200-003-9: three digits, three digits, one check digit.",
    "EC 号的格式如 200-003-9：三位数字、三位数字、一位校验码。",
)
_FORM_UFI = Words(
    "A UFI has 16 characters such as GMTT-2SQN-6FDD-6TV1; B, I, L, O and Z do not occur.",
    "UFI 由 16 个字符组成，如 GMTT-2SQN-6FDD-6TV1；不含字母 B、I、L、O、Z。",
)
_CHECK = Words(
    "The check digit does not match: one digit is mistyped or two are swapped.",
    "校验码不符：有数字输错，或两位数字颠倒。",
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a number can be right; true like it. `normal` is its written form, `reason` why it cannot be right."""

    normal: str | None
    reason: Words | None = None

    def __bool__(self) -> bool:
        return self.normal is not None


def valid_cas(text: str) -> Verdict:
    """A CAS Registry Number: check digit = Σ digit × place from the right, modulo 10. `107-07-3`."""
    return _by_stdnum(casrn.validate, text, _FORM_CAS)


def valid_ec(text: str) -> Verdict:
    """An EC or list number: check digit = Σ digit × place from the left, modulo 11. `200-003-9`.

    Numbers with remainder 10 were left out, but for 181 of the ELINCS list (they begin with 4), whose digit is 1.
    """
    verdict = _by_stdnum(ecnumber.validate, text, _FORM_EC)
    if verdict.normal and _ec_remainder(verdict.normal) == 10 and not verdict.normal.startswith(_ELINCS_FIRST):
        return Verdict(None, _CHECK)
    return verdict


def is_official_ec(number: str) -> bool:
    """Whether a valid number is of EINECS, ELINCS or the no-longer polymers (2 to 5); 6 to 9 are mere list numbers."""
    return bool(valid_ec(number)) and number.strip()[0] in "2345"


def valid_ufi(text: str) -> Verdict:
    """A Unique Formula Identifier (CLP Annex VIII): Σ place × value ≡ 0 modulo 31. `GMTT-2SQN-6FDD-6TV1`."""
    letters = _plain_hyphens(text).upper().replace("-", "").replace(" ", "")
    if len(letters) != _UFI_LENGTH or any(letter not in _UFI_ALPHABET for letter in letters):
        return Verdict(None, _FORM_UFI)
    if sum(place * _UFI_ALPHABET.index(letter) for place, letter in enumerate(letters, start=1)) % 31:
        return Verdict(None, _CHECK)
    return Verdict("-".join(letters[at : at + 4] for at in range(0, _UFI_LENGTH, 4)))


def _by_stdnum(validate: Callable[[str], str], text: str, form: Words) -> Verdict:
    tidy = _plain_hyphens(text).strip()
    if not tidy.isascii():
        return Verdict(None, form)  # other digits than 0 to 9 pass as digits elsewhere
    try:
        return Verdict(validate(tidy))
    except InvalidChecksum:
        return Verdict(None, _CHECK)
    except ValidationError:
        return Verdict(None, form)


def _plain_hyphens(text: str) -> str:
    return _HYPHENS.sub("-", text)


def _ec_remainder(number: str) -> int:
    digits = number.replace("-", "")[:-1]
    return sum(place * int(digit) for place, digit in enumerate(digits, start=1)) % 11
