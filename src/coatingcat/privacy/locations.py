"""Where data lies: every store of this installation, its host, and the country it is declared to be in (III.1).

A host that is not this machine must be declared with its country (COATINGCAT_LOCATIONS); check E013 stops the program
otherwise. The policy page shows the same list.
"""

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

from coatingcat.config import Config, config
from coatingcat.privacy.words import Text


@dataclass(frozen=True, slots=True)
class Store:
    """A place where data lies. `host` is empty for this machine; `country` (ISO 3166) is None if nobody declared it."""

    what: Text
    host: str
    country: str | None
    how: Text


_SEALED = Text("能识别您的信息逐项加密", "what identifies you is sealed value by value")
_PLAIN_NAMES = Text("文件内容加密，文件名为随机编号", "contents are sealed, names are random numbers")


def stores(knobs: Config | None = None) -> tuple[Store, ...]:
    """Every store that the configuration names, this machine's folders first."""
    knobs = knobs or config()
    places = [
        (Text("密钥", "Keys"), "", Text("与数据分开存放", "kept apart from the data")),
        (Text("搜索索引与指标", "Search index and measures"), "", Text("不含个人信息", "hold nothing personal")),
        (Text("数据库", "Database"), database_host(knobs.database_url), _SEALED),
        (Text("文件", "Files"), urlsplit(knobs.media_url).hostname or "", _PLAIN_NAMES),
    ]
    if knobs.smtp_url:
        passing = Text("只经过，不存放", "passes through, is not stored")
        places.append((Text("邮件服务器", "Mail server"), urlsplit(knobs.smtp_url).hostname or "", passing))
    if knobs.payment_key:
        amounts = Text("只知金额与随机编号，不知姓名", "is told amounts and random numbers, no name")
        places.append((Text("支付服务", "Provider of payments"), urlsplit(knobs.payment_url).hostname or "", amounts))
    return tuple(Store(what, host, _country(host, knobs), how) for what, host, how in places)


def database_host(url: str) -> str:
    """The host of a libpq address; empty for a socket, a loopback address, and the embedded server."""
    parts = urlsplit(url)
    host = parts.hostname or dict(parse_qsl(parts.query)).get("host", "")
    return "" if host.startswith("/") or is_this_machine(host) else host


def is_this_machine(host: str) -> bool:
    if host in {"", "localhost"}:
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _country(host: str, knobs: Config) -> str | None:
    declared: Mapping[str, str] = dict(knobs.locations)
    return knobs.storage_country if is_this_machine(host) else declared.get(host)
