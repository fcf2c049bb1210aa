"""Every clause with what shows that it is kept: data, purposes, keeping times, facts of the program, tests (G)."""

from collections import defaultdict
from dataclasses import dataclass

from coatingcat.privacy.clauses import ClauseStatus, recorded, table
from coatingcat.privacy.evidence import Fact, facts, shows
from coatingcat.privacy.locations import stores
from coatingcat.privacy.models import Epoch, Head
from coatingcat.privacy.policy import in_force
from coatingcat.privacy.policy.snapshot import Held, PurposeLine, Snapshot
from coatingcat.privacy.policy.text import Clause, anchor_of, functions
from coatingcat.privacy.policy.versions import running
from coatingcat.privacy.queries.openings import latest_link
from coatingcat.privacy.words import Kind, Text

_SECTIONS = {"F": Text("本网站的功能", "The functions of the site")}


@dataclass(frozen=True, slots=True)
class DataLine:
    """What is held for a purpose of the clause: kinds, and for how long each."""

    kind: Text
    keep: Text
    article: str


@dataclass(frozen=True, slots=True)
class TrustLine:
    """A clause: what it promises, what the program does, and what shows it."""

    id: str
    anchor: str
    title: Text
    clause: Clause | None
    status: ClauseStatus
    purposes: tuple[PurposeLine, ...]
    data: tuple[DataLine, ...]
    facts: tuple[Fact, ...]

    @property
    def is_proven(self) -> bool:
        return self.status.status == "kept"


@dataclass(frozen=True, slots=True)
class TrustSection:
    id: str
    title: Text
    lines: tuple[TrustLine, ...]


@dataclass(frozen=True, slots=True)
class Trust:
    """`at` is the day of the tests' last run, empty if none is known."""

    sections: tuple[TrustSection, ...]
    at: str

    @property
    def lines(self) -> tuple[TrustLine, ...]:
        return tuple(line for section in self.sections for line in section.lines)

    @property
    def proven(self) -> int:
        return sum(line.is_proven for line in self.lines)


def trust() -> Trust:
    """The whole page as data: a fixed number of queries, however much is held."""
    found, shown, declared = recorded(), facts(), running()
    states = {status.clause: status for status in found.statuses}
    text = in_force().text
    written = {clause.id: clause for clause in text.clauses}
    titles = {section.id: section.title for section in text.sections} | _SECTIONS
    by_section: dict[str, list[TrustLine]] = defaultdict(list)
    for row in table():
        clause = written.get(row.clause)
        purposes = tuple(line for line in declared.purposes if line.clause == row.clause)
        by_section[row.clause.split(".")[0]].append(
            TrustLine(
                row.clause,
                anchor_of(row.clause),
                clause.title if clause else functions()[row.clause],
                clause,
                states[row.clause],
                purposes,
                _data(declared, purposes),
                shown.get(row.clause, ()),
            )
        )
    return Trust(tuple(TrustSection(name, titles[name], tuple(lines)) for name, lines in by_section.items()), found.at)


def _data(declared: Snapshot, purposes: tuple[PurposeLine, ...]) -> tuple[DataLine, ...]:
    names = {line.name for line in purposes}
    held = [line for line in declared.held if names & set(line.purposes)]
    return tuple(dict.fromkeys(map(_data_line, sorted(held, key=lambda line: line.kind))))


def _data_line(line: Held) -> DataLine:
    return DataLine(Kind[line.kind].text, line.keep, line.article)


@shows("III.3-0")
def chain() -> tuple[Fact, ...]:
    """The log of openings: its length now, and its head as it was last published."""
    length, _ = latest_link()
    now = Fact(Text(f"查阅记录链现有 {length} 个环节", f"The chain over who opened what has {length} links now"))
    head = Head.objects.order_by("-day").first()
    if head is None:
        return (now,)
    published = Text(
        f"{head.day} 公布的链头（{head.seq} 个环节）", f"Its head as published on {head.day}, at {head.seq} links"
    )
    return now, Fact(published, value=bytes(head.digest).hex())


@shows("III.3b", "V.3-4")
def epoch() -> Fact | None:
    """Since when keys are wrapped by the present epoch's key; those of older backups cannot be opened."""
    current = Epoch.objects.filter(retired_at=None).first()
    if current is None:
        return None
    told = Text("现用的包裹密钥启用于", "Keys are wrapped by an epoch key in use since")
    return Fact(told, at=current.opened_at)


@shows("III.1")
def places() -> tuple[Fact, ...]:
    """Where each store lies."""
    return tuple(
        Fact(Text(f"{store.what.zh}：{store.country}", f"{store.what.en}: {store.country}"), value=store.host)
        for store in stores()
    )


@shows("I.2b-cookie1")
def cookies() -> Fact:
    """How many cookies there are."""
    names = ", ".join(line.name for line in running().cookies)
    count = len(running().cookies)
    return Fact(
        Text(f"共声明 {count} 个 Cookie", f"{count} cookies are declared"), value=names, url_name="privacy:cookies"
    )


@shows("P.0", "VII.1")
def version() -> Fact:
    """The version in force."""
    name = in_force().name
    told = Text(f"现行版本 {name}", f"Version {name} is in force")
    return Fact(told, value=in_force().hash if in_force().filed else "", url_name="privacy:versions")


@shows("P.2b", "V.0", "V.1a")
def declared() -> Fact:
    """How much is declared."""
    count = len(running().held)
    return Fact(Text(f"已声明 {count} 项个人信息", f"{count} personal values are declared"), url_name="privacy:policy")
