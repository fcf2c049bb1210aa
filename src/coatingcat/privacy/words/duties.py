"""What staff owe before and while they look at somebody's data, and what can be switched off in need."""

from dataclasses import dataclass
from enum import Enum

from coatingcat.privacy.words.purposes import Purpose
from coatingcat.privacy.words.text import Text


@dataclass(frozen=True, slots=True)
class ReasonFacts:
    """The sentence the person reads, and the purposes it can be a reason for."""

    text: Text
    purposes: frozenset[Purpose]


_ORDER = frozenset({Purpose.ORDER_FULFILMENT})
_INQUIRY = frozenset({Purpose.INQUIRIES})
_RIGHTS = frozenset({Purpose.OWN_DATA})
_PROOF = frozenset({Purpose.EVIDENCE, Purpose.TRANSACTION_RECORDS, Purpose.OWN_DATA})
_LAW = frozenset({Purpose.LEGAL_DISCLOSURE})


class Reason(Enum):
    """Why somebody on the staff opened a person's data: a closed list, as a typed reason would tell of the person."""

    DELIVERY = ReasonFacts(Text("安排交付该订单", "To deliver this order"), _ORDER)
    DELIVERY_PROBLEM = ReasonFacts(
        Text("联系收货人解决交付问题", "To reach the consignee about a problem with the delivery"), _ORDER
    )
    RETURN = ReasonFacts(Text("处理退换货或投诉", "To handle a return or a complaint about this order"), _ORDER)
    INQUIRY = ReasonFacts(Text("答复该询盘", "To answer this inquiry"), _INQUIRY)
    SAMPLE = ReasonFacts(Text("寄送该样品", "To send this sample"), _INQUIRY)
    CERTIFICATION = ReasonFacts(
        Text("审核该企业认证申请", "To decide about this application for certification"),
        frozenset({Purpose.CERTIFICATION}),
    )
    QUESTION = ReasonFacts(
        Text("答复本人的询问", "To answer a question of the person"),
        frozenset(Purpose) - {Purpose.EVIDENCE, Purpose.TRANSACTION_RECORDS, Purpose.LEGAL_DISCLOSURE},
    )
    RIGHTS_REQUEST = ReasonFacts(
        Text("办理本人行使个人信息权利的请求", "To carry out what the person asked for about their own data"), _RIGHTS
    )
    IDENTITY = ReasonFacts(
        Text("核实请求人的身份", "To verify who is asking"), _RIGHTS | {Purpose.ACCOUNT, Purpose.ACCOUNT_SECURITY}
    )
    INCIDENT = ReasonFacts(
        Text("处置个人信息安全事件", "To contain or clear up an incident with personal data"),
        _PROOF | {Purpose.ACCOUNT_SECURITY, Purpose.ACCOUNT},
    )
    AUTHORITY = ReasonFacts(Text("依法向主管机关提供", "To answer an authority, on a legal instrument"), _PROOF | _LAW)
    CONSULTATION = ReasonFacts(
        Text("研究对政策草案的意见", "To weigh the comments on a draft of the policy"),
        frozenset({Purpose.POLICY_CONSULTATION}),
    )
    AUDIT = ReasonFacts(Text("合规审计", "To audit how data was handled"), _PROOF)

    @property
    def text(self) -> Text:
        return self.value.text

    @property
    def purposes(self) -> frozenset[Purpose]:
        return self.value.purposes


class Switch(Enum):
    """What an incident may call for to be switched off for everybody, at once (III.3d)."""

    EXPORTS = Text("导出个人数据", "Exports of personal data")
    DOWNLOADS = Text("下载文件", "Downloads of files")
    SHARES = Text("向第三方提供个人信息", "Sharing of personal data with others")


class LiftReason(Enum):
    """Why an officer lets somebody go on after a stop, or does not (the last two)."""

    CASE_LOAD = Text(
        "工作量属实，查阅均有对应的订单或工单", "The work was real: each opening belongs to an order or case"
    )
    INCIDENT = Text("处置安全事件所需", "Needed to clear up an incident")
    AUDIT = Text("经批准的审计", "An audit that was approved")
    NO_NEED = Text("未发现工作需要，维持阻止", "No need of the work was found; the stop stands")
    SUSPECTED = Text(
        "疑似违规，维持阻止，并应作为事件登记",
        "Misuse is suspected; the stop stands, and an incident is to be declared",
    )

    @property
    def lifts(self) -> bool:
        return self not in {LiftReason.NO_NEED, LiftReason.SUSPECTED}


