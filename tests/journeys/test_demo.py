import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil

from coatingcat.ground.postgres import Postgres


def listening(port: int) -> set[str]:
    """Addresses on which this port is listened to."""
    found = psutil.net_connections("tcp")
    return {each.laddr.ip for each in found if each.status == psutil.CONN_LISTEN and each.laddr.port == port}


def test_it_answers_on_loopback_only(demo):
    assert listening(int(demo.url.rsplit(":", 1)[1])) == {"127.0.0.1"}


def test_accounts_and_passwords_are_for_this_user_alone_and_are_printed_again(demo):
    printed = demo.run("demo", "--accounts")
    assert len(demo.accounts) >= 2
    for account in demo.accounts.values():
        assert account["sign_in"] in printed
        assert account["password"] in printed
    closed = [demo.folder / "data" / "demo-accounts.json", demo.folder / "data" / "postgres" / "passwords.json"]
    assert [path.stat().st_mode & 0o077 for path in closed] == [0, 0]


def test_a_second_one_takes_another_port_and_ctrl_c_stops_all_of_it(demo, tmp_path: Path):
    environment = demo.environment | {
        "COATINGCAT_DATA": str(tmp_path / "var"),
        "COATINGCAT_KEYS": str(tmp_path / "keys"),
    }
    log = tmp_path / "log.txt"
    with log.open("w") as out:
        second = subprocess.Popen(
            [sys.executable, "-m", "coatingcat", "demo"], env=environment, stdout=out, stderr=subprocess.STDOUT
        )
    until = time.monotonic() + 120
    while "ready after" not in log.read_text():
        assert second.poll() is None, log.read_text()
        assert time.monotonic() < until, log.read_text()
        time.sleep(0.1)
    address = re.search(r"http://localhost:(\d+)/", log.read_text())
    assert address is not None
    assert listening(int(address[1])) == {"127.0.0.1"}
    assert address[1] != demo.url.rsplit(":", 1)[1]
    server = Postgres(tmp_path / "var" / "postgres")
    assert server.is_up
    family = psutil.Process(second.pid).children(recursive=True)
    second.send_signal(signal.SIGINT)
    assert second.wait(60) == 0
    _, left = psutil.wait_procs(family, timeout=10)
    assert left == []
    assert not server.is_up
    server.remove()
