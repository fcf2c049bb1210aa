"""What privacy puts into the frames of the pages."""

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from coatingcat.ground.clock import now
from coatingcat.ground.slots import fills
from coatingcat.privacy.access import roles_of, signed_in_subject
from coatingcat.privacy.links import link_key
from coatingcat.privacy.policy import current_version
from coatingcat.privacy.policy.versions import standings
from coatingcat.privacy.queries.cases import waiting_at_desk, waiting_cases_of
from coatingcat.privacy.queries.controllers import unanswered_change
from coatingcat.privacy.queries.erasures import overdue_erasures, standing_erasure
from coatingcat.privacy.queries.incidents import open_incidents, people_held
from coatingcat.privacy.queries.minors import open_accesses, wards_of
from coatingcat.privacy.queries.policy import asks_for_an_answer, waits_for_answer
from coatingcat.privacy.queries.shares import near_thresholds
from coatingcat.privacy.queries.staff import alarms_waiting, standing_of
from coatingcat.privacy.queries.switches import frozen_switches
from coatingcat.privacy.rules.incidents import heads
from coatingcat.privacy.words import PolicyState, Role


@fills("desk.nav", order=80)
def security_links(request: HttpRequest, **others: object) -> str:
    """My duties, and for officers what guards the data."""
    roles = roles_of(request)
    context = {"is_staff": bool(roles), "is_officer": Role.PRIVACY_OFFICER in roles}
    return render_to_string("privacy/_security_nav.html", context, request=request)


@fills("desk.waiting", order=10)
def duties_waiting(request: HttpRequest, **others: object) -> str:
    """An undertaking to sign, a training to take, stops to decide about, what is frozen."""
    standing, roles = standing_of(signed_in_subject(request)), roles_of(request)
    is_officer = Role.PRIVACY_OFFICER in roles
    context = {
        "unsigned": bool(roles) and standing.signed_at is None,
        "training": standing.is_training_due(now()),
        "training_due_at": standing.training_due_at,
        "alarms": alarms_waiting() if is_officer else 0,
        "incidents": open_incidents() if is_officer else [],
        "near": [head for head in heads(people_held()) if head.is_near] if is_officer else [],
        "frozen": sorted(s.name for s in frozen_switches()) if is_officer else [],
    }
    return render_to_string("privacy/_duties_waiting.html", context, request=request)


@fills("centre.sections", order=40)
def wards(request: HttpRequest, **context: Any) -> str:
    """The children a member answers for, with the way to their pages."""
    subject_id = signed_in_subject(request)
    found = wards_of(subject_id) if subject_id else []
    if not found:
        return ""
    links = [(link_key("guardian", each.pk), each) for each in found]
    return render_to_string("privacy/_centre_wards.html", {"wards": links}, request=request)


@fills("centre.rights", order=60)
def received_link(request: HttpRequest, **context: Any) -> str:
    """Who received my data."""
    return render_to_string("privacy/_received_nav.html", request=request)


@fills("desk.nav", order=60)
def sharing_links(request: HttpRequest, **context: Any) -> str:
    """Recipients and what went to them, for privacy officers."""
    return render_to_string("privacy/_sharing_nav.html", request=request) if _is_officer(request) else ""


@fills("desk.waiting", order=60)
def sharing_waiting(request: HttpRequest, **context: Any) -> str:
    """Ways abroad that are nearly used up."""
    if not _is_officer(request):
        return ""
    near = list(near_thresholds())
    return render_to_string("privacy/_sharing_waiting.html", {"near": near}, request=request) if near else ""


@fills("centre.waiting", order=10)
def controller_waiting(request: HttpRequest, **context: Any) -> str:
    """A new administrator the person has not said anything to."""
    subject_id = signed_in_subject(request)
    change = unanswered_change(subject_id) if subject_id else None
    return render_to_string("privacy/_controller_waiting.html", {"change": change}) if change else ""


def _is_officer(request: HttpRequest) -> bool:
    return Role.PRIVACY_OFFICER in roles_of(request)


@fills("site.banner", order=10)
def policy_question(request: HttpRequest | None, **others: object) -> str:
    """A version of weight is in force, and this member has not said yes or not now. Costs nothing until there is one."""
    if request is None or not asks_for_an_answer() or request.path.startswith("/me/policy/"):
        return ""
    subject_id = signed_in_subject(request)
    if subject_id is None or not waits_for_answer(subject_id):
        return ""
    return render_to_string("privacy/_policy_banner.html", {"version": current_version()})


@fills("centre.rights", order=60)
def policy_links(request: HttpRequest, **others: object) -> str:
    return render_to_string("privacy/_centre_nav.html", request=request)


