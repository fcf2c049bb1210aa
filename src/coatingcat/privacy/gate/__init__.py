"""The gate: a sealed value opens only inside a purpose, and only if every question is answered with yes.

`purpose(…)` and `for_purpose(…)` set the purpose, by code and never by data; a purpose inside another only
narrows: the value must be declared for both. The gate asks in the order of `opening`: is the field declared for this
purpose; may this actor's role act for it; has an actor of the staff signed the confidentiality undertaking and been
trained; is the subject's key alive; was the value handed to the recipient the actor works for; does the browser ask us
not to; is the subject a minor; has the subject consented, where the purpose rests on consent, and accepted what the
policy brought since; is the subject's data restricted; is it inside its keeping time; has the staff not opened too many
people's data of late. Openings by anyone but the subject are written to the access log when the purpose ends.
"""

from coatingcat.privacy.gate.consents import consent_stands
from coatingcat.privacy.gate.opening import ask_without_subject, open_sealed, warm
from coatingcat.privacy.gate.purposes import for_purpose, purpose
from coatingcat.privacy.gate.questions import access_is_approved
from coatingcat.privacy.gate.scopes import Actor, current_purposes
from coatingcat.privacy.refusals import Denied, NoPurpose

__all__ = [
    "Actor",
    "Denied",
    "NoPurpose",
    "access_is_approved",
    "ask_without_subject",
    "consent_stands",
    "current_purposes",
    "for_purpose",
    "open_sealed",
    "purpose",
    "warm",
]
