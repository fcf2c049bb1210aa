"""What privacy costs: sealing, opening, a list of 1,000 rows with two opened fields, the system check.

`python -m bench.kernel` (or `make bench`). The list is measured side by side with the same list of plain columns.
"""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coatingcat.settings.test")

import django

django.setup()

from django.apps.registry import Apps
from django.core.checks import run_checks
from django.db import connection, models

from bench.report import cpu_seconds, line
from coatingcat.ground.ids import new_id
from coatingcat.privacy.actions import new_subject, record_consent
from coatingcat.privacy.checks import check_declarations
from coatingcat.privacy.declarations import nonpersonal
from coatingcat.privacy.gate import consent_stands, purpose, warm
from coatingcat.privacy.models import Subject
from coatingcat.privacy.sealed import Clear, Sealed, digest_of
from coatingcat.privacy.words import Act, Purpose, Role
from tests.database import own_database
from tests.privacy.diary import Diary, other, self_of

ROWS = 1_000


class Plain(models.Model):
    """The same list without privacy."""

    id = nonpersonal(models.UUIDField(primary_key=True, default=new_id), "key")
    name = nonpersonal(models.TextField(null=True), "measured")
    email = nonpersonal(models.TextField(null=True), "measured")

    class Meta:
        app_label = "privacy"
        apps = Apps()

    def __str__(self) -> str:
        return str(self.id)


def main() -> None:
    with own_database(), connection.schema_editor() as editor:
        editor.create_model(Diary)
        editor.create_model(Plain)
        _fields()
        _lists()
        _consents()
    _checks()


def _fields() -> None:
    subject = new_subject("member")
    row = Diary.objects.create(subject_id=subject.id, name=Clear("王小明"), email=Clear("wang@example.cn"))
    row = Diary.objects.get(pk=row.pk)
    field, clear = Diary._meta.get_field("name"), Clear("王小明")
    seal = cpu_seconds(lambda: [field.seal(row, clear) for _ in range(10_000)]) / 10_000
    line("kernel", "seal one field", seal * 1e6, "µs CPU", n=10_000)
    with purpose(Purpose.OWN_DATA, actor=self_of(row)):
        name = row.name
        opened = cpu_seconds(lambda: [name.open() for _ in range(10_000)]) / 10_000
    line("kernel", "open one field", opened * 1e6, "µs CPU", n=10_000)
    digest = cpu_seconds(lambda: [digest_of(Diary, "email", "wang@example.cn") for _ in range(10_000)]) / 10_000
    line("kernel", "digest one value", digest * 1e6, "µs CPU", n=10_000)


def _lists() -> None:
    subjects = [new_subject("member").id for _ in range(ROWS)]
    Diary.objects.all().delete()
    Diary.objects.bulk_create(
        Diary(subject_id=s, name=Clear(f"name {i}"), email=Clear(f"a{i}@example.cn")) for i, s in enumerate(subjects)
    )
    Plain.objects.bulk_create(Plain(name=f"name {i}", email=f"a{i}@example.cn") for i in range(ROWS))
    plain = cpu_seconds(lambda: [(r.name, r.email) for r in Plain.objects.only("id", "name", "email")])
    unopened = cpu_seconds(lambda: [(r.name, r.email) for r in Diary.objects.only("id", "name", "email")])
    line("kernel", "list of 1,000 sealed rows, unopened", unopened * 1e3, "ms CPU", n=ROWS, baseline=plain * 1e3)
    cold = cpu_seconds(_opened_list)
    line(
        "kernel",
        "list of 1,000 people, two fields opened, cold keys",
        cold * 1e3,
        "ms CPU",
        n=ROWS,
        baseline=plain * 1e3,
    )
    one = new_subject("member").id
    Diary.objects.all().delete()
    Diary.objects.bulk_create(
        Diary(subject_id=one, name=Clear(f"name {i}"), email=Clear(f"a{i}@example.cn")) for i in range(ROWS)
    )
    warm_keys = cpu_seconds(_opened_list)
    line("kernel", "list of 1,000 rows, two fields opened", warm_keys * 1e3, "ms CPU", n=ROWS, baseline=plain * 1e3)


def _opened_list() -> list[tuple[str, str]]:
    with purpose(Purpose.ACCOUNT, actor=other(Role.SUPPORT)):
        rows = list(Diary.objects.only("id", "name", "email"))
        warm(rows, "name", "email")
        return [(row.name.open(), row.email.open()) for row in rows]


def _consents() -> None:
    """What a look at a consent costs, and the gate: asked anew for each value, and having answered already."""
    diary = Diary.objects.create(subject_id=new_subject("member").id, name=Clear("Wang"), interests=Clear("primers"))
    say = {"subject_id": diary.subject_id, "words": "May we? Yes", "policy_version": "1"}
    for number in range(100):  # somebody who changed their mind often
        act = Act.WITHDRAWN if number % 2 else Act.GIVEN
        record_consent(purpose=Purpose.PRODUCT_NEWS, act=act, **say)
    record_consent(purpose=Purpose.PRODUCT_NEWS, act=Act.GIVEN, **say)
    row = Diary.objects.get(pk=diary.pk)
    some = range(500)
    bare = cpu_seconds(lambda: [Subject.objects.filter(pk=row.subject_id).values_list("pk").first() for _ in some])
    check = cpu_seconds(lambda: [consent_stands(row.subject_id, Purpose.PRODUCT_NEWS) for _ in some])
    gate = cpu_seconds(lambda: [_opened(row.name, Purpose.ACCOUNT, Role.SUPPORT) for _ in some])
    gate_with = cpu_seconds(lambda: [_opened(row.interests, Purpose.PRODUCT_NEWS, Role.MARKETING) for _ in some])
    with purpose(Purpose.PRODUCT_NEWS, actor=other(Role.MARKETING)):
        interests = row.interests
        again = cpu_seconds(lambda: [interests.open() for _ in range(10_000)]) / 10_000

    def told(what: str, seconds: float) -> None:
        micro = 1e6 / len(some)
        line("kernel", what, seconds * micro, "µs CPU", n=len(some), baseline=bare * micro)

    told("consent check, 101 records of the person (against a look-up by key)", check)
    told("gate, first opening, no consent asked, logged (against a look-up by key)", gate)
    told("gate, first opening, consent asked, logged (against a look-up by key)", gate_with)
    line("kernel", "gate, every further opening in the same purpose", again * 1e6, "µs CPU", n=10_000)


def _opened(value: Sealed, wanted: Purpose, role: Role) -> object:
    with purpose(wanted, actor=other(role)):
        return value.open()


def _checks() -> None:
    ours = cpu_seconds(lambda: check_declarations(None))
    whole = cpu_seconds(run_checks, repeats=3)
    line("kernel", "system check of all declarations", ours * 1e3, "ms CPU", n=1, baseline=whole * 1e3)


if __name__ == "__main__":
    main()
