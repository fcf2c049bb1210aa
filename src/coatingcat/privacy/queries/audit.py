"""What privacy puts into the audit pack, each part a bounded number of queries."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Count

from coatingcat.ground.clock import ZONE, today
from coatingcat.privacy.assessments import filed, needed
from coatingcat.privacy.audit import Row, part
from coatingcat.privacy.clauses import as_json, recorded
from coatingcat.privacy.declarations import personal_entries
from coatingcat.privacy.models import (
    BulkAlarm,
    Case,
    Consent,
    Denial,
    Erasure,
    Head,
    Incident,
    IncidentStep,
    PolicyMove,
    Receipt,
    RecipientTerms,
    RetentionRun,
    Share,
    SwitchTurn,
)
from coatingcat.privacy.policy.snapshot import protection_of
from coatingcat.privacy.queries.epochs import epochs
from coatingcat.privacy.queries.incidents import people_held
from coatingcat.privacy.queries.minors import audit as minors_of
from coatingcat.privacy.queries.openings import verify_chain
from coatingcat.privacy.queries.shares import destinations, near_thresholds
from coatingcat.privacy.words import Text


@part("processing.csv", Text("个人信息处理活动记录", "Record of processing"))
def processing(since: datetime) -> Iterator[Row]:
    """Every declared value: kind, purposes with basis and article, keeping time, recipients, protection (PIPL 55, 56)."""
    for entry, declared in sorted(personal_entries(), key=lambda pair: pair[0].label):
        purposes = sorted(declared.purposes, key=lambda purpose: purpose.name)
        yield {
            "label": entry.label,
            "kind": declared.kind.name,
            "category": declared.kind.category.value.en,
            "sensitive": declared.kind.sensitive,
            "fideslang": declared.kind.fideslang,
            "purposes": " ".join(purpose.name for purpose in purposes),
            "bases": "; ".join(f"{purpose.name}: {purpose.article}" for purpose in purposes),
            "kept": declared.keep.text.en,
            "article": declared.keep.article,
            "then": declared.keep.then.name,
            "recipients": " ".join(sorted(declared.recipients)),
            "protection": protection_of(entry.field),
            "erasure": declared.erase,
        }


@part("assessments.json", Text("影响评估", "Impact assessments"))
def assessments(since: datetime) -> Row:
    """What needs one, why, and what was found (PIPL 55, 56)."""
    return {
        key: {
            "needed_for": [reason.en for reason in reasons],
            "made_on": str(filed()[key].made_on) if key in filed() else None,
            "finding": {
                name: {"zh": getattr(filed()[key], name).zh, "en": getattr(filed()[key], name).en}
                for name in ("needed", "risk", "measures")
            }
            if key in filed()
            else None,
        }
        for key, reasons in sorted(needed().items())
    }


@part("consents.csv", Text("同意记录汇总", "Consents, counted"))
def consents(since: datetime) -> Iterator[Row]:
    """How often what was said about which purpose and recipient, in which version of the policy (PIPL 14, 69)."""
    rows = Consent.objects.filter(at__gte=since).order_by("purpose", "recipient", "act", "policy_version", "given_by")
    yield from rows.values("purpose", "recipient", "act", "policy_version", "given_by").annotate(count=Count("id"))


@part("shares.csv", Text("对外提供台账", "Ledger of what was passed on"))
def shares(since: datetime) -> Iterator[Row]:
    """Each time something left, to whom, for what, which fields, how many people; never a value (PIPL 23, 59)."""
    for row in Share.objects.filter(at__gte=since).order_by("at").iterator(2_000):
        yield {
            "at": _moment(row.at),
            "recipient": row.recipient,
            "name": row.recipient_name,
            "purpose": row.purpose,
            "labels": row.labels,
            "forms": row.forms,
            "country": row.country,
            "path": row.path,
            "contract": row.contract,
            "people": row.persons,
            "sha256": row.digest_text,
        }


@part("recipients.csv", Text("接收方与合同", "Recipients and their contracts"))
def recipients(since: datetime) -> Iterator[Row]:
    """Every entry of a recipient's terms, those that were replaced included (PIPL 21; NDSR 12: three years)."""
    yield from RecipientTerms.objects.order_by("key", "at").values(
        "key", "declared", "name", "country", "contract", "starts_on", "ends_on", "path", "filing", "at"
    )


@part("incidents.json", Text("安全事件与演练", "Incidents and drills"))
def incidents(since: datetime) -> Row:
    """Each incident with its steps and their times (PIPL 57)."""
    steps: dict[Any, list[Row]] = {}
    for step in IncidentStep.objects.filter(incident__declared_at__gte=since).order_by("at"):
        steps.setdefault(step.incident_id, []).append({"step": step.step, "at": _moment(step.at)})
    return {
        incident.code: {
            "kind": incident.kind,
            "drill": incident.is_drill,
            "aware_at": _moment(incident.aware_at),
            "declared_at": _moment(incident.declared_at),
            "affected": incident.affected_count,
            "steps": steps.get(incident.pk, []),
        }
        for incident in Incident.objects.filter(declared_at__gte=since).order_by("declared_at")
    }


