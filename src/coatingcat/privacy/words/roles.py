"""Who may act for which purpose, and what the gate asks."""

from collections.abc import Collection
from enum import Enum

from coatingcat.privacy.words.purposes import Purpose
from coatingcat.privacy.words.text import Text


class KeyKind(Enum):
    """LIVE dies with the account; HOLD keeps what a law makes the operator keep, until its last day."""

    LIVE = "live"
    HOLD = "hold"


class Act(Enum):
    """What happened to a consent (ISO/IEC TS 27560): asked, answered, taken back, or at its end."""

    REQUESTED = "requested"
    GIVEN = "given"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"

    @property
    def text(self) -> Text:
        return _ACTS[self]

    @property
    def is_no(self) -> bool:
        """Whether the person said no: the site may then not ask again for a while."""
        return self in {Act.REFUSED, Act.WITHDRAWN}


_ACTS = {
    Act.REQUESTED: Text("询问", "Asked"),
    Act.GIVEN: Text("同意", "Given"),
    Act.REFUSED: Text("拒绝", "Refused"),
    Act.WITHDRAWN: Text("撤回", "Withdrawn"),
    Act.EXPIRED: Text("到期", "Expired"),
}


class GivenBy(Enum):
    """The way a word on a consent was given: what the person had before them."""

    PAGE = Text("“我的同意”页面", "The page of consents")
    PROMPT = Text("首次使用某项功能时的询问", "A question at the first use of a function")
    REGISTRATION = Text("注册时填写的表单", "The form of the registration")
    MESSAGE = Text("信息中的退订链接或短信回复", "The link in a message, or a reply to it")
    DESK = Text("客服代为记录", "Staff, on the person's word")
    PROGRAM = Text("系统（同意到期）", "The program, when the consent ended")

    @property
    def text(self) -> Text:
        return self.value


class Question(Enum):
    """What the gate asks, in this order; a refusal names the first question that was answered with no."""

    DECLARED = Text("该信息未声明用于此目的", "The value is not declared for this purpose")
    ROLE = Text("您的角色无权为此目的行事", "Your role may not act for this purpose")
    BROWSER = Text("该浏览器要求不作此用途（GPC）", "The browser asks not to (Global Privacy Control)")
    HANDED = Text("该信息未提供给贵公司", "The value was not handed to your company")
    CONSENT = Text("当事人未同意此目的", "The person has not consented to this purpose")
    UNDERTAKING = Text(
        "您尚未签署现行的保密承诺书：请先在工作台“我的职责”中签署",
        "You have not signed the confidentiality undertaking in force: sign it first, at the staff desk under My duties",
    )
    TRAINING = Text(
        "您的年度个人信息保护培训已逾期：请先在工作台“我的职责”中完成",
        "Your yearly training on personal data is overdue: take it first, at the staff desk under My duties",
    )
    BULK = Text(
        "您在短时间内查阅了过多人的信息；已通知个人信息保护负责人，由其决定是否放行",
        "You have opened the data of too many people in a short time; the privacy officers were told and can lift this",
    )
    VERSION = Text(
        "当事人尚未接受引入此项处理的政策版本",
        "The person has not accepted the version of the policy that brought this use",
    )
    MINOR = Text("未成年人的信息不得用于此目的", "A minor's data is not used for this purpose")
    APPROVAL = Text(
        "查阅未成年人的信息须经个人信息保护负责人批准",
        "A minor's data opens to staff only with a privacy officer's approval",
    )
    RESTRICTED = Text("该信息的处理已受限制", "Processing of this person's data is restricted")
    ERASED = Text("该信息已被删除", "The value has been erased")
    RETENTION = Text("已超过保存期限", "Its keeping time is over")
    PLACE = Text("密文不属于此处", "The sealed value does not belong to this place")


