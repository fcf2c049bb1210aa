"""Which country an address names, as people write it: at its end, or at its beginning in Chinese."""

import re
from collections.abc import Mapping
from functools import cache

from babel import Locale

_LANGUAGES = ("en", "zh", "de", "fr", "es", "it", "nl", "ja", "ko")
_ALSO: Mapping[str, str] = {
    "prc": "CN",
    "p.r. china": "CN",
    "p.r.china": "CN",
    "pr china": "CN",
    "people's republic of china": "CN",
    "中华人民共和国": "CN",
    "香港": "HK",
    "hong kong": "HK",
    "澳门": "MO",
    "macau": "MO",
    "macao": "MO",
    "台湾": "TW",
    "usa": "US",
    "u.s.a.": "US",
    "uk": "GB",
    "england": "GB",
    "scotland": "GB",
    "the netherlands": "NL",
    "holland": "NL",
    "czech republic": "CZ",
    "korea": "KR",
    "south korea": "KR",
    "uae": "AE",
    "viet nam": "VN",
}
_ALSO_REGIONS = frozenset({"georgia", "jersey"})
"""Names of countries that are as often a state or a town of another."""
_MAINLAND = (
    "北京",
    "天津",
    "上海",
    "重庆",
    "河北",
    "山西",
    "辽宁",
    "吉林",
    "黑龙江",
    "江苏",
    "浙江",
    "安徽",
    "福建",
    "江西",
    "山东",
    "河南",
    "湖北",
    "湖南",
    "广东",
    "海南",
    "四川",
    "贵州",
    "云南",
    "陕西",
    "甘肃",
    "青海",
    "内蒙古",
    "广西",
    "西藏",
    "宁夏",
    "新疆",
)
"""An address in Chinese begins with the province, and names the country only when it comes from abroad."""
_AT_FIRST = ("中华人民共和国", "中国")
_OWN_TERRITORIES = {"香港": "HK", "澳门": "MO", "台湾": "TW"}
_PARTS = re.compile(r"[,，;；\n]")
_POSTCODE = re.compile(r"^[\d\s-]+|[\d\s-]+$")


def country_of(address: str) -> str:
    """ISO 3166-1 code (two letters) of the country that an address names; empty where it names none for certain."""
    text = address.strip()
    for name in _AT_FIRST:
        if text.startswith(name):
            text = text.removeprefix(name).lstrip(" ,，")
            return next((code for start, code in _OWN_TERRITORIES.items() if text.startswith(start)), "CN")
    for start, code in _OWN_TERRITORIES.items():
        if text.startswith(start):
            return code
    named = _named(text)
    return named or ("CN" if text.startswith(_MAINLAND) else "")


def _named(text: str) -> str:
    parts = [_POSTCODE.sub("", part).strip().casefold() for part in _PARTS.split(text)]
    parts = [part for part in parts if part]
    if len(parts) < 2 or parts[-1] in _ALSO_REGIONS:  # one part alone is a street or a town
        return ""
    return _countries().get(parts[-1], "")


@cache
def _countries() -> Mapping[str, str]:
    found: dict[str, str] = {}
    for language in _LANGUAGES:
        for code, name in Locale(language).territories.items():
            if len(code) == 2 and code.isalpha() and code not in {"EU", "EZ", "UN", "ZZ", "XA", "XB", "QO"}:
                found.setdefault(name.casefold(), code)
    return {**found, **_ALSO}
