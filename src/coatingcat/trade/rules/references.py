"""Creditor references (ISO 11649): what a payer copies into a transfer, with check digits that find typing errors."""

import re

from stdnum import iso11649
from stdnum.exceptions import ValidationError

_WHOLE = re.compile(r"RF[0-9]{2}CC[0-9A-HJKMNP-TV-Z]{10}")


def reference_for(code: str) -> str:
    """The reference of an order: `RF12 CC7K 3M9Q XD4T` without its spaces, 16 characters."""
    body = code.replace("-", "")
    return f"RF{98 - int(_digits(body + 'RF00')) % 97:02}{body}"


def _digits(text: str) -> str:
    return "".join(str(int(letter, 36)) for letter in text)


def code_in(reference: str) -> str | None:
    """The order's code that a reference stands for; None if a character is wrong or it is none of ours."""
    tidy = "".join(reference.upper().split())
    try:
        iso11649.validate(tidy)
    except ValidationError:
        return None
    return f"CC-{tidy[6:11]}-{tidy[11:]}" if _WHOLE.fullmatch(tidy) else None


def codes_among(text: str) -> tuple[str, ...]:
    """The orders whose references stand in the words of a transfer, however it is spaced; each once."""
    tidy = re.sub(r"[\s./-]", "", text.upper())
    found = re.finditer(r"(?=(RF[0-9]{2}CC[0-9A-Z]{10}))", tidy)
    codes = (code_in(match[1]) for match in found)
    return tuple(dict.fromkeys(code for code in codes if code))


def spaced(reference: str) -> str:
    """In groups of four, as it is easily copied."""
    return " ".join(reference[at : at + 4] for at in range(0, len(reference), 4))
