"""What sorts of personal data there are, as the policy's lists name them (PIPL Art. 17; GB/T 35273 Annex A)."""

from dataclasses import dataclass
from enum import Enum

from coatingcat.privacy.words.text import Text


class Category(Enum):
    """The groups of GB/T 35273-2020 Annex A that the inventory is sorted by."""

    BASIC = Text("个人基本资料", "Basic details")
    WORK = Text("个人工作信息", "Work details")
    ACCOUNT = Text("网络身份标识信息", "Account and identifiers")
    TRANSACTION = Text("交易信息", "Transactions")
    RECORDS = Text("记录与证明", "Records and evidence")


@dataclass(frozen=True, slots=True)
class KindFacts:
    text: Text
    category: Category
    fideslang: str  # key of the fideslang taxonomy (ethyca), for exports only
    sensitive: bool = False  # PIPL Art. 28


class Kind(Enum):
    NAME = KindFacts(Text("姓名", "Name"), Category.BASIC, "user.name")
    EMAIL = KindFacts(Text("电子邮箱", "E-mail address"), Category.BASIC, "user.contact.email")
    MOBILE = KindFacts(Text("手机号码", "Mobile number"), Category.BASIC, "user.contact.phone_number")
    CITY = KindFacts(Text("所在城市", "City"), Category.BASIC, "user.contact.address.city")
    ADDRESS = KindFacts(Text("联系地址", "Contact address"), Category.BASIC, "user.contact.address")
    AGE = KindFacts(
        Text("年满 18 周岁的声明或成年日期", "Declaration of being 18 or over, or the day of coming of age"),
        Category.BASIC,
        "user.demographic.age_range",
    )
    GUARDIAN = KindFacts(Text("监护关系", "Guardianship"), Category.RECORDS, "user.account.settings")
    PROFESSION = KindFacts(Text("职业", "Profession"), Category.WORK, "user.job_title")
    INDUSTRY = KindFacts(Text("公司所属行业", "Industry of the company"), Category.WORK, "user.workplace")
    COMPANY_TYPE = KindFacts(Text("公司类型", "Type of company"), Category.WORK, "user.workplace")
    COMPANY = KindFacts(Text("公司名称", "Company"), Category.WORK, "user.workplace")
    DEPARTMENT = KindFacts(Text("部门", "Department"), Category.WORK, "user.workplace")
    BUSINESS_CARD = KindFacts(Text("名片", "Business card"), Category.WORK, "user.workplace")
    COMPANY_PAPER = KindFacts(
        Text("企业证照及授权材料", "Licences and papers of a company"), Category.WORK, "user.workplace"
    )
    INTERESTS = KindFacts(Text("感兴趣的产品领域", "Fields of interest"), Category.WORK, "user.behavior")
    PERSON_ID = KindFacts(
        Text("随机的内部编号", "Random internal identifier"), Category.ACCOUNT, "user.unique_id.pseudonymous"
    )
    POSITION = KindFacts(Text("在企业中的角色", "Role in a company"), Category.ACCOUNT, "user.workplace")
    NICKNAME = KindFacts(Text("昵称", "Nickname"), Category.ACCOUNT, "user.account.username")
    CREDENTIAL = KindFacts(Text("登录凭据", "Sign-in credential"), Category.ACCOUNT, "user.authorization.credentials")
    ACCOUNT_STATE = KindFacts(Text("账号状态", "State of the account"), Category.ACCOUNT, "user.account.settings")
    SIGN_IN = KindFacts(Text("登录与设备记录", "Sign-ins and devices"), Category.RECORDS, "user.device")
    PREFERENCE = KindFacts(Text("偏好设置", "Preferences"), Category.ACCOUNT, "user.account.settings")
    CART = KindFacts(Text("购物车", "Cart"), Category.TRANSACTION, "user.behavior.purchase_history")
    ORDER = KindFacts(Text("订单", "Orders"), Category.TRANSACTION, "user.behavior.purchase_history")
    INQUIRY = KindFacts(
        Text("询盘、样品与往来消息", "Inquiries, samples and the messages about them"),
        Category.TRANSACTION,
        "user.content",
    )
    PROJECT = KindFacts(
        Text("项目背景与预计年需求量", "Project background and estimated yearly demand"),
        Category.TRANSACTION,
        "user.workplace",
    )
    CORRECTION = KindFacts(Text("更正记录", "History of corrections"), Category.RECORDS, "system.operations")
    MESSAGE = KindFacts(Text("发给您的信息", "Messages sent to you"), Category.RECORDS, "user.content")
    CASE = KindFacts(
        Text("您的提问、请求、投诉及其答复", "Your questions, requests and complaints, and the answers"),
        Category.RECORDS,
        "user.content",
    )
    CONSENT = KindFacts(
        Text("同意与拒绝的记录", "Consents given and refused"), Category.RECORDS, "user.account.preferences"
    )
    ERASURE = KindFacts(
        Text("注销与删除的记录", "Requests to be erased and what was done"), Category.RECORDS, "system.operations"
    )
    DUTY = KindFacts(
        Text("工作人员的职责与授权记录", "Duties and roles as a member of the staff"),
        Category.RECORDS,
        "system.operations",
    )
    INCIDENT = KindFacts(Text("涉及您的安全事件", "Incidents that concern you"), Category.RECORDS, "system.operations")
    SHARE = KindFacts(
        Text("您的信息提供给了谁的记录", "Who outside received your data"), Category.RECORDS, "system.operations"
    )
    OPINION = KindFacts(
        Text("您对政策新版本的意见", "Your comments on a new version of the policy"), Category.RECORDS, "user.content"
    )
    OWN_COPY = KindFacts(
        Text("您索取个人信息副本的记录", "Copies of your data you asked for"), Category.RECORDS, "system.operations"
    )
    OPENING = KindFacts(Text("您的信息被查阅的记录", "Who opened your data"), Category.RECORDS, "system.operations")

    @property
    def text(self) -> Text:
        return self.value.text

    @property
    def category(self) -> Category:
        return self.value.category

    @property
    def fideslang(self) -> str:
        return self.value.fideslang

    @property
    def sensitive(self) -> bool:
        return self.value.sensitive
