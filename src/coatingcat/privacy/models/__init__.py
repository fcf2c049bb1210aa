"""Nouns of privacy: subjects, their keys, their consents, and who opened what."""

from coatingcat.privacy.models.consents import Consent
from coatingcat.privacy.models.controllers import ControllerAnswer, ControllerChange
from coatingcat.privacy.models.denials import Denial
from coatingcat.privacy.models.endings import EndOfService
from coatingcat.privacy.models.erasures import Erasure, ErasureRecord, ErasureStep, Receipt, Tombstone
from coatingcat.privacy.models.guardians import GuardianAccount, GuardianRequest, Guardianship
from coatingcat.privacy.models.incidents import Affected, Incident, IncidentStep
from coatingcat.privacy.models.keys import Epoch, StoredFile, SubjectKey
from coatingcat.privacy.models.minors import GuardianConsent, MinorAccess, MinorTally
from coatingcat.privacy.models.monthly import MonthKey
from coatingcat.privacy.models.openings import Head, Link, Opening
from coatingcat.privacy.models.policy import PolicyAnswer, PolicyMove, PolicyVersion
from coatingcat.privacy.models.retention import RetentionRun
from coatingcat.privacy.models.sharing import (
    Delivery,
    Package,
    RecipientTerms,
    Share,
    SharedPerson,
)
from coatingcat.privacy.models.staff import AccessReview, BulkAlarm, BulkLift, RoleGrant, Training, Undertaking
from coatingcat.privacy.models.subjects import Subject
from coatingcat.privacy.models.switches import SwitchTurn

# isort: split
# Nouns with sealed fields come last: a sealed field asks the gate, and the gate knows the nouns above.
from coatingcat.privacy.models.authorities import (
    AuthorityDecision,
    AuthorityRequest,
    Instrument,
    RequestedPerson,
)
from coatingcat.privacy.models.cases import Case, CaseMessage, CaseStep, Restriction
from coatingcat.privacy.models.claimants import Arrangement, CaseLink, Claimant, Kinship
from coatingcat.privacy.models.corrections import CorrectionFlow
from coatingcat.privacy.models.exports import Download, Export
from coatingcat.privacy.models.held import HeldLink
from coatingcat.privacy.models.policy_comments import PolicyComment

__all__ = [
    "AccessReview",
    "Affected",
    "Arrangement",
    "AuthorityDecision",
    "AuthorityRequest",
    "BulkAlarm",
    "BulkLift",
    "Case",
    "CaseLink",
    "CaseMessage",
    "CaseStep",
    "Claimant",
    "Consent",
    "ControllerAnswer",
    "ControllerChange",
    "CorrectionFlow",
    "Delivery",
    "Denial",
    "Download",
    "EndOfService",
    "Epoch",
    "Erasure",
    "ErasureRecord",
    "ErasureStep",
    "Export",
    "GuardianAccount",
    "GuardianConsent",
    "GuardianRequest",
    "Guardianship",
    "Head",
    "HeldLink",
    "Incident",
    "IncidentStep",
    "Instrument",
    "Kinship",
    "Link",
    "MinorAccess",
    "MinorTally",
    "MonthKey",
    "Opening",
    "Package",
    "PolicyAnswer",
    "PolicyComment",
    "PolicyMove",
    "PolicyVersion",
    "Receipt",
    "RecipientTerms",
    "RequestedPerson",
    "Restriction",
    "RetentionRun",
    "RoleGrant",
    "Share",
    "SharedPerson",
    "StoredFile",
    "Subject",
    "SubjectKey",
    "SwitchTurn",
    "Tombstone",
    "Training",
    "Undertaking",
]
