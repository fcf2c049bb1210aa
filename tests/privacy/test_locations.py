"""Where data lies is declared, or the program does not start (III.1)."""

from dataclasses import replace

import pytest
from django.test import Client
from storages.backends.azure_storage import AzureStorage

from coatingcat.config import Config, ConfigError, config, read
from coatingcat.privacy import checks, locations
from coatingcat.privacy.locations import database_host, stores
from coatingcat.settings.base import media

BLOB = "azure://coatingcat.blob.core.chinacloudapi.cn/sealed"
ELSEWHERE = {
    "database_url": "postgresql://u:p@db.internal:5432/coatingcat",
    "media_url": BLOB,
    "smtp_url": "smtp://u:p@smtp.example.cn:587",
}
DECLARED = (("db.internal", "CN"), ("coatingcat.blob.core.chinacloudapi.cn", "CN"), ("smtp.example.cn", "HK"))


def knobs(**changes: object) -> Config:
    return replace(config(), **{"database_url": "", "media_url": "", "smtp_url": "", **changes})  # type: ignore[arg-type]


def found(monkeypatch: pytest.MonkeyPatch, **changes: object) -> list[str]:
    monkeypatch.setattr(locations, "config", lambda: knobs(**changes))
    return [message.msg.split(" ")[1] for message in checks.check_declarations() if message.id == "privacy.E013"]


@pytest.mark.clause("III.1")
def test_every_configured_host_is_in_a_declared_country_or_the_program_does_not_start(monkeypatch):
    assert found(monkeypatch) == []
    assert found(monkeypatch, **ELSEWHERE) == [host for host, _ in DECLARED]
    for missing in range(len(DECLARED)):
        rest = DECLARED[:missing] + DECLARED[missing + 1 :]
        assert found(monkeypatch, **ELSEWHERE, locations=rest) == [DECLARED[missing][0]]
    assert found(monkeypatch, **ELSEWHERE, locations=DECLARED) == []


@pytest.mark.clause("III.1")
@pytest.mark.django_db
def test_the_policy_page_lists_every_store_with_its_host_and_country(monkeypatch):
    from coatingcat.privacy.views import policy

    monkeypatch.setattr(policy, "stores", lambda: stores(knobs(**ELSEWHERE, locations=DECLARED)))
    policy._body.cache_clear()
    try:
        page = Client(headers={"accept-language": "en"}).get("/privacy/").content.decode()
    finally:
        policy._body.cache_clear()
    for host, _ in DECLARED:
        assert f"<code>{host}</code>" in page
    assert "Hong Kong" in page


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("", ""),
        ("postgresql://u@/name?host=/run/postgres", ""),
        ("postgresql://u@localhost/name", ""),
        ("postgresql://u@127.0.0.1:5433/name", ""),
        ("postgresql://u@[::1]/name", ""),
        ("postgresql://u@db.internal/name", "db.internal"),
        ("postgresql:///name?host=db.internal", "db.internal"),
    ],
)
def test_the_host_of_a_database(url: str, host: str):
    assert database_host(url) == host


@pytest.mark.parametrize(
    ("variable", "value", "told"),
    [
        ("COATINGCAT_LOCATIONS", "db.internal", "host=CC"),
        ("COATINGCAT_LOCATIONS", "db.internal=cn", "host=CC"),
        ("COATINGCAT_LOCATIONS", "=CN", "host=CC"),
        ("COATINGCAT_MEDIA_URL", "https://x.example/y", "azure://"),
        ("COATINGCAT_MEDIA_URL", "azure://account.blob.example", "azure://"),
        ("COATINGCAT_MEDIA_URL", BLOB, "COATINGCAT_MEDIA_KEY"),
    ],
)
def test_a_wrong_knob_is_refused_by_name(tmp_path, variable: str, value: str, told: str):
    base = {"COATINGCAT_MODE": "test", "COATINGCAT_DATA": str(tmp_path / "d"), "COATINGCAT_KEYS": str(tmp_path / "k")}
    with pytest.raises(ConfigError, match=told):
        read({**base, variable: value})


def test_a_blob_address_chooses_the_blob_driver_at_that_very_host():
    chosen = media(BLOB, "a2V5")
    storage = AzureStorage(**chosen["OPTIONS"])
    assert chosen["BACKEND"] == f"{AzureStorage.__module__}.{AzureStorage.__qualname__}"
    assert storage.service_client.url == "https://coatingcat.blob.core.chinacloudapi.cn/"
    assert (storage.azure_container, storage.overwrite_files) == ("sealed", False)
    assert media("", "")["BACKEND"] == "django.core.files.storage.FileSystemStorage"
