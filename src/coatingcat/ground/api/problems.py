"""Refusals as machines read them: problem details (RFC 9457), the same shape for everything that is not done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import Field

from coatingcat.ground.api.shapes import Shape, told

MEDIA_TYPE = "application/problem+json"


class Fault(Shape):
    """What is wrong with one field of what was sent."""

    field: str = Field(
        description=told("字段路径，如 lines.0.quantity", "Path of the field, such as lines.0.quantity"),
        examples=["lines.0.quantity"],
    )
    reason: str = Field(description=told("原因", "What is wrong"))
    remedy: str = Field(description=told("如何改正", "What to do about it"))


class ProblemDetails(Shape):
    """Why a request was refused (RFC 9457). Nothing was changed."""

    type: str = Field(description=told("此类问题的说明页地址", "Address of what explains this sort of problem"))
    title: str = Field(description=told("问题的名称，按 Accept-Language", "Name of the sort, by Accept-Language"))
    status: int = Field(description=told("HTTP 状态码", "HTTP status"))
    detail: str = Field(description=told("本次请求的具体原因", "What is the matter with this request"))
    code: str = Field(description=told("供程序判断的代码", "The sort, for programs"), examples=["validation"])
    instance: str = Field(
        description=told("本次请求的编号，联系我们时请提供", "Reference of this request: name it when you write to us")
    )
    errors: list[Fault] = Field(
        default_factory=list, description=told("逐个字段的问题", "What is wrong, field by field")
    )


@dataclass(slots=True)
class Problem(Exception):
    """A request is refused; becomes `ProblemDetails`. `code` names the sort, `detail` is for a person to read."""

    status: int
    code: str
    detail: str
    errors: Sequence[Fault] = ()
    headers: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.status} {self.code}"


def documented(*statuses: int) -> dict[int, Any]:
    """The refusals of an operation for its declaration."""
    return dict.fromkeys(statuses, ProblemDetails)
