"""Draws a paper on A4. The same paper gives the same bytes: its date is the paper's, never the clock's."""

from collections.abc import Sequence
from datetime import datetime

import segno
from fpdf import FPDF
from fpdf.enums import TableBordersLayout, TextMode
from fpdf.fonts import FontFace

from coatingcat.ground.paper.fonts import fonts_for, tidy
from coatingcat.ground.paper.sheet import Box, Paper, Sum

MARGIN_MM = 18
INK, GREY, LINE, BAND = (24, 32, 44), (96, 104, 116), (208, 212, 218), (242, 244, 247)
ACCENT = (11, 94, 150)
BODY_PT, SMALL_PT = 9, 7.5
ROW_MM = 4.6


class _Sheet(FPDF):
    """A4 with a foot on every page."""

    foot = ""

    def footer(self) -> None:
        self.set_y(-14)
        self.set_font_size(SMALL_PT)
        self.set_text_color(*GREY)
        width = self.epw
        self.cell(width * 0.8, 4, self.foot)
        self.cell(width * 0.2, 4, f"{self.page_no()} / {{nb}}", align="R")


def draw(paper: Paper, *, language: str, at: datetime) -> bytes:
    """The paper as PDF. Raises LacksGlyphs if no font has one of its characters."""
    fonts = fonts_for([*map(tidy, paper.texts()), "0123456789/{}nb"])
    sheet = _Sheet(format="A4")
    sheet.set_margins(MARGIN_MM, MARGIN_MM)
    sheet.set_auto_page_break(True, margin=20)
    for font in fonts:
        sheet.add_font(font.name, fname=font.path)
    sheet.set_fallback_fonts([font.name for font in fonts[1:]])
    sheet.set_creation_date(at)
    sheet.set_title(tidy(f"{paper.title} {paper.number}"))
    sheet.set_author(tidy(paper.house))
    sheet.set_creator("CoatingCat")
    sheet.set_lang("zh-CN" if language.startswith("zh") else "en")
    sheet.foot = tidy(paper.foot)
    sheet.set_font(fonts[0].name, size=BODY_PT)
    sheet.add_page()
    _head(sheet, paper)
    _side_by_side(sheet, paper.parties)
    _table(sheet, paper)
    _sums(sheet, paper.sums)
    _below(sheet, paper)
    return bytes(sheet.output())


def _write(
    sheet: FPDF,
    width: float,
    text: str,
    *,
    size: float = BODY_PT,
    color: tuple[int, int, int] = INK,
    strong: bool = False,
    align: str = "L",
) -> None:
    """Lines of text in a column; the point moves below them, to where the column began."""
    left = sheet.get_x()
    sheet.set_font_size(size)
    sheet.set_text_color(*color)
    height = size * 0.52
    if not strong:
        sheet.multi_cell(width, height, tidy(text), align=align, new_x="LEFT", new_y="NEXT", padding=0)
    else:  # our fonts have one weight: its outline makes another
        with sheet.local_context(text_mode=TextMode.FILL_STROKE, line_width=size * 0.012, draw_color=color):
            sheet.multi_cell(width, height, tidy(text), align=align, new_x="LEFT", new_y="NEXT", padding=0)
    sheet.set_x(left)


def _head(sheet: FPDF, paper: Paper) -> None:
    top, left, width = sheet.get_y(), sheet.l_margin, sheet.epw
    sheet.set_fill_color(*ACCENT)
    sheet.rect(left, top, width, 1.2, style="F")
    sheet.set_xy(left, top + 5)
    _write(sheet, width * 0.52, paper.house, size=11, strong=True)
    sheet.ln(3)
    _write(sheet, width * 0.52, paper.title, size=20, color=ACCENT, strong=True)
    _write(sheet, width * 0.52, paper.number, size=11, color=GREY)
    bottom = sheet.get_y()
    sheet.set_y(top + 5)
    for label, value in paper.facts:
        y = sheet.get_y()
        sheet.set_xy(left + width * 0.55, y)
        _write(sheet, width * 0.19, label, color=GREY)
        after = sheet.get_y()
        sheet.set_xy(left + width * 0.74, y)
        _write(sheet, width * 0.26, value, align="R")
        sheet.set_y(max(after, sheet.get_y()) + 0.6)
    sheet.set_y(max(bottom, sheet.get_y()) + 7)


