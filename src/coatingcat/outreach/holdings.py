"""What outreach does when somebody is to be erased."""

from coatingcat.outreach.actions.guardians import tell_guardians_farewell
from coatingcat.outreach.actions.leaving import drop_waiting, say_farewell
from coatingcat.outreach.actions.webhooks.telling import forget_old_events
from coatingcat.privacy.places import at_request, farewell
from coatingcat.privacy.retention import swept
from coatingcat.privacy.words import keeping

at_request(drop_waiting)
farewell(say_farewell)
farewell(tell_guardians_farewell)
swept("events told to servers", ("outreach.WebhookEvent", keeping.WEBHOOK))(forget_old_events)
