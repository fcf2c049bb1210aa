"""Values sealed by month: open for security and evidence alone, and gone together six months after the month."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection, models, transaction
from django.db.models import BinaryField

from coatingcat.ground.clock import frozen
from coatingcat.ground.ids import new_id
from coatingcat.privacy.actions import rotate_epoch, run_retention
from coatingcat.privacy.declarations import nonpersonal, personal
from coatingcat.privacy.gate import Actor, NoPurpose, purpose
from coatingcat.privacy.models import MonthKey
from coatingcat.privacy.monthly import SealedMonthly, month_of
from coatingcat.privacy.refusals import Denied, PlainTextRefused
from coatingcat.privacy.sealed import Clear
from coatingcat.privacy.words import Kind, Purpose, Question, Role, keeping
from coatingcat.privacy.words.text import Text

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 20, 4, tzinfo=UTC)
ADDRESS = "203.0.113.0/24"
SECURITY = Actor.system("test")


class Visit(models.Model):
    """A table of these tests."""

    id = nonpersonal(models.UUIDField(primary_key=True, default=new_id), "random key")
    network = personal(
        SealedMonthly(null=True),
        kind=Kind.SIGN_IN,
        subject="id",
        purposes={Purpose.ACCOUNT_SECURITY, Purpose.ACCOUNT},
        keep=keeping.SIGN_IN,
        erase="delete row",
        fixed_because=Text("记录", "A record"),
    )

    class Meta:
        app_label = "tests_monthly"

    def __str__(self) -> str:
        return "visit"


@pytest.fixture
def visit():
    with connection.schema_editor(atomic=False) as editor:
        editor.deferred_sql.clear()
        editor.create_model(Visit)
    with frozen(AT):
        return Visit.objects.get(pk=Visit.objects.create(network=Clear(ADDRESS)).pk)


def test_it_opens_for_security_and_shows_a_mask_everywhere_else(visit):
    with connection.cursor() as cursor:
        cursor.execute("SELECT network FROM tests_monthly_visit")
        assert ADDRESS.encode() not in bytes(cursor.fetchone()[0])
    assert (str(visit.network), f"{visit.network}", repr(visit.network)) == ("•••",) * 3
    with purpose(Purpose.ACCOUNT_SECURITY, actor=SECURITY):
        assert visit.network.open() == ADDRESS


def test_no_other_purpose_opens_it_even_if_declared(visit):
    with pytest.raises(NoPurpose):
        visit.network.open()
    with purpose(Purpose.ACCOUNT, actor=SECURITY), pytest.raises(Denied) as refusal:
        visit.network.open()
    assert refusal.value.question is Question.DECLARED


def test_no_other_role_opens_it(visit):
    with (
        purpose(Purpose.ACCOUNT_SECURITY, actor=Actor(None, frozenset({Role.MARKETING}))),
        pytest.raises(Denied) as refusal,
    ):
        visit.network.open()
    assert refusal.value.question is Question.ROLE


def test_plain_text_is_refused_and_a_moved_value_does_not_open(visit):
    with pytest.raises(PlainTextRefused), transaction.atomic():
        Visit.objects.create(network=ADDRESS)
    other = Visit.objects.create(network=Clear("198.51.100.0/24"))
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE tests_monthly_visit SET network = (SELECT network FROM tests_monthly_visit WHERE id = %s) WHERE id = %s",
            [visit.pk, other.pk],
        )
    moved = Visit.objects.get(pk=other.pk)
    with purpose(Purpose.ACCOUNT_SECURITY, actor=SECURITY), pytest.raises(Denied) as refusal:
        moved.network.open()
    assert refusal.value.question is Question.PLACE


def test_the_key_survives_rotations_and_dies_six_months_after_its_month(visit):
    rotate_epoch()
    with purpose(Purpose.ACCOUNT_SECURITY, actor=SECURITY):
        assert visit.network.open() == ADDRESS
    end = datetime(2026, 3, 31, 15, tzinfo=UTC)
    with frozen(end + keeping.SIGN_IN.for_ - timedelta(days=1)):
        run_retention()
    assert MonthKey.objects.get(month=date(2026, 3, 1)).wrapped is not None
    with frozen(end + keeping.SIGN_IN.for_ + timedelta(days=1)):
        assert run_retention().counts["month keys"] == 1
    with purpose(Purpose.ACCOUNT_SECURITY, actor=SECURITY), pytest.raises(Denied) as refusal:
        visit.network.open()
    assert refusal.value.question is Question.RETENTION


def test_months_are_those_of_shanghai():
    assert month_of(datetime(2026, 3, 31, 17, tzinfo=UTC)) == date(2026, 4, 1)


def test_it_cannot_be_searched():
    from coatingcat.privacy.refusals import SealedCannot

    with pytest.raises(SealedCannot):
        str(Visit.objects.filter(network__contains=b"x").query)
    assert isinstance(Visit._meta.get_field("network"), BinaryField)
