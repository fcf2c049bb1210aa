"""What a member said yes and no to; changing one's mind is one press, either way (PIPL 15, 16)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from coatingcat.ground.access import Refused
from coatingcat.members.access import member_of, member_required
from coatingcat.members.actions.details import answer_consent
from coatingcat.members.queries.centre import consent_history, consent_rows
from coatingcat.privacy.policy import current_version
from coatingcat.privacy.words import Purpose


@member_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def consents(request: HttpRequest) -> HttpResponse:
    """One row for each purpose that rests on consent. A no takes effect at once."""
    member = member_of(request)
    if request.method != "POST":
        context = {"rows": consent_rows(member), "history": consent_history(member), "Purpose": Purpose}
        return render(request, "members/consents.html", context)
    wanted = Purpose.__members__.get(request.POST.get("purpose", ""))
    answer = request.POST.get("answer", "")
    if wanted is None or not wanted.needs_consent or answer not in {"yes", "no"}:
        raise Refused(gettext("There is no such consent."), 422)
    words = f"{wanted.text.in_language(get_language())}: {gettext('Yes') if answer == 'yes' else gettext('No')}"
    answer_consent(member=member, wanted=wanted, yes=answer == "yes", words=words, policy_version=current_version())
    messages.success(request, gettext("Your answer is kept and holds from now on."))
    return redirect("members:consents")
