"""Comments on a version of the policy that is to come."""

import functools

from django.db import models

from coatingcat.ground.clock import now
from coatingcat.ground.ids import new_id
from coatingcat.privacy.declarations import nonpersonal, personal
from coatingcat.privacy.models.policy import PolicyVersion
from coatingcat.privacy.models.subjects import Subject
from coatingcat.privacy.sealed import SealedText
from coatingcat.privacy.words import Kind, Purpose, Text, keeping

_of_comment = functools.partial(
    personal,
    subject="subject_id",
    purposes={Purpose.POLICY_CONSULTATION, Purpose.OWN_DATA},
    keep=keeping.CONSULTATION,
    erase="delete row",
    fixed_because=Text("意见提交后不可编辑；可再次提出意见", "A comment cannot be edited; make another"),
)


class PolicyComment(models.Model):
    """What somebody says to a version while it is open for comments (ECL 34); read by the privacy officer."""

    id = nonpersonal(models.UUIDField(primary_key=True, default=new_id, editable=False), "random key of the row")
    version = nonpersonal(
        models.ForeignKey(PolicyVersion, on_delete=models.PROTECT, related_name="comments"), "which version"
    )
    subject = _of_comment(
        models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="policy_comments"),
        kind=Kind.PERSON_ID,
        exported=False,
    )
    text = _of_comment(SealedText(max_length=4000), kind=Kind.OPINION, erase="destroy key")
    at = _of_comment(models.DateTimeField(default=now), kind=Kind.OPINION)

    class Meta:
        db_table = "privacy_policycomment"
        indexes = [models.Index(fields=["version", "at"], name="policycomment_of_version")]

    def __str__(self) -> str:
        return f"comment on {self.version_id}"
