"""An event as a line of an order's story, in English and Chinese, and how the line is filled."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal, get_args

from contracts.texts import FIELD, OPTIONAL, SAY

Language = Literal["en", "zh"]
DEFAULT: Language = "en"
LANGUAGES: tuple[Language, ...] = get_args(Language)
Facts = Mapping[str, Any]
LISTS = frozenset({"lines", "lacks", "served"})
AMOUNTS = frozenset(
    {"quantity", "accepted", "outstanding", "version", "transit_days", "level", "value", "amount", "total", "received"}
)
MOMENTS = frozenset({"due", "respond_by"})
FIELDS = frozenset({"missing"})
CODES = frozenset({"mode", "verdict", "owner", "how", "of", "kind"})
"""What a fact of this name is, a field of an order among them; the others are what somebody calls a thing, or wrote."""
WORDS: dict[Language, dict[str, str]] = {
    "en": {
        "conditions": "yes, with conditions",
        "measure": "measure of complaint",
        "conversation": "promise in",
        "feedback": "low score of",
        "contract": "end of contract",
        "collection": "money to be followed up of",
    },
    "zh": {
        "sales": "销售",
        "purchasing": "采购",
        "warehouse": "仓库",
        "logistics": "物流",
        "finance": "财务",
        "notify": "通知",
        "sea": "海运",
        "air": "空运",
        "rail": "铁路",
        "road": "公路",
        "multimodal": "联运",
        "advance": "预付款",
        "overpayment": "多付款",
        "credit": "红字发票",
        "yes": "可行",
        "no": "不可行",
        "conditions": "有条件可行",
        "conform": "单证相符",
        "discrepant": "有不符点",
        "for a person": "须人工判断",
        "upheld": "维持索赔",
        "waived": "放弃索赔",
        "passed": "合格",
        "failed": "不合格",
        "conceded": "让步放行",
        "progress": "进展",
        "person": "人工",
        "material shortage": "缺料",
        "late delivery": "交货延误",
        "late logistics": "物流延误",
        "disrupted transport": "运输受阻",
        "expiring lot": "批次临期",
        "document overdue": "单据逾期",
        "inquiry": "询价",
        "sample": "样品",
        "conversation": "沟通承诺",
        "measure": "投诉措施",
        "feedback": "低分跟进",
        "contract": "合同到期",
        "collection": "收款跟进",
        "congestion": "拥堵",
        "weather": "恶劣天气",
        "strike": "罢工",
        "closed border": "边境关闭",
        "carrier failure": "承运人停运",
        "other": "其他",
        "money": "款项",
        "after-sales": "售后",
        "complaint": "客户投诉",
        "quality": "质量",
        "quantity": "数量",
        "late": "交期",
        "document": "单证",
        "service": "服务",
        "decision": "待决",
        "missed deadline": "逾期未办",
        "customer": "客户",
        "wanted": "要求交期",
        "freight": "运费",
        "lines": "产品明细",
        "deliver_to": "收货地址",
        "terms": "付款条件",
        ", ": "、",
    },
}
MONEY = re.compile(r"(?P<amount>-?\d+(\.\d+)?) (?P<currency>[A-Z]{3})")
NUMBER = re.compile(r"-?\d+(\.\d+)?")
PART = re.compile(r"(?P<quantity>-?\d+(\.\d+)?) (?P<item>\S.*)")
MOMENT = re.compile(r"(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}).*")


@dataclass(frozen=True)
class Sentence:
    """What happened. ``{name}`` is a field of the event; what stands in [ ] is left out unless all its fields are told.

    ``when`` holds other words for an event of which a field has a value: ``{"outcome=cancelled": Sentence(…)}``.
    ``minor`` is what the company does with itself: a long story is told without it.
    """

    en: str
    zh: str
    when: Mapping[str, Sentence] = field(default_factory=dict)
    minor: bool = False

    def told(self, facts: Facts, lang: Language = "en") -> str:
        """The line, with numbers and amounts as people write them."""
        words = self._fitting(facts)
        line = words.en if lang == "en" else words.zh
        return filled(line, {name: shown(name, value, lang) for name, value in _in_one_currency(facts).items()})

    def _fitting(self, facts: Facts) -> Sentence:
        for condition, other in self.when.items():
            name, _, value = condition.partition("=")
            if str(facts.get(name)).lower() == value:
                return other
        return self


def language() -> Language:
    """Of who reads now."""
    spoken: Language = getattr(SAY.get(), "language", DEFAULT)
    return spoken


def word(name: str, lang: Language = "en") -> str:
    """A department, a way of transport, a verdict, a kind of exception."""
    return WORDS[lang].get(name, name)


def filled(line: str, values: Mapping[str, str]) -> str:
    """The line with its values; what stands in [ ] only when all of its values are there."""

    def optional(part: re.Match[str]) -> str:
        return part[1] if all(values.get(name) for name in FIELD.findall(part[1])) else ""

    return FIELD.sub(lambda field: values.get(field[1], ""), OPTIONAL.sub(optional, line))


def shown(name: str, value: Any, lang: Language = "en") -> str:
    """A value as people write it: 300 and not 300.0, amounts with their currency, each item once; nothing for zero.

    What others call a thing, and what somebody wrote, stays as it is.
    """
    text = "" if value is None else str(value)
    if name in LISTS:
        return _each_item_once(text)
    if name in AMOUNTS:
        return _amount(text)
    if name in MOMENTS:
        return MOMENT.sub(r"\1 \2 UTC", text)
    if name in FIELDS:
        return WORDS[lang].get(", ", ", ").join(_field(each, lang) for each in text.split(", "))
    return word(text, lang) if name in CODES else text


def _field(name: str, lang: Language) -> str:
    """``lines.0.quantity`` is a part of the lines."""
    head, dot, part = name.partition(".")
    return f"{word(head, lang)}{dot}{part}"


def plain(number: Decimal) -> str:
    """Without zeros that say nothing, and never as 1E+2."""
    return f"{number.normalize():f}"


def _amount(text: str) -> str:
    money = MONEY.fullmatch(text)
    if money:
        return f"{Decimal(money['amount']):,f} {money['currency']}" if Decimal(money["amount"]) else ""
    if NUMBER.fullmatch(text):
        return plain(Decimal(text)) if Decimal(text) else ""
    return text


def _each_item_once(text: str) -> str:
    """`100 S-403, 200.0 S-403` is 300 of it; what does not look so stays as it is."""
    parts = [PART.fullmatch(part) for part in text.split(", ")]
    total: dict[str, Decimal] = {}
    for part in parts:
        if part is None:
            return text
        total[part["item"]] = total.get(part["item"], Decimal(0)) + Decimal(part["quantity"])
    return ", ".join(f"{plain(quantity)} × {item}" for item, quantity in total.items() if quantity)


def _in_one_currency(facts: Facts) -> dict[str, Any]:
    """What is outstanding of an amount is in the amount's currency."""
    money = MONEY.fullmatch(str(facts.get("amount") or facts.get("total") or ""))
    open_ = str(facts.get("outstanding", ""))
    if money and NUMBER.fullmatch(open_):
        return {**facts, "outstanding": f"{open_} {money['currency']}"}
    return dict(facts)