@part("receipts.json", Text("删除回执", "Receipts of erasures"))
def receipts(since: datetime) -> Row:
    """Every signed receipt, as the person got it."""
    return {
        str(number): {"body": receipt.body, "signature": bytes(receipt.signature).hex()}
        for number, receipt in enumerate(Receipt.objects.filter(at__gte=since).order_by("at"), start=1)
    }


@part("deadlines.csv", Text("期限履行情况", "Deadlines and how they were met"))
def deadlines(since: datetime) -> Iterator[Row]:
    """Requests and erasures: asked for, due, done, and whether in time (V.3-2, VIII.1; NDSR 20)."""
    for case in Case.objects.filter(opened_at__gte=since).order_by("opened_at").iterator(2_000):
        yield _deadline("request", case.kind, case.opened_at, case.due_on, case.answered_at)
    for erasure in Erasure.objects.filter(requested_at__gte=since, withdrawn_at=None).order_by("requested_at"):
        yield _deadline("erasure", erasure.way, erasure.requested_at, erasure.due, erasure.proven_at)


@part("policy.csv", Text("政策版本", "Versions of the policy"))
def policy(since: datetime) -> Iterator[Row]:
    """Each step of each version (VII.1; ECL 34)."""
    for move in PolicyMove.objects.select_related("version").order_by("at"):
        yield {"version": str(move.version), "from": move.before, "to": move.after, "at": _moment(move.at)}


@part("chain.json", Text("查阅记录链校验", "Verification of the access log"))
def chain(since: datetime) -> Row:
    """The chain recomputed from its first link, and the heads that were published."""
    found = verify_chain()
    return {
        "links": found.links,
        "unchained": found.unchained,
        "head": found.head.hex(),
        "faults": list(found.faults),
        "published": {
            str(head.day): {"links": head.seq, "head": bytes(head.digest).hex()} for head in Head.objects.all()
        },
    }


@part("retention.csv", Text("保存期限清理", "Sweeps of what was over its time"))
def retention(since: datetime) -> Iterator[Row]:
    """Each run: how many rows went, and what could not be swept (III.2a)."""
    for run in RetentionRun.objects.filter(started_at__gte=since, is_dry=False).order_by("started_at"):
        yield {"at": _moment(run.started_at), "rows": run.total, "failures": " ".join(run.failures)}


@part("epochs.csv", Text("密钥周期", "Epochs of keys"))
def key_epochs(since: datetime) -> Iterator[Row]:
    """Each epoch, whether its key file is where it ought to be or gone, and what it wraps."""
    for epoch in epochs():
        yield {
            "opened": _moment(epoch.opened_at),
            "retired": _moment(epoch.retired_at),
            "file": epoch.has_file,
            "faulty": epoch.is_faulty,
            "keys": epoch.subject_keys,
        }


@part("security.json", Text("安全措施的触发", "What the safeguards stopped"))
def security(since: datetime) -> Row:
    """Stops of bulk reading, refusals of staff, switches that were turned."""
    refused = Denial.objects.filter(at__gte=since).order_by("page", "question")
    return {
        "bulk_alarms": [
            {"at": _moment(alarm.at), "people": alarm.count, "minutes": alarm.window_minutes}
            for alarm in BulkAlarm.objects.filter(at__gte=since).order_by("at")
        ],
        "refusals": list(refused.values("page", "label", "question").annotate(count=Count("id"))),
        "switches": [
            {"at": _moment(turn.at), "switch": turn.switch, "frozen": turn.is_frozen}
            for turn in SwitchTurn.objects.filter(at__gte=since).order_by("at")
        ],
    }


@part("counters.json", Text("人数与门槛", "Heads and thresholds"))
def counters(since: datetime) -> Row:
    """People held, and people whose data went abroad, against the law's thresholds (PIPL 38, 40, 52)."""
    return {
        "people_held": people_held(),
        "thresholds_of_people_held": [100_000, 1_000_000, 10_000_000],
        "abroad": [
            {"country": one.country, "people": one.heads.persons, "sensitive": one.heads.sensitive}
            for one in destinations()
        ],
        "near_a_threshold": [list(one) for one in near_thresholds()],
    }


@part("minors.json", Text("未成年人信息处理审计", "Audit on minors"))
def minors(since: datetime) -> Row:
    """The yearly report on minors, this year's (MR 37)."""
    found = minors_of(today().year)
    return {
        "year": found.year,
        "held": {band.name: count for band, count in found.held.items()},
        "tallies": {tally.name: count for tally, count in found.tallies.items()},
        "accesses": {"asked": found.asked, "approved": found.approved, "refused": found.refused},
        "openings_by_staff": found.openings_by_staff,
        "unapproved": found.unapproved,
    }


@part("clauses.json", Text("承诺与测试", "Promises and their tests"))
def clauses(since: datetime) -> Row:
    """Each clause, whether its tests passed when they were last run, and which."""
    found = recorded()
    return {"at": found.at, "clauses": as_json(found.statuses)}


def _deadline(sort: str, what: str, asked: datetime, due: Any, done: datetime | None) -> Row:
    met = done.astimezone(ZONE).date() <= due if done else today() <= due
    return {"sort": sort, "what": what, "asked": _moment(asked), "due": due, "done": _moment(done), "in_time": met}


def _moment(at: datetime | None) -> str:
    return at.isoformat(timespec="seconds") if at else ""
