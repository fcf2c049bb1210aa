"""What can be wrong with a row of a file of offers or prices, and what to do about it, in both languages."""

from collections.abc import Mapping
from dataclasses import dataclass

from coatingcat.privacy.words import Text
from coatingcat.trade.words import PACK_UNITS

DEMONSTRATION = "demonstration"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong: file, line in the file (0: the file as a whole), field, code of the reason, what stood there."""

    file: str
    row: int
    field: str
    code: str
    value: str = ""

    @property
    def reason(self) -> Text:
        return self._filled(REASONS[self.code][0])

    @property
    def remedy(self) -> Text:
        return self._filled(REASONS[self.code][1])

    def _filled(self, text: Text) -> Text:
        shown = "".join(c if c.isprintable() else "�" for c in self.value[:60])
        return Text(text.zh.replace("{value}", shown), text.en.replace("{value}", shown))


REASONS: Mapping[str, tuple[Text, Text]] = {
    "unreadable": (
        Text("文件无法读取：{value}", "the file cannot be read: {value}"),
        Text("请另存为带表头的 UTF-8 逗号分隔文件。", "Save it as comma-separated UTF-8 with a header row."),
    ),
    "missing_column": (
        Text("缺少该列", "the column is missing"),
        Text("请在表头中加入该列。", "Add the column to the header row."),
    ),
    "cells": (
        Text("该行的单元格数与表头不符", "the row has more or fewer cells than the header"),
        Text("请检查是否有未加引号的逗号。", "Check for a comma that is not in quotes."),
    ),
    "characters": (
        Text("该行含有无法保存的字符", "the row has characters that cannot be stored"),
        Text("请将文件另存为 UTF-8，并删除控制字符。", "Save the file as UTF-8 and remove control characters."),
    ),
    "empty": (Text("内容为空", "nothing is given"), Text("此字段必填。", "This field is needed.")),
    "code": (
        Text("“{value}”不是有效代码", "“{value}” is no code"),
        Text("请使用字母、数字、点、连字符或下划线。", "Use letters, digits, dots, hyphens or underscores."),
    ),
    "number": (
        Text("“{value}”不是大于零的数字", "“{value}” is no number above zero"),
        Text(
            "请填写如 25 或 38.5 的数字，小数不超过四位。", "Write a number such as 25 or 38.5, four decimals at most."
        ),
    ),
    "whole": (
        Text("“{value}”不是允许范围内的整数", "“{value}” is no whole number in the range allowed"),
        Text("请填写整数，不带千位分隔符。", "Write a whole number without thousands separators."),
    ),
    "unit": (
        Text("单位“{value}”不可用", "the unit “{value}” is not known"),
        Text(f"请使用：{'、'.join(PACK_UNITS)}。", f"Use one of {', '.join(PACK_UNITS)}."),
    ),
    "currency": (
        Text("“{value}”不是货币代码", "“{value}” is no currency"),
        Text(
            "有价格时请填写如 CNY 的三位代码，否则留空。",
            "Write a code such as CNY where there is a price, else nothing.",
        ),
    ),
    "label": (
        Text("标记“{value}”不可用", "the label “{value}” is not known"),
        Text(f"请填写 {DEMONSTRATION} 或留空。", f"Write {DEMONSTRATION} or nothing."),
    ),
    "duplicate": (
        Text("货号“{value}”重复；已采用第一条", "the SKU “{value}” is there more than once; the first was taken"),
        Text("请为该行使用自己的货号。", "Give the row a SKU of its own."),
    ),
    "product": (
        Text("产品“{value}”不存在", "there is no product “{value}”"),
        Text("请先导入产品目录，或更正编号。", "Import the catalogue first, or correct the number."),
    ),
    "ladder": (
        Text("“{value}”不是价格阶梯", "“{value}” is no price ladder"),
        Text("请填写如 1:120.50;10:118.00，最多 20 级。", "Write it as 1:120.50;10:118.00, 20 steps at most."),
    ),
    "rising": (
        Text("阶梯“{value}”的起订量须逐级增加", "the quantities of the ladder “{value}” do not rise"),
        Text("请按数量从小到大填写，每个数量一次。", "Give each quantity once, the smallest first."),
    ),
    "falling": (
        Text("阶梯“{value}”的价格须逐级降低", "the prices of the ladder “{value}” do not fall"),
        Text("数量越大，单价须越低。", "More packs must cost less each."),
    ),
    "first_step": (
        Text("阶梯“{value}”与单价不一致", "the ladder “{value}” and the price say different things"),
        Text(
            "阶梯从 1 起时须与单价相同；单价留空时阶梯须从 1 起。",
            "Where the ladder begins at 1 it must say the price; where there is no price it must begin at 1.",
        ),
    ),
    "seller": (
        Text("供应商“{value}”不存在或不是您", "there is no seller “{value}”, or it is not you"),
        Text(
            "请填写其接收方代码或公司注册号，或留空。",
            "Give its key among the recipients, its registration number, or nothing.",
        ),
    ),
    "taken": (
        Text("货号“{value}”属于另一供应商", "the SKU “{value}” is another seller's"),
        Text("请使用自己的货号。", "Use a SKU of your own."),
    ),
    "maker": (
        Text("供应商不代理该产品的生产商", "the seller does not sell this maker's products here"),
        Text("请先由平台登记授权书。", "Have the letter of authorisation entered first."),
    ),
    "offer": (
        Text("没有货号为“{value}”的报价", "there is no offer “{value}” of yours"),
        Text("请填写“报价与库存”中的货号。", "Give a SKU of “Offers and stock”."),
    ),
    "list_currency": (
        Text("报价的货币不是此价目表的货币（{value}）", "the offer is not in the currency of this list ({value})"),
        Text("请为该货币另建价目表。", "Make a list in that currency."),
    ),
    "too_many": (
        Text("超过 5000 行", "there are more than 5,000 rows"),
        Text("请分批导入。", "Take them in in parts."),
    ),
    "promised": (
        Text(
            "已有 {value} 件承诺给订单，库存不能更少", "{value} packs are promised to orders; the stock cannot be less"
        ),
        Text("请填写含已承诺部分的现有库存。", "Give the packs on hand, those that are promised included."),
    ),
}