def _side_by_side(sheet: FPDF, boxes: Sequence[Box], width: float | None = None) -> None:
    """Boxes as columns of the same width; the point moves below the longest."""
    if not boxes:
        return
    top, bottom = sheet.get_y(), sheet.get_y()
    each = (width or sheet.epw) / len(boxes)
    for number, box in enumerate(boxes):
        sheet.set_xy(sheet.l_margin + number * each, top)
        _write(sheet, each - 5, box.heading, size=SMALL_PT, color=GREY)
        sheet.set_x(sheet.l_margin + number * each)
        for at, line in enumerate(filter(None, box.lines)):
            _write(sheet, each - 5, line, strong=at == 0)
        bottom = max(bottom, sheet.get_y())
    sheet.set_y(bottom + 6)


def _table(sheet: FPDF, paper: Paper) -> None:
    if not paper.columns:
        return
    sheet.set_font_size(BODY_PT - 0.5)
    sheet.set_text_color(*INK)
    sheet.set_draw_color(*LINE)
    sheet.set_line_width(0.2)
    sheet.set_fill_color(255)
    headings = FontFace(color=GREY, fill_color=BAND)
    with sheet.table(
        col_widths=tuple(column.width for column in paper.columns),
        text_align=tuple(column.align for column in paper.columns),
        borders_layout=TableBordersLayout.HORIZONTAL_LINES,
        headings_style=headings,
        line_height=ROW_MM,
        padding=(1.1, 1.4),
    ) as table:
        for cells in (tuple(column.heading for column in paper.columns), *paper.rows):
            row = table.row()
            for text in cells:
                row.cell(tidy(text))
    sheet.ln(3)


def _sums(sheet: FPDF, sums: Sequence[Sum]) -> None:
    if sums and sheet.will_page_break(8 * len(sums)):
        sheet.add_page()
    left, width = sheet.l_margin + sheet.epw * 0.5, sheet.epw * 0.5
    for one in sums:
        size = 12 if one.strong else BODY_PT
        if one.strong:
            sheet.set_draw_color(*INK)
            sheet.line(left, sheet.get_y() + 0.6, left + width, sheet.get_y() + 0.6)
            sheet.ln(1.8)
        y = sheet.get_y()
        sheet.set_xy(left, y)
        _write(sheet, width * 0.5, one.label, size=size, strong=one.strong, color=INK if one.strong else GREY)
        after = sheet.get_y()
        sheet.set_xy(left + width * 0.5, y)
        _write(sheet, width * 0.5, one.amount, size=size, strong=one.strong, align="R")
        sheet.set_y(max(after, sheet.get_y()) + 0.8)
    sheet.ln(5)


def _below(sheet: FPDF, paper: Paper) -> None:
    if (paper.boxes or paper.code) and sheet.will_page_break(38):
        sheet.add_page()
    top, side = sheet.get_y(), 26 if paper.code else 0
    _side_by_side(sheet, paper.boxes, sheet.epw - side - (6 if side else 0))
    if paper.code:
        bottom = sheet.get_y()
        _qr(sheet, paper.code, x=sheet.l_margin + sheet.epw - side, y=top, side=side)
        sheet.set_xy(sheet.l_margin + sheet.epw - side - 4, top + side + 1)
        _write(sheet, side + 4, paper.code_says, size=6.5, color=GREY, align="R")
        sheet.set_y(max(bottom, sheet.get_y()) + 3)
    for note in filter(None, paper.notes):
        sheet.set_x(sheet.l_margin)
        _write(sheet, sheet.epw, note, size=SMALL_PT + 0.5, color=GREY)
        sheet.ln(1.2)


def _qr(sheet: FPDF, text: str, *, x: float, y: float, side: float) -> None:
    rows = tuple(segno.make(text, error="m", micro=False).matrix)
    unit = side / len(rows)
    sheet.set_fill_color(*INK)
    for down, row in enumerate(rows):
        for along, is_dark in enumerate(row):
            if is_dark:
                sheet.rect(x + along * unit, y + down * unit, unit * 1.02, unit * 1.02, style="F")
