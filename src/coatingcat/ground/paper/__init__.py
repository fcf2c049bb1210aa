"""Papers: one page of facts and a table, as PDF, the same bytes for the same content.

draw(Paper(title="Invoice", number="IN2026-00001", …), language="en", at=issued_at)
"""

from coatingcat.ground.paper.drawing import draw
from coatingcat.ground.paper.fonts import LacksGlyphs
from coatingcat.ground.paper.sheet import Box, Column, Paper, Sum

__all__ = ["Box", "Column", "LacksGlyphs", "Paper", "Sum", "draw"]
