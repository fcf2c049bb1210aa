"""What changed between the declarations of two versions, in sentences a person reads (VII.1, PIPL 17)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from coatingcat.privacy.policy.changes import Change, changes
from coatingcat.privacy.policy.snapshot import Held, Snapshot
from coatingcat.privacy.words import Text


@dataclass(frozen=True, slots=True)
class Told:
    """One sentence for all the values it is true of; `labels` name them as the program does."""

    text: Text
    sort: str
    material: bool
    labels: tuple[str, ...]


def told(old: Snapshot, new: Snapshot) -> tuple[Told, ...]:
    """Every change in words, the material ones first; values of which the same is true stand in one sentence."""
    teller = _Teller(old, new)
    found: dict[tuple[Text, str, bool], list[str]] = {}
    for change in changes(old, new):
        key = (teller.tell(change), change.sort, change.material)
        found.setdefault(key, []).append(change.key)
    sentences = [Told(text, sort, material, tuple(keys)) for (text, sort, material), keys in found.items()]
    return tuple(sorted(sentences, key=lambda one: not one.material))


class _Teller:
    """Knows the names of things in both snapshots."""

    def __init__(self, old: Snapshot, new: Snapshot) -> None:
        self.kinds = {line.name: line.text for line in (*old.kinds, *new.kinds)}
        self.purposes = {line.name: line.text for line in (*old.purposes, *new.purposes)}
        self.recipients = {line.key: line.name for line in (*old.recipients, *new.recipients)}
        self.roles = {line.name: line.text for line in (*old.roles, *new.roles)}
        self.before = {held.label: held for held in old.held}
        self.after = {held.label: held for held in new.held}
        self.uses = {line.name: line for line in (*old.uses, *new.uses)}
        self.cookies = {line.name: line for line in (*old.cookies, *new.cookies)}

    def tell(self, change: Change) -> Text:
        tellers: dict[str, Callable[[Change], Text]] = {
            "value": self._value,
            "purpose": self._purpose,
            "recipient": self._recipient,
            "cookie": self._cookie,
            "role": self._role,
            "use": self._use,
        }
        return tellers[change.part](change)

    def _value(self, change: Change) -> Text:
        before, after = self.before.get(change.key), self.after.get(change.key)
        if before is None or after is None:
            held = after or before
            assert held is not None
            what = self.kinds[held.kind]
            if before is None:
                return _join(
                    "新增：保存“{0}”，用于：{1}；保存期限：{2}。", "New: your “{0}” is held for: {1}. How long: {2}.",
                    what, self._named(held.purposes, self.purposes), held.keep,
                )  # fmt: skip
            return _join("不再保存“{0}”的一项信息。", "One value of your “{0}” is no longer held.", what)
        return self._changed_value(change, before, after)

    def _changed_value(self, change: Change, before: Held, after: Held) -> Text:
        what = self.kinds[after.kind]
        if change.aspect == "kind":
            return _join("原列为“{0}”的信息现列为“{1}”。", "What was listed as “{0}” is listed as “{1}”.",
                         self.kinds[before.kind], what)  # fmt: skip
        if change.aspect == "purposes":
            gained = self._named(sorted(set(after.purposes) - set(before.purposes)), self.purposes)
            lost = self._named(sorted(set(before.purposes) - set(after.purposes)), self.purposes)
            if gained and lost:
                return _join("“{0}”新增用途：{1}；不再用于：{2}。", "Your “{0}” is also used: {1}; no longer: {2}.",
                             what, gained, lost)  # fmt: skip
            if gained:
                return _join("“{0}”新增用途：{1}。", "Your “{0}” is also used: {1}.", what, gained)
            return _join("“{0}”不再用于：{1}。", "Your “{0}” is no longer used: {1}.", what, lost or Text("—", "—"))
        if change.aspect == "keeping time":
            return _join("“{0}”的保存期限由“{1}”改为“{2}”。", "Your “{0}” was kept: {1}. Now: {2}.",
                         what, before.keep, after.keep)  # fmt: skip
        if change.aspect == "recipients":
            return _join("“{0}”的接收方改为：{1}。", "Your “{0}” may be received by: {1}.",
                         what, self._named(after.recipients, self.recipients) or Text("无", "nobody"))  # fmt: skip
        sentences = {
            "required for": ("“{0}”在哪些功能中必填有变化。", "For which function your “{0}” is needed has changed."),
            "protection": ("“{0}”的存储保护方式有变化。", "How your “{0}” is protected in the database has changed."),
            "rights": ("您对“{0}”的更正、导出或删除方式有变化。",
                       "How you correct, take along or delete your “{0}” has changed."),
        }  # fmt: skip
        zh, en = sentences.get(
            change.aspect, ("关于“{0}”的说明文字有变化。", "How your “{0}” is described has changed.")
        )
        return _join(zh, en, what)

    def _purpose(self, change: Change) -> Text:
        what = self.purposes[change.key]
        if change.sort == "added":
            return _join("新增用途：{0}。", "A new use: {0}.", what)
        if change.sort == "removed":
            return _join("取消用途：{0}。", "A use that ended: {0}.", what)
        sentences = {
            "text": ("用途“{0}”的表述有变化。", "A use is told otherwise: {0}."),
            "basis": ("用途“{0}”的法律依据有变化。", "The legal ground of a use changed: {0}."),
            "switchable": ("用途“{0}”能否拒绝有变化。", "Whether you may refuse a use changed: {0}."),
        }
        return _join(
            *sentences.get(change.aspect, ("用途“{0}”引用的条款有变化。", "The article of a use changed: {0}.")), what
        )

    def _recipient(self, change: Change) -> Text:
        who = self.recipients[change.key]
        sentences = {
            "added": ("新增接收方：{0}。", "A new recipient: {0}."),
            "removed": ("不再提供给：{0}。", "No longer a recipient: {0}."),
        }
        return _join(
            *sentences.get(change.sort, ("接收方“{0}”的信息有变化。", "What is told of a recipient changed: {0}.")), who
        )

    def _cookie(self, change: Change) -> Text:
        name = Text(change.key, change.key)
        why = self.cookies[change.key].why
        sentences = {
            "added": ("新增 Cookie {0}：{1}。", "A new cookie {0}: {1}."),
            "removed": ("取消 Cookie {0}：{1}。", "A cookie that ended, {0}: {1}."),
        }
        default = ("Cookie {0} 的期限或用途有变化：{1}。", "Life or use of the cookie {0} changed: {1}.")
        return _join(*sentences.get(change.sort, default), name, why)

    def _role(self, change: Change) -> Text:
        who = self.roles[change.key]
        if change.sort == "removed":
            return _join("不再设“{0}”这一角色。", "There is no role “{0}” any more.", who)
        after = [name for name in change.after.split(", ") if name]
        purposes = self._named(after, self.purposes) or Text("无", "nothing")
        return _join("“{0}”可以查阅信息的用途：{1}。", "“{0}” may open data for: {1}.", who, purposes)

    def _use(self, change: Change) -> Text:
        use = self.uses[change.key]
        purpose = self.purposes.get(use.purpose, Text(use.purpose, use.purpose))
        if change.sort == "removed":
            return _join("“{0}”中的信息不再用于：{1}。", "Data of “{0}” is no longer used: {1}.", use.service, purpose)
        return _join("“{0}”中的信息也用于：{1}。", "Data of “{0}” is also used: {1}.", use.service, purpose)

    @staticmethod
    def _named(names: Iterable[str], known: dict[str, Text]) -> Text | None:
        """The texts behind names, joined as each language does; None for none."""
        texts = [known.get(name, Text(name, name)) for name in names]
        if not texts:
            return None
        return Text("、".join(text.zh for text in texts), "; ".join(text.en for text in texts))


def _join(zh: str, en: str, *texts: Text | None) -> Text:
    given = [text for text in texts if text is not None]
    return Text(zh.format(*(text.zh for text in given)), en.format(*(text.en for text in given)))
