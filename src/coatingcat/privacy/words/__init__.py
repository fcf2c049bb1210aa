"""The closed vocabularies of privacy: no Django, no database."""

from coatingcat.privacy.words import keeping
from coatingcat.privacy.words.duties import Reason, Switch
from coatingcat.privacy.words.erasures import ErasureState, ErasureWay
from coatingcat.privacy.words.keeping import Keep, Since, Then
from coatingcat.privacy.words.kinds import Category, Kind
from coatingcat.privacy.words.purposes import About, Basis, Purpose
from coatingcat.privacy.words.roles import ROLE_PURPOSES, STAFF, Act, GivenBy, KeyKind, Question, Role, may_act
from coatingcat.privacy.words.services import Relation, Service
from coatingcat.privacy.words.sharing import (
    Form,
    Outcome,
    Path,
    ShareQuestion,
    Standing,
)
from coatingcat.privacy.words.text import Text
from coatingcat.privacy.words.versions import Answer, PolicyState

__all__ = [
    "ROLE_PURPOSES",
    "STAFF",
    "About",
    "Act",
    "Answer",
    "Basis",
    "Category",
    "ErasureState",
    "ErasureWay",
    "Form",
    "GivenBy",
    "Keep",
    "KeyKind",
    "Kind",
    "Outcome",
    "Path",
    "PolicyState",
    "Purpose",
    "Question",
    "Reason",
    "Relation",
    "Role",
    "Service",
    "ShareQuestion",
    "Since",
    "Standing",
    "Switch",
    "Text",
    "Then",
    "keeping",
    "may_act",
]
