"""The nouns of members."""

from coatingcat.members.models.api_keys import ApiKey, KeptAnswer
from coatingcat.members.models.certifications import Certification, CertificationStep, CompanyPaper
from coatingcat.members.models.codes import Code, Registration
from coatingcat.members.models.companies import Company, Invitation, Position
from coatingcat.members.models.credentials import Passkey, RecoveryCode, TotpDevice
from coatingcat.members.models.freezes import Freeze
from coatingcat.members.models.joining import DomainClaim, JoinRequest, OwnershipOffer
from coatingcat.members.models.member import Member
from coatingcat.members.models.membership import Correction, Membership, OptionalDetails
from coatingcat.members.models.sessions import BrowserSession, SignIn

__all__ = [
    "ApiKey",
    "BrowserSession",
    "Certification",
    "CertificationStep",
    "Code",
    "Company",
    "CompanyPaper",
    "Correction",
    "DomainClaim",
    "Freeze",
    "Invitation",
    "JoinRequest",
    "KeptAnswer",
    "Member",
    "Membership",
    "OptionalDetails",
    "OwnershipOffer",
    "Passkey",
    "Position",
    "RecoveryCode",
    "Registration",
    "SignIn",
    "TotpDevice",
]
