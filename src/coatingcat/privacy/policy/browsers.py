"""Where browsers keep the setting for cookies. In words: a link would lead to a page with a policy of its own."""

from dataclasses import dataclass

from coatingcat.privacy.words import Text


@dataclass(frozen=True, slots=True)
class Browser:
    name: Text
    way: Text


BROWSERS = (
    Browser(
        Text("Chrome（电脑）", "Chrome on a computer"),
        Text(
            "设置 › 隐私和安全 › 网站设置 › 设备上的网站数据",
            "Settings › Privacy and security › Site settings › On-device site data",
        ),
    ),
    Browser(
        Text("Chrome（安卓）", "Chrome on Android"),
        Text("⋮ › 设置 › 网站设置 › 设备上的网站数据", "⋮ › Settings › Site settings › On-device site data"),
    ),
    Browser(
        Text("Edge", "Edge"),
        Text(
            "设置 › Cookie 和网站权限 › 管理和删除 Cookie 和网站数据",
            "Settings › Cookies and site permissions › Manage and delete cookies and site data",
        ),
    ),
    Browser(
        Text("Firefox", "Firefox"),
        Text("设置 › 隐私与安全 › Cookie 和网站数据", "Settings › Privacy & Security › Cookies and Site Data"),
    ),
    Browser(
        Text("Safari（Mac）", "Safari on a Mac"),
        Text(
            "设置 › 隐私 › 管理网站数据；阻止：设置 › 高级",
            "Settings › Privacy › Manage Website Data; to block: Settings › Advanced",
        ),
    ),
    Browser(
        Text("Safari（iPhone）", "Safari on an iPhone"),
        Text("设置 › App › Safari 浏览器 › 高级", "Settings › Apps › Safari › Advanced"),
    ),
)
