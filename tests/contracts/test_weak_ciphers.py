"""No broken digest or protocol in a place of security, and no plain HTTP in production (III.3b).

MD5 may stand where the policy names it: as a public check-sum beside a file to download. Such a place says
`usedforsecurity=False` and stands in PUBLIC_CHECKSUMS; there is none now.
"""

import ast
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.contrib.auth.hashers import check_password, get_hashers, make_password

from coatingcat.privacy.clauses import PACKAGE, checkout

PUBLIC_CHECKSUMS: frozenset[str] = frozenset()
"""`room/file.py` of public check-sums beside downloads."""
WEAK = {"md5", "sha1", "md4", "ripemd160", "des", "rc4", "arc4", "arc2", "tripledes", "blowfish"}
WEAK_PROTOCOLS = {
    "PROTOCOL_SSLv2",
    "PROTOCOL_SSLv3",
    "PROTOCOL_SSLv23",
    "PROTOCOL_TLSv1",
    "PROTOCOL_TLSv1_1",
    "TLSv1_1",
}
WEAK_PROTOCOLS |= {"SSLv2", "SSLv3", "TLSv1", "CERT_NONE", "_create_unverified_context", "MD5", "SHA1", "ECB"}
WEAK_PROTOCOLS |= {"MD5PasswordHasher", "UnsaltedMD5PasswordHasher", "UnsaltedSHA1PasswordHasher"}


def weak_in(source: str) -> list[str]:
    """The weak things a module names: as attributes, names, imports or as the text given to a digest's maker."""
    found = []
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Attribute(attr=name) | ast.Name(id=name):
                if name in WEAK_PROTOCOLS or name.lower() in WEAK:
                    found.append(name)
            case ast.alias(name=name) if name.split(".")[-1].lower() in WEAK or name in WEAK_PROTOCOLS:
                found.append(name)
            case ast.Call(args=[*positional], keywords=keywords):
                given = [*positional, *(keyword.value for keyword in keywords)]
                found += [
                    node.value
                    for node in given
                    if isinstance(node, ast.Constant) and isinstance(node.value, str)
                    if node.value.lower().replace("-", "") in WEAK
                ]
    return found


@pytest.mark.clause("III.3b")
def test_no_weak_digest_cipher_or_protocol_stands_in_the_program():
    found = {
        path.relative_to(PACKAGE).as_posix(): weak
        for path in sorted(PACKAGE.rglob("*.py"))
        if (weak := weak_in(path.read_text(encoding="utf-8")))
    }
    assert {name: weak for name, weak in found.items() if name not in PUBLIC_CHECKSUMS} == {}


@pytest.mark.clause("III.3b")
@pytest.mark.parametrize(
    "bad",
    [
        "import hashlib\nhashlib.md5(password)",
        "from hashlib import sha1",
        "import hashlib as h\nh.new('MD5', b'')",
        "hmac.new(key, message, 'sha1')",
        "hmac.digest(key, message, digest='SHA-1')",
        "hashes.Hash(hashes.SHA1())",
        "ssl.SSLContext(ssl.PROTOCOL_TLSv1)",
        "context.minimum_version = ssl.TLSVersion.TLSv1_1",
        "context.verify_mode = ssl.CERT_NONE",
        "Cipher(algorithms.ARC4(key), mode=None)",
        "Cipher(AES(key), modes.ECB())",
    ],
)
def test_the_lint_fails_on_a_weak_place(bad):
    assert weak_in(bad) != []


def test_the_lint_passes_what_is_sound():
    assert weak_in("hashlib.sha256(b'')\nhmac.digest(k, m, 'sha256')\nssl.create_default_context()") == []


@pytest.mark.clause("III.3b")
def test_passwords_are_argon2id_with_a_salt_of_their_own():
    one, other = make_password("a quiet primer"), make_password("a quiet primer")
    assert one.startswith("argon2$argon2id$")
    assert one != other
    assert check_password("a quiet primer", one)
    assert [type(hasher).__name__ for hasher in get_hashers()] == ["Argon2id"]


_ASK = """
import json, django
django.setup()
from django.test import Client
plain = Client().get("/privacy/?a=1", headers={"host": "coatingcat.example"})
ok = Client().get("/health/live", headers={"host": "coatingcat.example", "x-forwarded-proto": "https"})
from django.conf import settings
print(json.dumps({
    "plain": [plain.status_code, plain.headers.get("Location")],
    "secure": [ok.status_code, ok.headers.get("Strict-Transport-Security")],
    "cookies": [settings.SESSION_COOKIE_SECURE, settings.CSRF_COOKIE_SECURE],
}))
"""


@pytest.mark.clause("III.3b")
def test_in_production_plain_http_is_led_to_https_and_browsers_remember(tmp_path: Path):
    """The real settings of production in a process of their own."""
    contact = {
        f"COATINGCAT_{name}": "x" for name in ("OPERATOR", "PERSON_IN_CHARGE", "CONTACT_PHONE", "CONTACT_ADDRESS")
    }
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("COATINGCAT_", "DJANGO_"))} | contact
    environment |= {
        "COATINGCAT_MODE": "production",
        "DJANGO_SETTINGS_MODULE": "coatingcat.settings.production",
        "COATINGCAT_DATA": str(tmp_path / "data"),
        "COATINGCAT_KEYS": str(tmp_path / "keys"),
        "COATINGCAT_SECRET_KEY": "s" * 60,
        "COATINGCAT_ALLOWED_HOSTS": "coatingcat.example",
        "COATINGCAT_CONTACT_EMAIL": "privacy@coatingcat.example",
        "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none",
    }
    run = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", _ASK],
        env=environment,
        cwd=checkout(),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    told = json.loads(run.stdout.strip().splitlines()[-1])
    assert told == {
        "plain": [301, "https://coatingcat.example/privacy/?a=1"],
        "secure": [200, f"max-age={2 * 365 * 24 * 3600}; includeSubDomains"],
        "cookies": [True, True],
    }
