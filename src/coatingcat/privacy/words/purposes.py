"""What personal data may be used for: a closed list (I.0). A purpose that is not here cannot be written in code."""

from dataclasses import dataclass
from enum import Enum

from coatingcat.privacy.words.text import Text


class Basis(Enum):
    """The grounds of PIPL Art. 13(1); consent is needed for the first alone."""

    CONSENT = ("PIPL 13(1)(1)", Text("取得个人的同意", "The person's consent"))
    CONTRACT = (
        "PIPL 13(1)(2)",
        Text("订立、履行个人作为一方当事人的合同所必需", "Needed for a contract with the person"),
    )
    LEGAL_DUTY = ("PIPL 13(1)(3)", Text("履行法定职责或者法定义务所必需", "Needed to fulfil a legal duty"))
    PUBLISHED = ("PIPL 13(1)(6)", Text("个人自行公开的个人信息", "Published by the person"))

    @property
    def article(self) -> str:
        return self.value[0]

    @property
    def text(self) -> Text:
        return self.value[1]


class About(Enum):
    """What a use of personal data is about: how the page of consents groups its questions."""

    SITE = Text("在本网站上为您展示的内容", "What this site shows you")
    MESSAGES = Text("发送给您的信息", "What is sent to you")
    SHARING = Text("提供给他人的信息", "What others receive")


@dataclass(frozen=True, slots=True)
class PurposeFacts:
    """`article` is the rule behind the basis, `clause` the promise of the policy, `switchable` whether one may say no."""

    text: Text
    basis: Basis
    article: str
    clause: str
    switchable: bool = False
    open_to_minors: bool = True
    about: About = About.SITE
    refused_by_gpc: bool = False
    """Whether `Sec-GPC: 1` refuses it for that browser: personalisation and sharing."""
    asked_per_recipient: str = ""
    """Article that wants a consent of its own for each recipient (PIPL 23, 29, 39); empty: none does."""
    consent_days: int = 0
    """How long a yes holds; 0: until it is withdrawn."""


