"""Every knob of a deployment, typed and explained; nothing else reads the environment.

`config()` reads the environment once. A knob is a field of `Config`; its comment says what it does
and in which unit. Values that are wrong are refused at start, by name.
"""

import atexit
import functools
import os
import secrets
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit


class ConfigError(Exception):
    """A knob has a value the program cannot work with; the message names the variable and the remedy."""


@dataclass(frozen=True)
class Contact:
    """Who answers for personal data (VIII; PIPL Art. 17(1), 52). All four are shown on the policy page."""

    operator: str
    person_in_charge: str
    email: str
    phone: str
    address: str


@dataclass(frozen=True)
class Config:
    mode: str
    """`demo`, `test` or `production` (COATINGCAT_MODE)."""
    data: Path
    """Folder of everything the program stores but keys (COATINGCAT_DATA, default `var`)."""
    keys: Path
    """Folder of epoch keys (COATINGCAT_KEYS, default `keys`); never inside `data`, never in its backups."""
    database_url: str
    """postgresql://… (DATABASE_URL); empty: the embedded server of this data folder."""
    host: str
    """Address to listen on (COATINGCAT_HOST, default 127.0.0.1)."""
    port: int
    """Port to listen on (COATINGCAT_PORT, default 8000)."""
    allowed_hosts: tuple[str, ...]
    """Host names the site answers to (COATINGCAT_ALLOWED_HOSTS, comma separated)."""
    public_url: str
    """Address as members see it, for links in messages (COATINGCAT_PUBLIC_URL)."""
    web_processes: int
    """Web processes (COATINGCAT_WEB_PROCESSES, default 2)."""
    trusted_proxies: int
    """Proxies of yours that every request passes; the client's address is taken from the part of X-Forwarded-For
    that they wrote (COATINGCAT_TRUSTED_PROXIES, default 0)."""
    country_header: str
    """Header in which your proxy names the client's country by ISO 3166 code, to notice unusual sign-ins; the proxy
    must overwrite what clients send (COATINGCAT_COUNTRY_HEADER), empty: countries are not looked at."""
    web_threads: int
    """Threads of each web process; each may hold one database connection (COATINGCAT_WEB_THREADS, default 4)."""
    worker_jobs: int
    """Jobs a worker does at a time; each may hold one database connection (COATINGCAT_WORKER_JOBS, default 2)."""
    secret_key: str
    """Signs cookies and tokens (COATINGCAT_SECRET_KEY; in demo and test made once, kept in `keys`)."""
    contact: Contact
    """COATINGCAT_OPERATOR, …_PERSON_IN_CHARGE, …_CONTACT_EMAIL, …_CONTACT_PHONE, …_CONTACT_ADDRESS."""
    licence_lines: tuple[str, ...]
    """Lines for the footer, such as the ICP number (COATINGCAT_LICENCE_LINES, separated by `|`)."""
    storage_country: str
    """ISO 3166 code of the country where `data` is stored (COATINGCAT_STORAGE_COUNTRY, default CN)."""
    locations: tuple[tuple[str, str], ...]
    """Countries of the other hosts that keep or pass on data, as `host=CC`, comma separated (COATINGCAT_LOCATIONS). A host
    that is missing here stops the program (III.1)."""
    media_url: str
    """Where sealed files lie: azure://ACCOUNT.blob.core.chinacloudapi.cn/CONTAINER (COATINGCAT_MEDIA_URL); empty: the
    folder `media` of the data folder."""
    media_key: str
    """Access key of that storage account (COATINGCAT_MEDIA_KEY)."""
    smtp_url: str
    """smtp://user:password@host:port for mail; without it a demonstration keeps it in the tray (COATINGCAT_SMTP_URL)."""
    mail_from: str
    """Sender address of mails (COATINGCAT_MAIL_FROM)."""
    grace_days: int
    """Days in which a cancelled account can still be kept (COATINGCAT_GRACE_DAYS, 0 to 3, default 1)."""
    bulk_people_per_hour: int
    """People whose data somebody on the staff may open in an hour (COATINGCAT_BULK_PEOPLE_PER_HOUR, default
    120); what a law makes us keep of a person counts beside what lives with the account."""
    bulk_people_per_day: int
    """The same in 24 hours (COATINGCAT_BULK_PEOPLE_PER_DAY, default 600)."""
    four_eyes: bool
    """Whether a second certifier has to agree before a company is certified (COATINGCAT_FOUR_EYES, `yes` or `no`, default
    yes)."""
    sms_secret: str
    """Shared with the gateway for text messages, which signs what it hands on (COATINGCAT_SMS_SECRET); empty: replies
    are not taken."""
    payment_url: str
    """Address of a provider of payments that speaks the protocol of Stripe Checkout Sessions (COATINGCAT_PAYMENT_URL,
    default https://api.stripe.com). Its country has to be declared among the locations."""
    payment_key: str
    """Secret key at that provider (COATINGCAT_PAYMENT_KEY); empty: buyers pay by bank transfer only."""
    payment_secret: str
    """Secret by which that provider signs its messages to /payments/events/ (COATINGCAT_PAYMENT_SECRET); empty: it is
    asked every ten minutes instead."""
    working_days_file: str
    """CSV of extra years of the working-day calendar (COATINGCAT_WORKING_DAYS), empty: shipped years only."""

    @property
    def is_demo(self) -> bool:
        return self.mode == "demo"


