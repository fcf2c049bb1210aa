"""The nouns of members."""

from coatingcat.members.models.codes import Code, Registration
from coatingcat.members.models.credentials import Passkey, RecoveryCode, TotpDevice
from coatingcat.members.models.member import Member
from coatingcat.members.models.membership import Correction, Membership, OptionalDetails
from coatingcat.members.models.sessions import BrowserSession, SignIn

__all__ = [
    "BrowserSession",
    "Code",
    "Correction",
    "Member",
    "Membership",
    "OptionalDetails",
    "Passkey",
    "RecoveryCode",
    "Registration",
    "SignIn",
    "TotpDevice",
]
