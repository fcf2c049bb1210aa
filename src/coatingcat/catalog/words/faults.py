"""What can be wrong with a row of an import, and the remedy, in both languages. `{value}` is what stood there."""

from collections.abc import Mapping
from typing import NamedTuple

from coatingcat.catalog.words.axes import Name


class Fault(NamedTuple):
    """One thing wrong: file, line in the file (0: the file as a whole), field, code of the reason, what stood there."""

    file: str
    row: int
    field: str
    code: str
    value: str = ""

    def reason(self, language: str) -> str:
        return REASONS[self.code][0].in_language(language).format(value=shortened(self.value))

    def remedy(self, language: str) -> str:
        return REASONS[self.code][1].in_language(language).format(value=shortened(self.value))


def shortened(value: str, length: int = 60) -> str:
    """A value fit to be printed in a report: control characters made visible, long ones cut."""
    visible = "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in value[: length + 1])
    return visible if len(value) <= length else f"{visible[:length]}…"


REASONS: Mapping[str, tuple[Name, Name]] = {
    "missing_folder": (
        Name("the folder {value} is not there", "文件夹 {value} 不存在"),
        Name("Give the folder that holds products.csv and its companions.", "请给出 products.csv 等文件所在的文件夹。"),
    ),
    "missing_file": (
        Name("the file is missing", "缺少该文件"),
        Name("Put it beside the others; {value} needs it.", "请将其与其他文件放在一起；{value} 需要它。"),
    ),
    "unreadable": (
        Name("the file cannot be read: {value}", "文件无法读取：{value}"),
        Name("Save it as comma-separated UTF-8 with a header row.", "请另存为带表头的 UTF-8 逗号分隔文件。"),
    ),
    "missing_column": (
        Name("the column is missing", "缺少该列"),
        Name("Add the column to the header row.", "请在表头中加入该列。"),
    ),
    "doubled_column": (
        Name("the column is there twice", "该列出现两次"),
        Name("Keep one of the two.", "请只保留一列。"),
    ),
    "encoding": (
        Name("the row is not UTF-8", "该行不是 UTF-8 编码"),
        Name("Save the file as UTF-8, not as GBK or Latin-1.", "请将文件另存为 UTF-8，而非 GBK 或 Latin-1。"),
    ),
    "control": (
        Name("the row has control characters: {value}", "该行含有控制字符：{value}"),
        Name("Remove them; they are often NUL from a damaged export.", "请删除；常为损坏导出文件中的 NUL。"),
    ),
    "cells": (
        Name("the row has {value} cells, not as many as the header", "该行有 {value} 个单元格，与表头不符"),
        Name("Check for a comma that is not in quotes.", "请检查是否有未加引号的逗号。"),
    ),
    "empty": (
        Name("nothing is given", "内容为空"),
        Name("This field is needed.", "此字段必填。"),
    ),
    "too_long": (
        Name("the text is too long", "文本过长"),
        Name("Shorten it to 4,000 characters.", "请缩短至 4,000 字符以内。"),
    ),
    "code": (
        Name("“{value}” is no code", "“{value}”不是有效代码"),
        Name(
            "Use up to 64 letters, digits, dots, hyphens or underscores.",
            "请使用不超过 64 位的字母、数字、点、连字符或下划线。",
        ),
    ),
    "not_a_number": (
        Name("“{value}” is not a number", "“{value}”不是数字"),
        Name(
            "Write digits with a point, such as 16.5; the unit goes in its own column.",
            "请用带小数点的数字，如 16.5；单位写在单独的列。",
        ),
    ),
    "absurd": (
        Name("{value} is out of any reason here", "{value} 超出合理范围"),
        Name("Check the figure and its unit.", "请核对数值及单位。"),
    ),
    "min_over_max": (
        Name("the smallest value is above the largest: {value}", "最小值大于最大值：{value}"),
        Name("Swap the two, or correct the wrong one.", "请对调或更正。"),
    ),
    "no_value": (
        Name("there is no value", "没有数值"),
        Name(
            "Give value, value_min, value_max or value_text; leave the row out if it is not known.",
            "请填写 value、value_min、value_max 或 value_text；未知则删除该行。",
        ),
    ),
    "unit": (
        Name("the unit “{value}” does not go with this property", "单位“{value}”不适用于该性能"),
        Name("Use a unit that the property registry accepts.", "请使用性能登记表接受的单位。"),
    ),
    "unknown_word": (
        Name("“{value}” is not one of the words allowed here", "“{value}”不在允许的取值中"),
        Name("See the column's description in the manual.", "请参阅手册中该列的说明。"),
    ),
    "cas": (
        Name("the CAS number {value} is wrong: its check digit does not fit", "CAS 号 {value} 错误：校验位不符"),
        Name("Compare it with the safety data sheet.", "请与安全技术说明书核对。"),
    ),
    "ec": (
        Name("the EC number {value} is wrong: its check digit does not fit", "EC 号 {value} 错误：校验位不符"),
        Name("Compare it with the EC inventory.", "请与 EC 目录核对。"),
    ),
    "address": (
        Name("“{value}” is no web address", "“{value}”不是网址"),
        Name("Write it in full, beginning with https://.", "请以 https:// 开头完整填写。"),
    ),
    "no_source": (
        Name("the row is called verified but names no source", "标为已核实但未注明来源"),
        Name(
            "Give the page it was read on, or set the status to background.",
            "请给出来源页面，或将状态改为 background。",
        ),
    ),
    "duplicate": (
        Name("“{value}” is there more than once; the first was taken", "“{value}”重复；已采用第一条"),
        Name("Remove the row, or give it a key of its own.", "请删除该行或改用其他键。"),
    ),
    "unknown_reference": (
        Name("“{value}” is not known", "“{value}”不存在"),
        Name("Add it to its own file, or correct the reference.", "请在相应文件中添加，或更正引用。"),
    ),
    "loop": (
        Name("“{value}” is its own ancestor", "“{value}”成为自身的上级"),
        Name("Correct the parents.", "请更正上级代码。"),
    ),
    "parts_sum": (
        Name("the lines of a part sum to {value} %, not 100", "某组分各行合计为 {value} %，而非 100"),
        Name("A recipe with a line missing is wrong; correct its lines.", "缺行的配方是错误的；请更正各行。"),
    ),
    "no_lines": (
        Name("the formulation has no lines", "配方没有任何行"),
        Name("Add its lines to formulation_lines.csv.", "请在 formulation_lines.csv 中添加。"),
    ),
    "held_back": (
        Name("the row is “{value}”, not verified", "该行为“{value}”，未经核实"),
        Name(
            "Import with --background to take such rows; they are badged wherever they are shown.",
            "如需导入请加 --background；此类内容在各处均带标记。",
        ),
    ),
}
