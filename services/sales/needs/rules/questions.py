"""What a customer is asked about each kind of product: the company's lists, and those with which it opens (SAL-19)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints

from contracts.scalars import Code
from contracts.texts import Expected

Aspect = Literal["specification", "lead_time", "packaging", "hidden"]
"""``hidden`` needs are those of which nobody speaks unless he is asked."""
Asked = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]
GENERAL = "general"
"""The list of every product; a kind has its own besides."""


@dataclass(frozen=True)
class Question:
    """In both languages; ``obligatory``: it is to be answered and agreed before a quotation."""

    about: Aspect
    en: Asked
    zh: Asked
    obligatory: bool = False

    def worded(self, language: str) -> str:
        """As who reads this language is asked (BCP 47); whom neither serves, in English."""
        return self.zh if language.lower().startswith("zh") else self.en


Questions = Mapping[str, Question]
"""By their codes, in the order in which they are asked."""


def _with_general(lists: dict[str, dict[str, Question]]) -> dict[str, dict[str, Question]]:
    if GENERAL not in lists:
        raise Expected("a list of questions that is called {name}, for every product", name=GENERAL)
    return lists


Lists = Annotated[
    dict[Code, Annotated[dict[Code, Question], Field(max_length=60)]],
    Field(max_length=60),
    AfterValidator(_with_general),
]
"""By kind of product."""


def asked_of(kind: str, lists: Mapping[str, Questions]) -> Questions:
    """Of every product first, then of this kind; a kind that has no list any more has the general one."""
    return {**lists[GENERAL], **lists.get(kind, {})}


def _must(about: Aspect, en: str, zh: str) -> Question:
    return Question(about=about, en=en, zh=zh, obligatory=True)


def _may(about: Aspect, en: str, zh: str) -> Question:
    return Question(about=about, en=en, zh=zh)


OPENING: dict[str, dict[str, Question]] = {
    GENERAL: {
        "use": _must(
            "specification",
            "What is it used for, and by which drawing or sample?",
            "用在哪里？依据哪份图纸或样品？",
        ),
        "quality": _must(
            "specification",
            "Which standard and tolerances apply, and how do you inspect?",
            "执行哪些标准和公差？贵方如何检验？",
        ),
        "date": _must(
            "lead_time",
            "By when do you need it, and which day must not be missed?",
            "何时需要？最迟不能晚于哪一天？",
        ),
        "parts": _may("lead_time", "May it come in parts, and in which?", "可否分批交货？如何分批？"),
        "packing": _must(
            "packaging",
            "How is it packed: units, cartons, pallets, marks?",
            "如何包装：内包装、外箱、托盘、唛头？",
        ),
        "labels": _may(
            "packaging",
            "Which labels and languages must stand on it?",
            "须贴哪些标签？用什么语言？",
        ),
        "papers": _may(
            "hidden",
            "Which certificates does your country or your own customer ask for?",
            "贵国或贵方客户要求哪些证书？",
        ),
        "trouble": _may(
            "hidden",
            "What went wrong with suppliers before us?",
            "以前的供应商出过哪些问题？",
        ),
    },
    "electrical": {
        "mains": _must(
            "specification",
            "Which voltage, frequency and plug?",
            "电压、频率和插头制式？",
        ),
        "marks": _must("hidden", "Which safety marks: CE, UKCA, UL, CCC?", "需要哪些安全认证：CE、UKCA、UL、CCC？"),
    },
    "food": {
        "shelf_life": _must(
            "specification",
            "How much shelf life must be left on arrival?",
            "到货时须剩余多长保质期？",
        ),
        "allergens": _must(
            "hidden",
            "Which allergens or ingredients must it be free of?",
            "不得含有哪些过敏原或成分？",
        ),
    },
    "textile": {
        "fabric": _must(
            "specification",
            "Which composition, weight and colour, by which swatch?",
            "成分、克重、颜色？以哪块色卡为准？",
        ),
        "care": _must(
            "hidden",
            "Which care labels and limits of substances apply?",
            "洗护标签及有害物质限量有何要求？",
        ),
    },
}
"""What the company asks until it puts lists of its own."""
