"""With what an answer to a complaint begins, by its kind: in the company's words, or as it opens (SAL-12)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from pydantic import StringConstraints

from contracts.complaints import ComplaintKind

Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]


@dataclass(frozen=True)
class Template:
    """With what an answer begins, in both languages; {number} and {order} are the complaint's and its order's."""

    en: Words
    zh: Words

    def worded(self, language: str, number: str, order: str) -> str:
        """As who reads this language is answered (BCP 47); whom neither serves, in English."""
        text = self.zh if language.lower().startswith("zh") else self.en
        return text.replace("{number}", number).replace("{order}", order)


def _of(en: str, zh: str) -> Template:
    return Template(
        en=f"Concerning your complaint {{number}} about order {{order}}: {en}",
        zh=f"关于您对订单 {{order}} 的投诉 {{number}}：{zh}",
    )


ANSWERS: dict[ComplaintKind, Template] = {
    "quality": _of(
        "we are sorry for the goods that were not as agreed. We found the cause and",
        "货物未达约定，我们深表歉意。原因已查明，",
    ),
    "quantity": _of("we are sorry that the quantity was not right. We", "交货数量有误，我们深表歉意。我们"),
    "late": _of("we are sorry that the goods came late. We", "货物迟到，我们深表歉意。我们"),
    "document": _of("we are sorry that the papers were not right. We", "单据有误，我们深表歉意。我们"),
    "service": _of("we are sorry that we did not serve you well. We", "服务不周，我们深表歉意。我们"),
}
