"""What outreach does when somebody is to be erased."""

from coatingcat.outreach.actions.guardians import tell_guardians_farewell
from coatingcat.outreach.actions.leaving import drop_waiting, say_farewell
from coatingcat.privacy.places import at_request, farewell

at_request(drop_waiting)
farewell(say_farewell)
farewell(tell_guardians_farewell)
