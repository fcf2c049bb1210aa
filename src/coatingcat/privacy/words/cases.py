"""What people ask of us, how far it has come, and why it may be refused (VIII.1; PIPL 44 to 50, 65; NDSR 20)."""

from dataclasses import dataclass
from enum import Enum

from coatingcat.privacy.words.roles import Role
from coatingcat.privacy.words.text import Text


class CaseState(Enum):
    OPENED = Text("已收到", "Received")
    TAKEN = Text("处理中", "In hand")
    WAITING = Text("等待您的回复", "Waiting for the person")
    ANSWERED = Text("已答复", "Answered")
    REFUSED = Text("已拒绝", "Refused")
    CLOSED = Text("已结束", "Closed")
    REOPENED = Text("已重新打开", "Reopened")

    @property
    def code(self) -> str:
        return self.name.lower()


UNANSWERED = frozenset({CaseState.OPENED, CaseState.TAKEN, CaseState.WAITING, CaseState.REOPENED})
"""States in which the time of the answer runs; asking back does not stop it."""


@dataclass(frozen=True, slots=True)
class CaseKindFacts:
    """`article` gives the right that is used; `roles` may read and answer; `needs_proof`: only to whom it belongs."""

    text: Text
    article: str
    roles: frozenset[Role]
    is_right: bool = True
    needs_proof: bool = True


_ALL = frozenset({Role.SUPPORT, Role.PRIVACY_OFFICER})
_OFFICER = frozenset({Role.PRIVACY_OFFICER})


class CaseKind(Enum):
    QUESTION = CaseKindFacts(
        Text("问题或建议", "Question or suggestion"), "PIPL 50", _ALL, is_right=False, needs_proof=False
    )
    COMPLAINT = CaseKindFacts(Text("投诉", "Complaint"), "NDSR 20; PIPL 65", _ALL, is_right=False, needs_proof=False)
    OPT_OUT = CaseKindFacts(
        Text("退订或撤回同意方面的帮助", "Help with unsubscribing or withdrawing consent"), "PIPL 15, 24", _ALL
    )
    ACCESS = CaseKindFacts(Text("查阅、复制我的信息", "See or copy my data"), "PIPL 45", _OFFICER)
    PORTABILITY = CaseKindFacts(Text("将我的信息转移给他人", "Transfer my data to somebody else"), "PIPL 45", _OFFICER)
    CORRECTION = CaseKindFacts(Text("更正、补充我的信息", "Correct or complete my data"), "PIPL 46", _OFFICER)
    DELETION = CaseKindFacts(
        Text("删除我的信息或注销账号", "Delete my data or cancel my account"), "PIPL 47; ECL 24", _OFFICER
    )
    RESTRICTION = CaseKindFacts(Text("限制处理我的信息", "Restrict what is done with my data"), "PIPL 44", _OFFICER)
    PROFILING = CaseKindFacts(
        Text("反对用户画像与自动化决策", "Object to profiling and automated decisions"), "PIPL 24, 44; ARR 17", _OFFICER
    )
    EXPLANATION = CaseKindFacts(
        Text("要求解释处理规则", "Explain the rules to me"), "PIPL 48; ARR 16", _OFFICER, needs_proof=False
    )
    GUARDIAN = CaseKindFacts(Text("作为监护人，代未成年人提出", "As guardian, for a minor"), "PIPL 31; MR 34", _OFFICER)
    NEXT_OF_KIN = CaseKindFacts(
        Text("作为近亲属，涉及已故者的信息", "As next of kin, about a deceased person's data"), "PIPL 49", _OFFICER
    )

    @property
    def text(self) -> Text:
        return self.value.text

    @property
    def article(self) -> str:
        return self.value.article

    @property
    def roles(self) -> frozenset[Role]:
        return self.value.roles

    @property
    def needs_proof(self) -> bool:
        return self.value.needs_proof

    @property
    def code(self) -> str:
        return self.name.lower()


