"""How data may leave the house, and what the door asks before it does (IV; PIPL 21, 23, 38 to 41)."""

from enum import Enum

from coatingcat.privacy.words.text import Text


class Form(Enum):
    """In which form a recipient gets a value, from the strongest protection to the weakest."""

    UNREADABLE = Text("仅密文，接收方无法识读", "encrypted; the recipient cannot read it")
    AGGREGATE = Text("仅汇总数字", "as totals only")
    PSEUDONYM = Text("以该接收方专用的假名", "under a pseudonym made for this recipient alone")
    CLEAR = Text("可识读", "readable")


class Standing(Enum):
    """What a recipient is before the law."""

    PROCESSOR = Text("受托处理者（个保法第 21 条）", "Acts on our behalf (PIPL 21)")
    HANDLER = Text("独立的个人信息处理者（个保法第 23 条）", "Decides for itself (PIPL 23)")
    AUTHORITY = Text("国家机关", "Public authority")


class Path(Enum):
    """By which way data may leave the mainland (PIPL 38; provisions of 22 March 2024)."""

    EXEMPT = Text(
        "免予申报：当年累计不满 10 万人且不含敏感个人信息", "Exempt: under 100,000 persons a year, none sensitive"
    )
    CONTRACT = Text("个人信息出境标准合同", "Standard contract")
    CERTIFICATION = Text("个人信息保护认证", "Certification")
    ASSESSMENT = Text("数据出境安全评估", "Security assessment by the authority")


class ShareQuestion(Enum):
    """What the door asks, in this order; a refusal names the first question that was answered with no."""

    RECIPIENT = Text("没有登记此接收方", "There is no such recipient")
    PURPOSE = Text("未声明向该接收方为此目的提供信息", "The recipient is not declared for this purpose")
    ROLE = Text("您的角色无权对外提供", "Your role may not hand anything out for this purpose")
    FIELD = Text("未声明向该接收方提供此字段", "The field is not declared for this recipient")
    FORM = Text("未声明以此形式提供此字段", "The field is not declared in this form")
    CONTRACT = Text("没有有效合同", "No contract with the recipient is in force")
    INSTRUMENT = Text("没有法律文书", "There is no legal instrument")
    SECOND = Text("须由另一名负责人核准", "A second officer has to approve")
    ABROAD = Text("没有出境路径", "Data would leave the mainland without a legal path")
    THRESHOLD = Text("出境人数超出该路径的上限", "More persons would be affected than the path abroad allows")
    KEY = Text("接收方没有加密密钥", "The recipient has no key to encrypt to")
    FROZEN = Text("对外提供已被冻结", "Sharing is frozen")
    PERSON = Text("涉及的个人已注销、受限制或无密钥", "A person concerned is erased or restricted")
    VERSION = Text(
        "当事人尚未接受引入该接收方或该字段的隐私政策版本",
        "A person concerned has not accepted the version of the policy that brought this recipient or field",
    )
    CONSENT = Text("当事人未单独同意向该接收方提供", "A person concerned has not agreed to this recipient")
    MINOR = Text("涉及未成年人", "A person concerned is under 18")
    DUTY = Text(
        "您尚未签署保密承诺、培训逾期或查阅人数超限",
        "Your undertaking or training is missing, or you opened the data of too many persons",
    )
    EMPTY = Text("没有可提供的内容", "There is nothing to hand over")


class Outcome(Enum):
    """What became of a package on its way."""

    FETCHED = Text("已由工作人员下载转交", "Fetched by an officer to hand over")
    RECEIVED = Text("接收方已签收", "Received; the recipient answered")
    FAILED = Text("投递失败，将重试", "Not delivered; tried again")
    DROPPED = Text("未投递并已删除", "Deleted without delivery")