class Role(Enum):
    """What an actor is. One actor may have several roles."""

    SUBJECT = Text("本人", "The person")
    MEMBER = Text("会员", "Member")
    VISITOR = Text("访客", "Visitor")
    GUARDIAN = Text("监护人", "Guardian")
    SUPPORT = Text("客服", "Support")
    FULFILMENT = Text("订单处理", "Order desk")
    MARKETING = Text("市场", "Marketing")
    CERTIFIER = Text("企业认证审核", "Certifier")
    PRIVACY_OFFICER = Text("个人信息保护负责人", "Privacy officer")
    SUPPLIER = Text("供应商", "Supplier")
    AGENT = Text("代理商", "Agent")
    SYSTEM = Text("系统任务", "System job")


STAFF = (Role.SUPPORT, Role.FULFILMENT, Role.MARKETING, Role.CERTIFIER, Role.PRIVACY_OFFICER)
"""The roles the operator grants to its own people."""

_ALL = frozenset(Purpose)
ROLE_PURPOSES: dict[Role, frozenset[Purpose]] = {
    Role.SUBJECT: _ALL,
    Role.MEMBER: frozenset(
        {Purpose.ORDER_FULFILMENT, Purpose.SHOPPING}
    ),  # of others, such as consignees; his own, and what he asks suppliers, as SUBJECT alone (III.3a)
    Role.GUARDIAN: frozenset({Purpose.OWN_DATA, Purpose.MINOR_PROTECTION}),  # of the wards alone (`Actor.wards`)
    Role.VISITOR: frozenset({Purpose.PUBLIC_PROFILE}),
    Role.SUPPORT: frozenset(
        {
            Purpose.ACCOUNT,
            Purpose.ORDER_FULFILMENT,
            Purpose.INQUIRIES,
            Purpose.SERVICE_MESSAGES,
            Purpose.CORRESPONDENCE,
        }
    ),
    Role.FULFILMENT: frozenset({Purpose.ORDER_FULFILMENT, Purpose.INQUIRIES}),
    Role.SUPPLIER: frozenset({Purpose.ORDER_FULFILMENT, Purpose.INQUIRIES}),  # of what was handed to it alone
    Role.AGENT: frozenset({Purpose.ORDER_FULFILMENT, Purpose.INQUIRIES}),  # likewise
    Role.MARKETING: frozenset({Purpose.PRODUCT_NEWS}),
    Role.PRIVACY_OFFICER: frozenset(
        {
            Purpose.OWN_DATA,
            Purpose.EVIDENCE,
            Purpose.TRANSACTION_RECORDS,
            Purpose.SITE_OPERATION,
            Purpose.LEGAL_DISCLOSURE,
            Purpose.POLICY_CONSULTATION,
            Purpose.CORRESPONDENCE,
        }
    ),
    Role.CERTIFIER: frozenset({Purpose.CERTIFICATION}),
    Role.SYSTEM: frozenset(
        {
            Purpose.SERVICE_MESSAGES,
            Purpose.ORDER_FULFILMENT,  # a correction follows to the carrier that got the value (PIPL 46)
            Purpose.ACCOUNT_SECURITY,
            Purpose.TRANSACTION_RECORDS,
            Purpose.PRODUCT_NEWS,
            Purpose.MINOR_PROTECTION,
        }
    ),
}
"""The purposes a role may act for. What a row shows to whom is decided by each room's `access`, on top of this."""

_IN_ONE_JOB: dict[Purpose, frozenset[str]] = {Purpose.ORDER_FULFILMENT: frozenset({"privacy.correction_flows"})}
"""What the program may do in these jobs alone: orders are handed out by people at the order desk, and a corrected value
follows to the carrier that got the old one (PIPL 46). No other job opens what an order says of people for that."""


def may_act(roles: Collection[Role], wanted: Purpose, job: str = "") -> bool:
    """Whether any of these roles may act for a purpose; the program itself only in the jobs named for it."""
    for role in roles:
        if wanted in ROLE_PURPOSES[role]:
            jobs = _IN_ONE_JOB.get(wanted) if role is Role.SYSTEM else None
            if jobs is None or job in jobs:
                return True
    return False