class Move(Enum):
    """What happened to a case. The first group changes its state (`rules.cases.MOVES`), the second does not."""

    OPEN = Text("提交", "Opened")
    TAKE = Text("开始处理", "Taken in hand")
    ASK = Text("询问补充信息", "Asked back")
    REPLY = Text("当事人回复", "The person replied")
    ANSWER = Text("答复", "Answered")
    REFUSE = Text("拒绝并说明理由", "Refused with reasons")
    CLOSE = Text("结束", "Closed")
    REOPEN = Text("重新打开", "Reopened")
    ERASED = Text("提出者的信息已删除，案件结束", "Closed: the data of whoever asked was erased")

    WRITE = Text("当事人补充", "The person added something")
    CONFIRM = Text("确认了电子邮箱", "The e-mail address was confirmed")
    RECOGNISE = Text("确认请求涉及的人", "The person concerned was recognised")
    HALF = Text("期限已过半：已提醒", "Half of the time is over: reminded")
    OVERDUE = Text("已超过期限：已提醒", "Overdue: reminded")
    OPT_OUT = Text("已为当事人撤回同意并停止推送", "Consents withdrawn for the person, pushes stopped")
    RESTRICT = Text("已限制处理", "Processing restricted")
    LIFT = Text("已解除限制", "Restriction lifted")
    CANCEL = Text("已开始注销", "Cancellation started")
    CORRECT = Text("已确认更正", "Correction confirmed")
    APPROVE = Text("一名负责人已同意近亲属的请求", "One officer agreed to the request of the next of kin")
    GRANT = Text("第二名负责人已确认近亲属的请求", "A second officer confirmed the request of the next of kin")

    @property
    def code(self) -> str:
        return self.name.lower()


class Side(Enum):
    """Who made a step or wrote a message."""

    PERSON = Text("当事人", "The person")
    STAFF = Text("平台", "The platform")
    PROGRAM = Text("系统", "The program")

    @property
    def code(self) -> str:
        return self.name.lower()


class Ground(Enum):
    """The only reasons for which a request may be refused; each names its rule. A text explains it besides."""

    NOT_PROVEN = Text(
        "无法确认请求人就是当事人或其授权人（个人信息保护法第 50 条）",
        "It is not shown that the asker is the person or acts for them (PIPL 50)",
    )
    LAW_KEEPS = Text(
        "法律、行政法规规定的保存期限未届满（个人信息保护法第 47 条；电子商务法第 31 条）",
        "A law demands that it is kept for longer (PIPL 47; ECL 31)",
    )
    SECRECY = Text(
        "法律、行政法规规定应当保密或者不需要告知（个人信息保护法第 18、45 条）",
        "A law demands secrecy or lets it go untold (PIPL 18, 45)",
    )
    NOT_HELD = Text("我们不持有所请求的信息（个人信息保护法第 45 条）", "We do not hold what is asked for (PIPL 45)")
    CORRECT_ALREADY = Text(
        "经核实，信息准确、完整（个人信息保护法第 46 条）", "It was checked and is correct and complete (PIPL 46)"
    )
    RIGHTS_OF_OTHERS = Text(
        "会损害他人的合法权益（民法典第 1035 条；个人信息保护法第 50 条）",
        "It would harm the rights of somebody else (Civil Code 1035; PIPL 50)",
    )
    NEEDED_FOR_CONTRACT = Text(
        "为订立、履行您作为一方当事人的合同所必需（个人信息保护法第 13 条第 1 款第 2 项）",
        "It is needed for a contract with you (PIPL 13(1)(2))",
    )
    ARRANGED_OTHERWISE = Text(
        "死者生前另有安排（个人信息保护法第 49 条）", "The deceased arranged otherwise while alive (PIPL 49)"
    )

    @property
    def code(self) -> str:
        return self.name.lower()


class Relation(Enum):
    """Next of kin (Civil Code 1045)."""

    SPOUSE = Text("配偶", "Spouse")
    PARENT = Text("父母", "Parent")
    CHILD = Text("子女", "Child")
    SIBLING = Text("兄弟姐妹", "Brother or sister")
    GRANDPARENT = Text("祖父母、外祖父母", "Grandparent")
    GRANDCHILD = Text("孙子女、外孙子女", "Grandchild")

    @property
    def code(self) -> str:
        return self.name.lower()


class KinScope(Enum):
    """What next of kin may ask for, in their own lawful and proper interest (PIPL 49)."""

    COPY = Text("查阅、复制", "See and copy")
    CORRECT = Text("更正", "Correct")
    DELETE = Text("删除", "Delete")

    @property
    def code(self) -> str:
        return self.name.lower()


class AfterDeath(Enum):
    """What a person arranged for the time after death (PIPL 49)."""

    KIN = Text("由近亲属依法行使权利", "My next of kin may use their rights")
    DELETE = Text("删除全部信息，不向近亲属提供", "Delete everything, give nothing to my next of kin")

    @property
    def code(self) -> str:
        return self.name.lower()
