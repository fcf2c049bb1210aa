import dataclasses
import socket

import pytest
from django.core.management import CommandError, call_command

from coatingcat.config import config
from coatingcat.front.management.commands import demo


def test_only_a_demonstration_hands_out_accounts(monkeypatch):
    monkeypatch.setattr(demo, "config", lambda: dataclasses.replace(config(), mode="production"))
    with pytest.raises(CommandError, match="only with COATINGCAT_MODE=demo"):
        call_command("demo", "--accounts", skip_checks=True)


def test_a_taken_port_gives_way_to_the_next_free_one():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert port < demo._free_port(port) < port + 50


def test_pages_are_collected_again_only_when_a_file_changes(monkeypatch, tmp_path):
    static = tmp_path / "static"
    static.mkdir()
    (static / "a.css").write_text("a {}")
    collected: list[str] = []

    def collect(name: str, **_: object) -> None:
        collected.append(name)
        (tmp_path / "data" / "static").mkdir(parents=True, exist_ok=True)
        (tmp_path / "data" / "static" / "staticfiles.json").touch()

    class Storage:
        def path(self, name: str) -> str:
            return str(static / name)

    class Finder:
        def list(self, _ignored: object) -> list[tuple[str, Storage]]:
            return [("a.css", Storage())]

    (tmp_path / "data").mkdir()
    monkeypatch.setattr(demo, "config", lambda: dataclasses.replace(config(), data=tmp_path / "data"))
    monkeypatch.setattr(demo, "get_finders", lambda: [Finder()])
    monkeypatch.setattr(demo, "call_command", collect)
    assert [demo._collect_static() for _ in range(2)] == ["collected", "up to date"]
    (static / "a.css").write_text("a { color: red }")
    assert demo._collect_static() == "collected"
    assert collected == ["collectstatic"] * 2