def _mode(env: dict[str, str]) -> str:
    mode = env.get("COATINGCAT_MODE", "demo")
    if mode not in {"demo", "test", "production"}:
        raise ConfigError(f"COATINGCAT_MODE is {mode!r}; it must be demo, test or production.")
    return mode


def _number(env: dict[str, str], name: str, default: int, *, low: int, high: int) -> int:
    text = env.get(name, str(default))
    if not text.isdigit() or not low <= int(text) <= high:
        raise ConfigError(f"{name} is {text!r}; it must be a whole number from {low} to {high}.")
    return int(text)


def _yes(env: dict[str, str], name: str, *, default: bool) -> bool:
    text = env.get(name, "yes" if default else "no")
    if text not in {"yes", "no"}:
        raise ConfigError(f"{name} is {text!r}; it must be yes or no.")
    return text == "yes"


def _secret_key(env: dict[str, str], mode: str, keys: Path) -> str:
    if given := env.get("COATINGCAT_SECRET_KEY"):
        return given
    if mode == "production":
        raise ConfigError("COATINGCAT_SECRET_KEY is empty; production needs a long random value.")
    path = keys / "secret.key"
    if not path.exists():
        keys.mkdir(parents=True, exist_ok=True, mode=0o700)
        new = path.with_suffix(f".{os.getpid()}.new")
        new.write_text(secrets.token_urlsafe(48))
        new.chmod(0o600)
        try:
            os.link(new, path)  # the first of several processes wins, the others read its key
        except FileExistsError:
            pass
        finally:
            new.unlink()
    return path.read_text()


def _contact(env: dict[str, str], mode: str) -> Contact:
    def given(name: str, shown: str) -> str:
        return env.get(f"COATINGCAT_{name}", shown if mode != "production" else "")

    return Contact(
        operator=given("OPERATOR", "Asellion (Shanghai) Information Technology Co., Ltd."),
        person_in_charge=given("PERSON_IN_CHARGE", "Privacy officer of this demonstration"),
        email=given("CONTACT_EMAIL", "privacy@coatingcat.example"),
        phone=given("CONTACT_PHONE", "+86 21 5550 0100"),
        address=given("CONTACT_ADDRESS", "Demonstration, no postal address"),
    )


def _locations(env: dict[str, str]) -> tuple[tuple[str, str], ...]:
    found = []
    for entry in filter(None, (part.strip() for part in env.get("COATINGCAT_LOCATIONS", "").split(","))):
        host, _, country = entry.partition("=")
        if not host or not (len(country) == 2 and country.isascii() and country.isalpha() and country.isupper()):
            raise ConfigError(
                f"COATINGCAT_LOCATIONS has {entry!r}; write host=CC with a country of ISO 3166, such as CN."
            )
        found.append((host.lower(), country))
    return tuple(found)


def _media_url(env: dict[str, str]) -> str:
    url = env.get("COATINGCAT_MEDIA_URL", "")
    parts = urlsplit(url)
    if url and not (parts.scheme == "azure" and parts.hostname and parts.path.strip("/")):
        raise ConfigError(f"COATINGCAT_MEDIA_URL is {url!r}; it must be azure://ACCOUNT.blob.HOST/CONTAINER, or empty.")
    if url and not env.get("COATINGCAT_MEDIA_KEY"):
        raise ConfigError("COATINGCAT_MEDIA_KEY is empty; the storage of COATINGCAT_MEDIA_URL needs its access key.")
    return url


