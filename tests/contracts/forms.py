"""The forms of a page as a browser sees them, and what nobody would type into them."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import quote_from_bytes

TYPED = {"text", "search", "email", "tel", "url", "number", "textarea"}
"""Fields that must come back as they were typed."""

HOSTILE = {
    "nothing": "",
    "blank": " \u3000\t",
    "NUL": "a\0b",
    "lone surrogate": "a\ud800b",
    "right to left": "a\u202eb",
    "emoji": "👩🏽\u200d🔬🎨",
    "markup": "'\"><script>alert(7)</script>",
    "template": "{{7191*7}}{% load x %}${7191*7}",
    "path": "../../../../etc/passwd",
    "formula": '=HYPERLINK("//evil.example","x")\';--',
    "other site": "//evil.example/\\@evil.example",
    "infinite": "1e400",
    "negative": "-1",
    "full width": "９９９９９９９９９９９９９９９９９９９９",
    "header": "a\r\nSet-Cookie: evil=1",
    "1 MB": "長" * 350_000,
}
UNESCAPED = ("<script>alert(7)", "50337", "root:x:")


@dataclass
class Field:
    name: str
    kind: str
    value: str = ""
    choices: list[str] = field(default_factory=list)


@dataclass
class Form:
    """A form: where it goes, how, and its fields by name; radio buttons and boxes of one name are one field."""

    action: str
    method: str
    enctype: str
    fields: dict[str, Field] = field(default_factory=dict)

    @property
    def key(self) -> tuple[str, ...]:
        return (self.method, self.action.split("?")[0], *sorted(self.fields))


class Reader(HTMLParser):
    """Reads `forms`, the targets of `links`, and whether a page `has_summary` of errors."""

    def __init__(self, page: str, path: str) -> None:
        super().__init__(convert_charrefs=True)
        self.path, self.forms, self.links = path, list[Form](), list[str]()
        self.has_summary = False
        self._text: Field | None = None
        self._select: Field | None = None
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if given.get("role") == "alert" and "errors" in given.get("class", "").split():
            self.has_summary = True
        if tag == "a":
            self.links.append(given.get("href", ""))
        elif tag == "form":
            method = given.get("method", "get").lower()
            self.forms.append(Form(given.get("action") or self.path, method, given.get("enctype", "")))
        elif tag == "option" and self._select is not None:
            self._select.choices.append(given.get("value", ""))
            if "selected" in given:
                self._select.value = given.get("value", "")
        elif self.forms and given.get("name") and given["name"] != "csrfmiddlewaretoken":
            self._field(tag, given)

    def _field(self, tag: str, given: dict[str, str]) -> None:
        kind = given.get("type", "text") if tag == "input" else tag
        kind = "fixed" if "disabled" in given or "readonly" in given else kind
        if kind == "button" and "value" not in given:
            return
        found = self.forms[-1].fields.setdefault(given["name"], Field(given["name"], kind))
        if kind in {"radio", "checkbox", "button", "submit"}:
            found.choices.append(given.get("value", "on"))
            found.value = given.get("value", "on") if "checked" in given else found.value
        elif tag == "textarea":
            self._text = found
        elif tag == "select":
            self._select = found
        else:
            found.value = given.get("value", "")

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._text.value += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._text is not None:
            self._text.value = self._text.value.removeprefix("\n")
            self._text = None
        elif tag == "select":
            self._select = None


def encoded(values: dict[str, str | bytes], enctype: str) -> tuple[bytes, str]:
    """What a browser, or who pretends to be one, sends: body and content type. Bytes are a file's content."""
    if "multipart" not in enctype:
        pairs = [f"{_quoted(name)}={_quoted(value)}" for name, value in values.items()]
        return "&".join(pairs).encode(), "application/x-www-form-urlencoded"
    parts = []
    for name, value in values.items():
        head = f'--limit\r\nContent-Disposition: form-data; name="{name}"'
        if isinstance(value, bytes):
            head += '; filename="../../x.png"\r\nContent-Type: image/png'
        content = value if isinstance(value, bytes) else value.encode("utf-8", "surrogatepass")
        parts.append(head.encode() + b"\r\n\r\n" + content + b"\r\n")
    return b"".join([*parts, b"--limit--\r\n"]), "multipart/form-data; boundary=limit"


def _quoted(value: str | bytes) -> str:
    return quote_from_bytes(value if isinstance(value, bytes) else value.encode("utf-8", "surrogatepass"), safe="")


def as_received(typed: str) -> str:
    """What the server can have read, with the line ends of a text field."""
    text = typed.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
    return text.replace("\r\n", "\n")
