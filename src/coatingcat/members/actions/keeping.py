"""What goes when its keeping time is over."""

from coatingcat.ground.clock import now
from coatingcat.members.models import BrowserSession, SignIn
from coatingcat.privacy.words import keeping


def forget_old_sessions() -> int:
    """Delete sessions past their end; how many went."""
    return BrowserSession.objects.filter(expire_date__lt=now()).delete()[0]


def forget_old_sign_ins() -> int:
    """Delete sign-ins past their six months; how many went."""
    return SignIn.objects.filter(at__lt=now() - keeping.SIGN_IN.for_).delete()[0]
