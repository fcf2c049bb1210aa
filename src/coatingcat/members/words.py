"""The words of members: ways in, channels, letters, and what a member may be asked to choose from. No Django."""

from enum import Enum
from typing import NamedTuple

from coatingcat.privacy.words import Text


class Channel(Enum):
    """By what a message reaches a person."""

    EMAIL = "email"
    SMS = "sms"


class Use(Enum):
    """What the code of a message is good for; a notice is good for nothing."""

    REGISTRATION = "registration"
    SIGN_IN = "sign_in"
    RESET = "reset"
    CONTACT = "contact"
    NOTICE = "notice"
    STEP_UP = "step_up"


class Letter(Enum):
    """Which text a message carries; `outreach` knows the words."""

    REGISTRATION_CODE = "registration_code"
    KNOWN_ADDRESS = "known_address"
    SIGN_IN_CODE = "sign_in_code"
    RESET_CODE = "reset_code"
    CONTACT_CODE = "contact_code"
    CONTACT_CHANGED = "contact_changed"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 -- the name of a text
    NEW_SIGN_IN = "new_sign_in"
    STEP_UP_CODE = "step_up_code"
    ACCOUNT_FROZEN = "account_frozen"


class Way(Enum):
    """How somebody signed in."""

    PASSWORD = Text("密码", "Password")
    CODE = Text("一次性验证码", "One-time code")
    PASSKEY = Text("通行密钥", "Passkey")
    RESET = Text("重设密码", "Password reset")
    REGISTRATION = Text("注册", "Registration")

    @property
    def text(self) -> Text:
        return self.value


class SiteChoices(NamedTuple):
    """How a member wants the site to look, on its way to the cookies of a browser; empty: never chosen."""

    language: str
    theme: str
    is_new: bool
    """Chosen just now, so that it goes over what this browser had; else it fills in what the browser lacks."""


class Signal(Enum):
    """What may be unusual about a sign-in (I.2b-0 iii)."""

    NEW_DEVICE = Text("新的设备", "A new device")
    NEW_PLACE = Text("新的网络位置", "A new network")
    NEW_COUNTRY = Text("新的国家或地区", "A new country")
    UNUSUAL_HOUR = Text("不常见的时间", "An unusual hour")
    FAILURES = Text("此前多次密码错误", "Many wrong passwords before")
    SPEED = Text("短时间内从两地登录", "Two places within a short time")


class Verdict(Enum):
    """What follows from the signals of a sign-in, weakest first."""

    NORMAL = Text("正常", "Usual")
    NOTICE = Text("已通知您", "You were told")
    STEP_UP = Text("要求再次验证", "A second step was asked for")
    FREEZE = Text("账号已冻结", "The account was frozen")


class Industry(Enum):
    """Industry of a member's company, along the chain from raw material to coated thing."""

    RAW_MATERIALS = Text("涂料原材料", "Raw materials for coatings")
    COATINGS = Text("涂料制造", "Manufacture of coatings")
    INKS = Text("油墨", "Inks")
    ADHESIVES = Text("胶粘剂与密封胶", "Adhesives and sealants")
    APPLICATION = Text("涂装施工", "Application of coatings")
    AUTOMOTIVE = Text("汽车", "Automotive")
    MARINE = Text("船舶与海洋工程", "Marine and offshore")
    CONSTRUCTION = Text("建筑", "Construction")
    WOOD = Text("木器与家具", "Wood and furniture")
    MACHINERY = Text("机械与装备", "Machinery and equipment")
    ELECTRONICS = Text("电子电器", "Electronics and appliances")
    RESEARCH = Text("科研与教育", "Research and education")
    OTHER = Text("其他", "Other")


class CompanyType(Enum):
    """What a member's company is in the trade."""

    MANUFACTURER = Text("生产商", "Manufacturer")
    DISTRIBUTOR = Text("经销商", "Distributor")
    FORMULATOR = Text("涂料配方企业", "Formulator")
    APPLICATOR = Text("涂装企业", "Applicator")
    END_USER = Text("终端用户", "End user")
    LABORATORY = Text("实验室与检测机构", "Laboratory or testing house")
    INSTITUTE = Text("高校与研究院所", "University or institute")
    CONSULTANCY = Text("咨询机构", "Consultancy")
    OTHER = Text("其他", "Other")


class CompanyRole(Enum):
    """What somebody may do for a company on this site."""

    OWNER = Text("管理者", "Owner")
    BUYER = Text("采购", "Buyer")
    APPROVER = Text("审批", "Approver")
    FORMULATOR = Text("配方", "Formulator")
    VIEWER = Text("查看", "Viewer")


class CompanyRight(Enum):
    """What a role lets somebody do for the company; which role has which is a table in `rules`."""

    PRICES = Text("查看本公司的价格", "See the company's prices")
    MATERIALS = Text("查看物料清单", "See the list of materials")
    KEEP_MATERIALS = Text("维护物料清单", "Keep the list of materials")
    CARTS = Text("加入共享购物车", "Put into shared carts")
    INQUIRE = Text("索样与询价", "Ask for samples and quotes")
    PLACE = Text("下单", "Place orders")
    ORDERS = Text("查看全公司的订单", "See all orders of the company")
    INVOICES = Text("查看发票", "See invoices")
    APPROVE = Text("审批订单", "Approve orders")
    MANAGE = Text("管理人员、限额与审批流程", "Manage people, limits and approvals")


class CertificationState(Enum):
    """How far an application has come."""

    SUBMITTED = Text("已提交", "Handed in")
    SEEN = Text("待第二人复核", "Waits for a second pair of eyes")
    CERTIFIED = Text("已认证", "Certified")
    REFUSED = Text("未通过", "Refused")
    WITHDRAWN = Text("已撤回", "Taken back")
    EXPIRED = Text("已过期", "Expired")
    REVOKED = Text("已撤销", "Revoked")


class Paper(Enum):
    """The papers of an application."""

    LICENCE = Text("营业执照", "Business licence")
    AUTHORITY = Text("经办人授权书", "Letter of authority")
    HAZARDOUS = Text("危险化学品经营（使用）许可证", "Licence for hazardous chemicals")
    OTHER = Text("其他材料", "Another paper")


class Refusal(Enum):
    """Why an application was refused or a certification revoked; the applicant reads it."""

    UNREADABLE = Text("材料无法辨认", "A paper cannot be read")
    NUMBER = Text("证照号码与申请不符", "The number on the paper is not that of the application")
    NAME = Text("证照名称与申请不符", "The name on the paper is not that of the application")
    EXPIRED = Text("证照已过期", "The paper has expired")
    SCOPE = Text("经营范围不包括此类业务", "The licence does not cover this business")
    AUTHORITY = Text("无法确认您有权代表该公司", "Your authority to act for the company cannot be confirmed")
    FORGED = Text("材料真实性存疑", "There is doubt whether a paper is genuine")


MANAGERS = frozenset({CompanyRole.OWNER})
"""Who manages people and papers of a company."""
