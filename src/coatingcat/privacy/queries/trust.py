"""Every clause with what shows that it is kept: data, purposes, keeping times, facts of the program, tests (G)."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count, F, Max, Q

from coatingcat.privacy.assessments import filed
from coatingcat.privacy.clauses import ClauseStatus, recorded, table
from coatingcat.privacy.evidence import Fact, facts, shows
from coatingcat.privacy.locations import stores
from coatingcat.privacy.models import Epoch, Erasure, Head, Incident, Share
from coatingcat.privacy.policy import in_force
from coatingcat.privacy.policy.snapshot import Held, PurposeLine, Snapshot
from coatingcat.privacy.policy.text import Clause, anchor_of, functions
from coatingcat.privacy.policy.versions import running
from coatingcat.privacy.queries.cases import answer_times
from coatingcat.privacy.queries.openings import latest_link
from coatingcat.privacy.queries.retention import last_sweep
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


@shows("III.2a")
def sweeps() -> Fact | None:
    """The last nightly sweep, and how many rows went."""
    run = last_sweep()
    if run is None:
        return Fact(Text("尚未进行过清理", "No sweep has run yet"))
    return Fact(
        Text(f"最近一次清理删除了 {run.total} 行", f"The last sweep deleted {run.total} rows"), at=run.started_at
    )


@shows("V.3-1", "V.3-2", "V.3-4")
def erasures() -> tuple[Fact, ...]:
    """How many people were erased, and how long the slowest took from the end of the time to withdraw."""
    done = Erasure.objects.exclude(proven_at=None).aggregate(
        count=Count("id"), slowest=Max(F("proven_at") - F("grace_ends_at"))
    )
    count = done["count"]
    told = Fact(Text(f"已完成并证明的删除：{count} 次", f"Erasures carried out and proven: {count}"))
    if not count:
        return (told,)
    minutes = max(1, round(done["slowest"].total_seconds() / 60))
    return told, Fact(Text(f"其中最慢的一次用了 {minutes} 分钟", f"The slowest of them took {minutes} min"))


@shows("VIII.1", "I.3-4")
def answers() -> Fact:
    """How long answers took, as measured."""
    times = answer_times()
    if times.median is None or times.worst is None:
        return Fact(Text("尚无已答复的请求", "No request has been answered yet"), url_name="privacy:contact")
    median, worst = (max(1, round(one.total_seconds() / 3600)) for one in (times.median, times.worst))
    return Fact(
        Text(
            f"近一年答复 {times.count} 次，中位 {median} 小时，最长 {worst} 小时，逾期 {times.late} 次",
            f"{times.count} answers in the last year, half of them within {median} h, the longest {worst} h, {times.late} late",
        ),
        url_name="privacy:contact",
    )


@shows("IV.1-1", "IV.1-2", "F.20")
def recipients() -> Fact:
    """How many recipients are on the list."""
    count = len(running().recipients)
    told = Text(f"第三方名单上有 {count} 个接收方", f"{count} recipients are on the third-party list")
    return Fact(told, url_name="privacy:recipients")


@shows("IV.0", "I.2a-2")
def left() -> Fact:
    """How often something left by the door."""
    count = Share.objects.count()
    return Fact(
        Text(
            f"经唯一出口对外提供 {count} 次，均有台账",
            f"{count} times something left by the one door, each in the ledger",
        )
    )


@shows("III.3d")
def drills() -> Fact:
    """Incidents and drills, by number."""
    found = Incident.objects.aggregate(
        real=Count("id", filter=Q(is_drill=False)), drills=Count("id", filter=Q(is_drill=True))
    )
    return Fact(
        Text(
            f"登记事件 {found['real']} 起，演练 {found['drills']} 次",
            f"Incidents: {found['real']}; drills: {found['drills']}",
        )
    )


@shows("P.1", "I.0")
def assessed() -> Fact:
    """How many impact assessments are filed (PIPL 55)."""
    count = len(filed())
    return Fact(Text(f"已存档影响评估 {count} 份", f"{count} impact assessments are filed"))
