"""What a member tells about the work: six obligatory details, four optional ones, and what was corrected when."""

import functools

from django.db import models

from coatingcat.ground.clock import now
from coatingcat.ground.ids import new_id
from coatingcat.members.models.member import BY_SYSTEM, Member
from coatingcat.privacy.declarations import nonpersonal, personal
from coatingcat.privacy.sealed import SealedFile, SealedText
from coatingcat.privacy.words import Kind, Purpose, Text, keeping

_obligatory = functools.partial(
    personal,
    subject="member_id",
    purposes={Purpose.MEMBERSHIP, Purpose.OWN_DATA},
    keep=keeping.MEMBERSHIP,
    required_for="membership",
)


class Membership(models.Model):
    """The obligatory details of I.1a that do not stand on the member: the eight are these six, e-mail and mobile."""

    member = personal(
        models.OneToOneField(Member, on_delete=models.CASCADE, primary_key=True, related_name="membership"),
        kind=Kind.PERSON_ID,
        subject="member_id",
        purposes={Purpose.MEMBERSHIP, Purpose.OWN_DATA},
        keep=keeping.MEMBERSHIP,
        erase="delete row",
        fixed_because=BY_SYSTEM,
    )
    name = _obligatory(
        SealedText(max_length=80),
        kind=Kind.NAME,
        editable_at="members:name",
        reason=Text(
            "以便我们知道与谁打交道，并在单据上正确称呼您",
            "So that we know whom we deal with, and address you rightly on documents",
        ),
    )
    city = _obligatory(
        SealedText(max_length=80),
        kind=Kind.CITY,
        editable_at="members:city",
        reason=Text(
            "以便由负责您所在地区的同事提供服务并估算送货",
            "So that the colleagues for your region serve you and delivery can be estimated",
        ),
    )
    profession = _obligatory(
        SealedText(max_length=80),
        kind=Kind.PROFESSION,
        editable_at="members:profession",
        reason=Text(
            "以便以合适的技术深度回答您的问题",
            "So that your questions are answered at the right technical depth",
        ),
    )
    industry = _obligatory(
        SealedText(max_length=80),
        kind=Kind.INDUSTRY,
        purposes={Purpose.MEMBERSHIP, Purpose.INDUSTRY_FIT, Purpose.OWN_DATA},
        editable_at="members:industry",
        reason=Text(
            "原材料是否适用取决于行业，如船舶或木器",
            "Whether a raw material suits depends on the industry, marine or wood for instance",
        ),
    )
    company_type = _obligatory(
        SealedText(max_length=80),
        kind=Kind.COMPANY_TYPE,
        editable_at="members:company_type",
        reason=Text(
            "本平台为企业间平台；生产商、经销商与终端用户的服务不同",
            "This is a marketplace between businesses; makers, distributors and end users are served differently",
        ),
    )
    business_card = _obligatory(
        SealedFile(),
        kind=Kind.BUSINESS_CARD,
        editable_at="members:business_card",
        reason=Text(
            "以便确认您确实在所述公司任职",
            "To confirm that you do work for the company you name",
        ),
    )
    given_at = personal(
        models.DateTimeField(default=now, editable=False),
        kind=Kind.ACCOUNT_STATE,
        subject="member_id",
        purposes={Purpose.MEMBERSHIP, Purpose.OWN_DATA},
        keep=keeping.MEMBERSHIP,
        erase="delete row",
        fixed_because=BY_SYSTEM,
    )

    class Meta:
        db_table = "members_membership"

    def __str__(self) -> str:
        return f"membership of {self.member_id}"


_personalised = functools.partial(
    personal,
    subject="member_id",
    purposes={Purpose.PERSONALISED_SERVICES, Purpose.OWN_DATA},
    keep=keeping.OPTIONAL,
)


class OptionalDetails(models.Model):
    """What a member may add, each with a consent of its own (I.1b). Withdrawing the consent empties it."""

    member = personal(
        models.OneToOneField(Member, on_delete=models.CASCADE, primary_key=True, related_name="optional_details"),
        kind=Kind.PERSON_ID,
        subject="member_id",
        purposes={Purpose.PERSONALISED_SERVICES, Purpose.PRODUCT_NEWS, Purpose.OWN_DATA},
        keep=keeping.OPTIONAL,
        erase="delete row",
        fixed_because=BY_SYSTEM,
    )
    company = _personalised(
        SealedText(max_length=120, null=True),
        kind=Kind.COMPANY,
        editable_at="members:company",
        reason=Text(
            "以便展示与贵公司业务相关的产品",
            "To show products that fit what your company does",
        ),
    )
    department = _personalised(
        SealedText(max_length=80, null=True),
        kind=Kind.DEPARTMENT,
        editable_at="members:department",
        reason=Text(
            "以便按研发、采购或生产调整内容",
            "To fit what we show to research, purchasing or production",
        ),
    )
    contact_address = _personalised(
        SealedText(max_length=300, null=True),
        kind=Kind.ADDRESS,
        editable_at="members:contact_address",
        reason=Text(
            "以便寄送您感兴趣的样册和色卡",
            "To send you the brochures and colour cards you are interested in",
        ),
    )
    interests = personal(
        SealedText(max_length=300, null=True),
        kind=Kind.INTERESTS,
        subject="member_id",
        purposes={Purpose.PRODUCT_NEWS, Purpose.OWN_DATA},
        keep=keeping.OPTIONAL,
        editable_at="members:interests",
        reason=Text(
            "以便只向您推送这些领域的产品和信息",
            "To send you products and messages of these fields only",
        ),
    )

    class Meta:
        db_table = "members_optionaldetails"

    def __str__(self) -> str:
        return f"optional details of {self.member_id}"


class Correction(models.Model):
    """That a member changed a detail: which and when, never the values (V.2; PIPL 46)."""

    id = nonpersonal(models.UUIDField(primary_key=True, default=new_id, editable=False), "random key of the row")
    member = personal(
        models.ForeignKey(Member, on_delete=models.CASCADE, related_name="corrections"),
        kind=Kind.PERSON_ID,
        subject="member_id",
        purposes={Purpose.OWN_DATA, Purpose.EVIDENCE},
        keep=keeping.ACCOUNT,
        erase="delete row",
        fixed_because=BY_SYSTEM,
    )
    label = personal(
        models.CharField(max_length=120),
        kind=Kind.CORRECTION,
        subject="member_id",
        purposes={Purpose.OWN_DATA, Purpose.EVIDENCE},
        keep=keeping.ACCOUNT,
        erase="delete row",
        fixed_because=BY_SYSTEM,
    )
    at = personal(
        models.DateTimeField(default=now),
        kind=Kind.CORRECTION,
        subject="member_id",
        purposes={Purpose.OWN_DATA, Purpose.EVIDENCE},
        keep=keeping.ACCOUNT,
        erase="delete row",
        fixed_because=BY_SYSTEM,
    )

    class Meta:
        db_table = "members_correction"
        indexes = [models.Index(fields=["member", "-at"], name="correction_latest")]

    def __str__(self) -> str:
        return f"correction of {self.label}"