@fills("desk.nav", order=70)
def policy_desk(request: HttpRequest, **others: object) -> str:
    """Versions of the policy, for the privacy officer."""
    is_officer = Role.PRIVACY_OFFICER in roles_of(request)
    return render_to_string("privacy/_desk_nav.html", {"is_officer": is_officer}, request=request)


@fills("desk.waiting", order=70)
def drafts_waiting(request: HttpRequest, **others: object) -> str:
    """A new version that came with the program and waits to be taken further."""
    if Role.PRIVACY_OFFICER not in roles_of(request):
        return ""
    names = [name for name, at in standings().items() if at.state is PolicyState.DRAFT]
    return render_to_string("privacy/_policy_waiting.html", {"names": names})


@fills("desk.nav", order=70)
def desk_minors(request: HttpRequest, **others: Any) -> str:
    """For who may need to see a minor's data, and for the officer who decides."""
    may_ask = roles_of(request) & {Role.SUPPORT, Role.FULFILMENT, Role.PRIVACY_OFFICER}
    return render_to_string("privacy/_desk_minors_nav.html", request=request) if may_ask else ""


@fills("desk.waiting", order=70)
def desk_minors_waiting(request: HttpRequest, **others: Any) -> str:
    """How many wishes to see a minor's data wait for the officer."""
    count = len(open_accesses()) if Role.PRIVACY_OFFICER in roles_of(request) else 0
    return render_to_string("privacy/_desk_minors_waiting.html", {"count": count}) if count else ""


@fills("centre.rights", order=60)
def export_link(request: HttpRequest, **context: Any) -> SafeString:
    return render_to_string("privacy/_export_nav.html", request=request)


@fills("desk.nav", order=80)
def retention_link(request: HttpRequest, **context: Any) -> SafeString | str:
    if Role.PRIVACY_OFFICER not in roles_of(request):
        return ""
    return render_to_string("privacy/_retention_nav.html", request=request)


@fills("centre.account", order=95)
def cancellation_link(request: HttpRequest, **others: Any) -> str:
    """The way out of the Personal Centre stands in it."""
    return render_to_string("privacy/_erasure_nav.html", request=request)


@fills("centre.waiting", order=5)
def erasure_waiting(request: HttpRequest, **others: Any) -> str:
    """That the account is going to be erased, and until when that can be withdrawn."""
    subject_id = signed_in_subject(request)
    erasure = standing_erasure(subject_id) if subject_id else None
    if erasure is None:
        return ""
    return render_to_string("privacy/_erasure_waiting.html", {"erasure": erasure}, request=request)


@fills("desk.nav", order=70)
def erasures_link(request: HttpRequest, **others: Any) -> str:
    """Erasures, for the privacy officer."""
    if Role.PRIVACY_OFFICER not in roles_of(request):
        return ""
    return render_to_string("privacy/_erasure_desk_nav.html", request=request)


@fills("desk.waiting", order=10)
def erasures_late(request: HttpRequest, **others: Any) -> str:
    """Erasures that have used up half of their time."""
    count = overdue_erasures() if Role.PRIVACY_OFFICER in roles_of(request) else 0
    return render_to_string("privacy/_erasure_desk_waiting.html", {"count": count}, request=request) if count else ""


_DESK = frozenset({Role.SUPPORT, Role.PRIVACY_OFFICER})


@fills("centre.rights", order=60)
def centre_cases(request: HttpRequest, **others: object) -> str:
    return render_to_string("privacy/_centre_cases.html", request=request)


@fills("centre.waiting", order=30)
def centre_waiting_cases(request: HttpRequest, **others: object) -> str:
    """Cases that wait for the person's own answer."""
    subject_id = signed_in_subject(request)
    count = waiting_cases_of(subject_id) if subject_id else 0
    return render_to_string("privacy/_centre_waiting_cases.html", {"count": count}, request=request) if count else ""


@fills("desk.nav", order=10)
def desk_cases(request: HttpRequest, **others: object) -> str:
    """The contact desk, for those who answer there."""
    return render_to_string("privacy/_desk_cases_nav.html", request=request) if roles_of(request) & _DESK else ""


@fills("desk.waiting", order=10)
def desk_waiting_cases(request: HttpRequest, **others: object) -> str:
    """How many cases an answer is owed to, and how many are late."""
    if not roles_of(request) & _DESK:
        return ""
    waiting = waiting_at_desk(roles_of(request))
    if not waiting.owed:
        return ""
    return render_to_string("privacy/_desk_waiting_cases.html", {"waiting": waiting}, request=request)


@fills("desk.tiles", order=80)
def people_tile(request: HttpRequest, **others: object) -> str:
    """How many people data is held on, against the thresholds of the law."""
    if Role.PRIVACY_OFFICER not in roles_of(request):
        return ""
    count = people_held()
    return render_to_string("privacy/_people_tile.html", {"count": count, "heads": heads(count)}, request=request)