UNDERTAKING_VERSION = "2026.1"
UNDERTAKING: tuple[Text, ...] = (
    Text(
        "我只为平台为我的角色声明的目的查阅个人信息，并且只查阅完成手头工作所必需的部分。",
        "I open personal data only for the purposes declared for my role, and only what the work in hand needs.",
    ),
    Text(
        "我每次查阅都如实说明原因；我知道查阅记录会被保存、串联校验，并向当事人展示。",
        "I give the true reason each time; I know that every opening is recorded, chained and shown to the person.",
    ),
    Text(
        "我不复制、不截屏、不向任何未获授权的人透露个人信息，包括同事、家人和客户。",
        "I do not copy, photograph or pass on personal data to anybody who is not authorised: colleagues, family and"
        " customers included.",
    ),
    Text(
        "我不与他人共用账号，离开时锁定屏幕，不把密码或验证器交给任何人。",
        "I share my account with nobody, lock the screen when I leave it, and give no password or authenticator away.",
    ),
    Text(
        "发现或怀疑个人信息泄露、篡改或丢失时，我立即报告个人信息保护负责人，不等到确认。",
        "If I notice or suspect that data leaked, was changed or lost, I report it to the privacy officer at once,"
        " without waiting to be sure.",
    ),
    Text(
        "本承诺在我离岗或离职后继续有效；违反承诺可能导致纪律处分、合同责任以及个人信息保护法第六十六条、刑法第二百五十三条之一规定的法律责任。",
        "This holds after I leave the post or the company. Breaking it may lead to disciplinary and contractual"
        " consequences and to liability under PIPL Art. 66 and Criminal Law Art. 253-1.",
    ),
)
"""The confidentiality undertaking (III.3c; PIPL 51(4); GB/T 35273-2020 11.5). A changed text needs a new version."""

TRAINING_TOPIC = "personal-data-2026"
"""The topic of the training now given; a record names it."""


@dataclass(frozen=True, slots=True)
class QuizQuestion:
    """A question of the training with its answers; `right` is the place of the right one, from 0."""

    key: str
    text: Text
    answers: tuple[Text, ...]
    right: int
    why: Text


QUIZ: tuple[QuizQuestion, ...] = (
    QuizQuestion(
        "purpose",
        Text(
            "一位同事请你顺便查一下某会员的手机号，他想推荐一款新树脂。你怎么做？",
            "A colleague asks you to look up a member's mobile number to recommend a new resin. What do you do?",
        ),
        (
            Text("查一下，反正都是同事", "Look it up; he is a colleague"),
            Text("不查：推荐产品不是我角色的目的", "I do not: recommending products is no purpose of my role"),
            Text("查，但只口头告诉他", "Look it up, but tell him by word of mouth only"),
        ),
        1,
        Text(
            "查阅目的由角色决定；同事的请求不是目的。",
            "Purposes belong to roles; a colleague's wish is none (PIPL Art. 6).",
        ),
    ),
    QuizQuestion(
        "incident",
        Text(
            "你把一份含收货人信息的送货单发给了错误的承运人。什么时候报告？",
            "You sent a delivery note with a consignee's details to the wrong carrier. When do you report it?",
        ),
        (
            Text("立即", "At once"),
            Text("确认对方已打开之后", "Once it is certain that it was opened"),
            Text("在每周例会上", "At the weekly meeting"),
        ),
        0,
        Text(
            "时限从知悉起计算：通知个人应当立即，较大事件须在四小时内报告。",
            "The clock runs from awareness: persons are told at once, a major incident is reported within four hours"
            " (PIPL Art. 57).",
        ),
    ),
    QuizQuestion(
        "request",
        Text(
            "有人来电自称是某会员，要求把他的数据发到一个新的邮箱。你怎么做？",
            "A caller says he is a member and wants his data sent to a new address. What do you do?",
        ),
        (
            Text("他知道姓名和公司，可以发送", "He knows name and company, so I send it"),
            Text("请他再提供身份证照片", "I ask for a picture of his identity card"),
            Text(
                "请他登录个人中心，或通过已登记的联系方式核实",
                "I ask him to sign in, or verify him by the contact on record",
            ),
        ),
        2,
        Text(
            "只用已持有的信息核实身份，不为此另行收集。",
            "Identity is verified by what is held already; nothing more is collected for it (V.5).",
        ),
    ),
)
