"""A record of consent as a receipt for machines: JSON-LD in the terms of DPV, after its guide to ISO/IEC TS 27560.

DPV has no law of China: articles stand as identifiers of our own, `cn:PIPL-13-1-1`, under a namespace of the site.
"""

import re
from typing import Any

from coatingcat.config import config
from coatingcat.privacy.declarations import recipients
from coatingcat.privacy.models import Consent
from coatingcat.privacy.words import Act, Kind, Purpose, Text

CONTENT_TYPE = "application/ld+json"
_STATUS = {
    Act.REQUESTED: "dpv:ConsentRequested",
    Act.GIVEN: "dpv:ConsentGiven",
    Act.REFUSED: "dpv:ConsentRefused",
    Act.WITHDRAWN: "dpv:ConsentWithdrawn",
    Act.EXPIRED: "dpv:ConsentExpired",
}
_NAMES = {"zh-hans": "zh-Hans", "en": "en"}
_CONTEXT: dict[str, Any] = {
    "dpv": "https://w3id.org/dpv#",
    "loc": "https://w3id.org/dpv/loc#",
    "dct": "http://purl.org/dc/terms/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "fides": "https://ethyca.github.io/fideslang/taxonomy/data_categories/#",
}


def receipt(record: Consent) -> dict[str, Any]:
    """The record as JSON-LD. Its person is the random number of the subject; no value about a person stands in it."""
    site, purpose = config().public_url, record.what
    return {
        "@context": {**_CONTEXT, "site": f"{site}/privacy/#", "cn": f"{site}/privacy/#law-cn-"},
        "@id": f"urn:uuid:{record.pk}",
        "@type": "dpv:ConsentRecord",
        "dct:conformsTo": "ISO/IEC TS 27560:2023",
        "dct:hasVersion": record.schema,
        "dct:identifier": str(record.pk),
        "dpv:hasDataSubject": {"@id": f"urn:uuid:{record.subject_id}", "@type": "dpv:DataSubject"},
        "dpv:hasDataController": _controller(),
        "dpv:hasNotice": {
            "@id": f"{site}/privacy/versions/{record.policy_version}/",
            "@type": "dpv:ConsentNotice",
            "dct:hasVersion": record.policy_version,
            "dct:language": _NAMES.get(record.language, record.language),
            "site:sha256": record.policy_hash,
        },
        "dpv:hasProcess": {
            "@type": "dpv:Process",
            "dpv:hasPurpose": _purpose(purpose),
            "dpv:hasPersonalData": [_kind(name) for name in record.kinds],
            "dpv:hasLegalBasis": {"@type": "dpv:Consent", "site:article": [_article(a) for a in _articles(purpose)]},
            "dpv:hasRecipient": [_recipient(record.recipient)] if record.recipient else [],
            "dpv:hasJurisdiction": {"@id": "loc:CN"},
            "dpv:hasStorageCondition": {
                "@type": "dpv:StorageLocation",
                "dpv:hasLocation": {"@id": f"loc:{config().storage_country.upper()}"},
            },
            "dpv:hasConsentControl": {"@type": "dpv:WithdrawConsent", "@id": f"{site}{record.withdrawal}"},
        },
        "dpv:hasConsentStatus": {
            "@type": _STATUS[record.said],
            "dct:date": _moment(record.at),
            "dct:valid": _moment(record.expires_at) if record.expires_at else None,
            "dpv:isIndicatedBy": {"@id": f"urn:uuid:{record.subject_id}"},
            "dpv:isIndicatedAtTime": _moment(record.at),
            "dpv:hasIndicationMethod": _both(record.way.text),
            "site:words": {"@value": record.words, "@language": _NAMES.get(record.language, record.language)},
        },
    }


def _controller() -> dict[str, Any]:
    contact = config().contact
    return {
        "@id": config().public_url,
        "@type": "dpv:DataController",
        "dpv:hasName": contact.operator,
        "dpv:hasAddress": contact.address,
        "dpv:hasContact": [f"mailto:{contact.email}", f"tel:{contact.phone}"],
    }


def _purpose(purpose: Purpose) -> dict[str, Any]:
    return {"@id": f"site:purpose-{purpose.name.lower()}", "@type": "dpv:Purpose", "dct:title": _both(purpose.text)}


def _kind(name: str) -> dict[str, Any]:
    kind = Kind.__members__.get(name)
    if kind is None:  # named by a record of an earlier program
        return {"@id": f"site:kind-{name.lower()}", "@type": "dpv:PersonalData"}
    sort = "dpv:SensitivePersonalData" if kind.sensitive else "dpv:PersonalData"
    return {"@id": f"fides:{kind.fideslang}", "@type": sort, "dct:title": _both(kind.text)}


def _recipient(key: str) -> dict[str, Any]:
    known = recipients().get(key)
    name = _both(known.name) if known else key
    return {"@id": f"site:recipient-{key}", "@type": "dpv:Recipient", "dpv:hasName": name}


def _articles(purpose: Purpose) -> list[str]:
    """`PIPL 13(1)(1), 24` are two articles of one law."""
    found = []
    for law in purpose.article.split(";"):
        name, *numbers = re.split(r"\s+(?=\d)", law.strip(), maxsplit=1)
        found += [f"{name} {number.strip()}" for number in ",".join(numbers).split(",")]
    return found


def _article(article: str) -> dict[str, str]:
    number = re.sub(r"[^A-Za-z0-9]+", "-", article).strip("-")
    return {"@id": f"cn:{number}", "dct:title": article}


def _both(text: Text) -> list[dict[str, str]]:
    return [{"@value": text.zh, "@language": "zh-Hans"}, {"@value": text.en, "@language": "en"}]


def _moment(at: Any) -> dict[str, str]:
    return {"@value": at.isoformat(), "@type": "xsd:dateTime"}