class Purpose(Enum):
    """Each with its text, basis, article and clause. Only purposes of functions that exist stand here."""

    ACCOUNT = PurposeFacts(
        Text("注册、登录与管理您的账号", "To register you, sign you in and manage your account"),
        Basis.CONTRACT,
        "PIPL 13(1)(2); CSL 24",
        "I.1a",
    )
    MEMBERSHIP = PurposeFacts(
        Text("向您提供会员服务", "To provide membership services to you"), Basis.CONTRACT, "PIPL 13(1)(2)", "I.1a"
    )
    CERTIFICATION = PurposeFacts(
        Text("核验企业的身份与许可", "To verify who a company is and by what licence it trades"),
        Basis.LEGAL_DUTY,
        "PIPL 13(1)(3); ECL 27",
        "I.1c",
    )
    ACCOUNT_SECURITY = PurposeFacts(
        Text("发现异常的账号状态，保护您的账号", "To notice abnormal states of your account and protect it"),
        Basis.LEGAL_DUTY,
        "PIPL 51; CSL 23",
        "I.2b-0",
    )
    SHOPPING = PurposeFacts(Text("为您保存购物车", "To keep your cart for you"), Basis.CONTRACT, "PIPL 13(1)(2)", "F.5")
    ORDER_FULFILMENT = PurposeFacts(
        Text("处理、交付您的订单并与收货人联系", "To handle and deliver orders and reach the consignee"),
        Basis.CONTRACT,
        "PIPL 13(1)(2)",
        "I.2a-1",
    )
    INQUIRIES = PurposeFacts(
        Text(
            "受理、答复您的样品、报价与技术咨询",
            "To take in and answer your requests for samples, quotes and technical advice",
        ),
        Basis.CONTRACT,
        "PIPL 13(1)(2)",
        "F.8",
    )
    TRANSACTION_RECORDS = PurposeFacts(
        Text("依法保存交易记录", "To keep transaction records as the law requires"),
        Basis.LEGAL_DUTY,
        "ECL 31",
        "V.1b",
    )
    SITE_OPERATION = PurposeFacts(
        Text("由网站建设方查找并修复故障", "To find and repair faults of the website, by its builder"),
        Basis.CONTRACT,
        "PIPL 13(1)(2), 21",
        "IV.1-1",
    )
    LEGAL_DISCLOSURE = PurposeFacts(
        Text("依法向国家机关提供", "To hand over to an authority what the law demands"),
        Basis.LEGAL_DUTY,
        "PIPL 13(1)(3), 41; DSL 35, 36",
        "IV.3",
    )
    SERVICE_MESSAGES = PurposeFacts(
        Text("发送验证码、订单确认等服务信息", "To send codes, order confirmations and other service messages"),
        Basis.CONTRACT,
        "PIPL 13(1)(2)",
        "I.2a-1",
    )
    OWN_DATA = PurposeFacts(
        Text("让您查阅、更正自己的信息", "To let you see and correct your own data"),
        Basis.LEGAL_DUTY,
        "PIPL 44, 45, 46",
        "V.1a",
    )
    CORRESPONDENCE = PurposeFacts(
        Text("受理、答复您的提问、请求和投诉", "To take in and answer your questions, requests and complaints"),
        Basis.LEGAL_DUTY,
        "PIPL 13(1)(3), 50",
        "VIII.1",
    )
    EVIDENCE = PurposeFacts(
        Text("证明我们按照承诺处理了个人信息", "To prove that personal data was handled as promised"),
        Basis.LEGAL_DUTY,
        "PIPL 51, 54, 69",
        "III.3-0",
    )
    MINOR_PROTECTION = PurposeFacts(
        Text("征得监护人同意，保护未成年人", "To ask a guardian's consent and protect minors"),
        Basis.LEGAL_DUTY,
        "PIPL 28, 31",
        "VI.1",
    )
    PUBLIC_PROFILE = PurposeFacts(
        Text("展示您自愿公开的昵称", "To show the nickname you chose to publish"),
        Basis.PUBLISHED,
        "PIPL 13(1)(6)",
        "II.1",
    )
    PERSONALISED_SERVICES = PurposeFacts(
        Text("按您自愿填写的信息提供个性化服务", "To personalise services by the optional information you gave"),
        Basis.CONSENT,
        "PIPL 13(1)(1), 24",
        "I.1b",
        switchable=True,
        open_to_minors=False,
        refused_by_gpc=True,
    )
    INDUSTRY_FIT = PurposeFacts(
        Text(
            "为您挑选适合贵公司所属行业的产品与解决方案",
            "To pick products and solutions that suit your company's industry",
        ),
        Basis.CONSENT,
        "PIPL 13(1)(1), 24",
        "I.6",
        switchable=True,
        open_to_minors=False,
        refused_by_gpc=True,
        consent_days=365,
    )
    SITE_PREFERENCES = PurposeFacts(
        Text("按您选择的语言和外观显示页面", "To show pages in the language and appearance you chose"),
        Basis.CONTRACT,
        "PIPL 13(1)(2)",
        "I.2b-cookie1",
    )
    PRODUCT_NEWS = PurposeFacts(
        Text("向您推送您感兴趣的产品和信息", "To send you products and messages of interest"),
        Basis.CONSENT,
        "PIPL 13(1)(1); Consumer Protection Law 29",
        "I.1b",
        switchable=True,
        open_to_minors=False,
        about=About.MESSAGES,
    )

    POLICY_CONSULTATION = PurposeFacts(
        Text("听取您对本政策新版本的意见", "To hear what you say to a new version of this policy"),
        Basis.LEGAL_DUTY,
        "ECL 34",
        "VII.1",
    )

    @property
    def text(self) -> Text:
        return self.value.text

    @property
    def basis(self) -> Basis:
        return self.value.basis

    @property
    def article(self) -> str:
        return self.value.article

    @property
    def clause(self) -> str:
        return self.value.clause

    @property
    def switchable(self) -> bool:
        return self.value.switchable

    @property
    def open_to_minors(self) -> bool:
        return self.value.open_to_minors

    @property
    def about(self) -> About:
        return self.value.about

    @property
    def refused_by_gpc(self) -> bool:
        return self.value.refused_by_gpc

    @property
    def asked_per_recipient(self) -> str:
        return self.value.asked_per_recipient

    @property
    def consent_days(self) -> int:
        return self.value.consent_days

    @property
    def needs_consent(self) -> bool:
        return self.basis is Basis.CONSENT