def read(env: dict[str, str]) -> Config:
    """The configuration that this environment asks for. Raises ConfigError naming the variable."""
    mode = _mode(env)
    data = Path(env.get("COATINGCAT_DATA", "var")).resolve()
    keys = Path(env.get("COATINGCAT_KEYS", "keys")).resolve()
    if keys == data or data in keys.parents:
        raise ConfigError("COATINGCAT_KEYS lies inside COATINGCAT_DATA; a backup of the data would carry the keys.")
    port = _number(env, "COATINGCAT_PORT", 8000, low=1, high=65535)
    hosts = env.get("COATINGCAT_ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]" if mode != "production" else "")
    return Config(
        mode=mode,
        data=data,
        keys=keys,
        database_url=env.get("DATABASE_URL", ""),
        host=env.get("COATINGCAT_HOST", "127.0.0.1"),
        port=port,
        allowed_hosts=tuple(h.strip() for h in hosts.split(",") if h.strip()),
        public_url=env.get("COATINGCAT_PUBLIC_URL", f"http://localhost:{port}").rstrip("/"),
        web_processes=_number(env, "COATINGCAT_WEB_PROCESSES", 2, low=1, high=64),
        trusted_proxies=_number(env, "COATINGCAT_TRUSTED_PROXIES", 0, low=0, high=9),
        country_header=env.get("COATINGCAT_COUNTRY_HEADER", ""),
        web_threads=_number(env, "COATINGCAT_WEB_THREADS", 4, low=1, high=64),
        worker_jobs=_number(env, "COATINGCAT_WORKER_JOBS", 2, low=1, high=64),
        secret_key=_secret_key(env, mode, keys),
        contact=_contact(env, mode),
        licence_lines=tuple(x for x in env.get("COATINGCAT_LICENCE_LINES", "").split("|") if x),
        storage_country=env.get("COATINGCAT_STORAGE_COUNTRY", "CN"),
        locations=_locations(env),
        media_url=_media_url(env),
        media_key=env.get("COATINGCAT_MEDIA_KEY", ""),
        smtp_url=env.get("COATINGCAT_SMTP_URL", ""),
        mail_from=env.get("COATINGCAT_MAIL_FROM", "CoatingCat <no-reply@coatingcat.example>"),
        grace_days=_number(env, "COATINGCAT_GRACE_DAYS", 1, low=0, high=3),
        bulk_people_per_hour=_number(env, "COATINGCAT_BULK_PEOPLE_PER_HOUR", 120, low=1, high=100_000),
        bulk_people_per_day=_number(env, "COATINGCAT_BULK_PEOPLE_PER_DAY", 600, low=1, high=1_000_000),
        four_eyes=_yes(env, "COATINGCAT_FOUR_EYES", default=True),
        sms_secret=env.get("COATINGCAT_SMS_SECRET", ""),
        payment_url=env.get("COATINGCAT_PAYMENT_URL", "https://api.stripe.com").rstrip("/"),
        payment_key=env.get("COATINGCAT_PAYMENT_KEY", ""),
        payment_secret=env.get("COATINGCAT_PAYMENT_SECRET", ""),
        working_days_file=env.get("COATINGCAT_WORKING_DAYS", ""),
    )


@functools.cache
def config() -> Config:
    """The configuration of this process."""
    return read(dict(os.environ))


def put(**variables: str) -> None:
    """Sets knobs for this process and those it starts; `config()` reads them anew."""
    os.environ.update(variables)
    config.cache_clear()


def inherited(**variables: str) -> dict[str, str]:
    """The environment of a program of ours that is started with other knobs than this process."""
    return os.environ | variables


def choose_settings() -> None:
    """Names Django's settings after the mode, unless they are named already."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", f"coatingcat.settings.{config().mode}")


def for_tests() -> None:
    """Mode `test`, with data and keys in a folder that goes with this process (one for each xdist worker).
    Programs that a test starts share the folder of the test."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    if os.environ.get("COATINGCAT_TEST_WORKER") == worker:
        return
    folder = tempfile.mkdtemp(prefix="coatingcat-test-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    put(
        COATINGCAT_MODE="test",
        COATINGCAT_TEST_WORKER=worker,
        COATINGCAT_DATA=f"{folder}/data",
        COATINGCAT_KEYS=f"{folder}/keys",
    )
