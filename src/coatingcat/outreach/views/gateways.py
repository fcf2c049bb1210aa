"""What gateways hand on to us: replies to text messages, signed with the secret we share."""

import hmac
import json
import re
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from coatingcat.config import config
from coatingcat.ground.access import Refused, access_rule
from coatingcat.ground.clock import now
from coatingcat.outreach.actions.news import stop_by_reply
from coatingcat.outreach.words import is_stop_word
from coatingcat.privacy.sealed import Clear

_FRESH_SECONDS = 300
_LONGEST = 4000
_SIGNATURE = re.compile(r"t=(\d{1,12}),v1=([0-9a-f]{64})")


@access_rule("signed by a gateway")
@never_cache
@csrf_exempt
@require_POST
def sms(request: HttpRequest) -> HttpResponse:
    """A reply, as JSON {"number": E.164, "text": …}. Header `X-Signature: t=<seconds>,v1=<hex>`, where v1 is HMAC-SHA-256
    under COATINGCAT_SMS_SECRET over `<seconds>.<body>`, five minutes fresh. Nothing of it is kept but a stop (I.3-3).

    204 whatever becomes of it: the gateway does not learn who is a member. 404 where no secret is set or it does not
    sign. The answer to other words than those that stop is 204 as well: nobody reads them here.
    """
    if not config().sms_secret or len(request.body) > _LONGEST or not _is_signed(request):
        raise Http404
    reply = _read(request.body)
    if is_stop_word(reply["text"]):
        stop_by_reply(number=Clear(reply["number"]))
    return HttpResponse(status=204)


def _is_signed(request: HttpRequest) -> bool:
    found = _SIGNATURE.fullmatch(request.headers.get("X-Signature", ""))
    if found is None or abs(now().timestamp() - int(found[1])) > _FRESH_SECONDS:
        return False
    wanted = hmac.new(config().sms_secret.encode(), found[1].encode() + b"." + request.body, "sha256").hexdigest()
    return hmac.compare_digest(wanted, found[2])


def _read(body: bytes) -> dict[str, Any]:
    """Raises Refused for what is no reply."""
    try:
        reply = json.loads(body)
        if all(isinstance(reply[name], str) for name in ("number", "text")):
            return {"number": reply["number"], "text": reply["text"]}
    except (KeyError, TypeError, ValueError):
        pass
    raise Refused("A reply is a JSON object with number and text.", 422)
