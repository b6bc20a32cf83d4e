"""An event in words: the catalogues `en` and `zh`, and how their lines are filled (ALL-5). Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Literal

from gendan.why.words import en, zh

Language = Literal["en", "zh"]
CATALOGUES: dict[Language, Any] = {"en": en, "zh": zh}
LOCALE = ("LC_ALL", "LC_MESSAGES", "LANG")
VARIANT_BY = {"order.closed": "outcome", "price.change_decided": "approved", "payment.received": "advance"}
"""An event that is told in other words by one of its fields."""
LISTS = frozenset({"lines", "lacks", "served"})
AMOUNTS = frozenset(
    {"quantity", "accepted", "outstanding", "version", "transit_days", "level", "value", "amount", "total", "received"}
)
MOMENTS = frozenset({"due", "respond_by"})
CODES = frozenset({"mode", "verdict", "owner", "how", "of", "kind"})
"""What a field is; the others are what somebody calls a thing, or wrote."""
OPTIONAL = re.compile(r"\[([^\[\]]*)\]")
FIELD = re.compile(r"\{(\w+)\}")
MONEY = re.compile(r"(?P<amount>-?\d+(\.\d+)?) (?P<currency>[A-Z]{3})")
NUMBER = re.compile(r"-?\d+(\.\d+)?")
PART = re.compile(r"(?P<quantity>-?\d+(\.\d+)?) (?P<item>\S.*)")
MOMENT = re.compile(r"(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}).*")


def language(environment: Mapping[str, str]) -> Language:
    """As the locale of who asks says; English where it says neither."""
    name = next((environment[one] for one in LOCALE if environment.get(one)), "")
    return "zh" if name.lower().startswith("zh") else "en"


def sentence(topic: str, facts: Mapping[str, Any], lang: Language = "en") -> str:
    """One line of what happened, with its numbers and amounts; what is not known is left out."""
    lines = CATALOGUES[lang].LINES
    variant = str(facts.get(VARIANT_BY.get(topic, ""), "")).lower()
    line: str = lines.get(f"{topic}={variant}") or lines.get(topic) or topic
    return filled(line, {name: shown(name, value, lang) for name, value in _in_one_currency(facts).items()})


def phrase(name: str, lang: Language = "en", **values: object) -> str:
    """A phrase around the lines."""
    return filled(CATALOGUES[lang].PHRASES[name], {key: str(value) for key, value in values.items()})


def word(name: str, lang: Language = "en") -> str:
    """A department, a way of transport, a verdict."""
    told: str = CATALOGUES[lang].WORDS.get(name, name)
    return told


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
        return MOMENT.sub(r"\1 \2", text)
    return word(text, lang) if name in CODES else text


def _amount(text: str) -> str:
    money = MONEY.fullmatch(text)
    if money:
        return f"{Decimal(money['amount']):,f} {money['currency']}" if Decimal(money["amount"]) else ""
    if NUMBER.fullmatch(text):
        return plain(Decimal(text)) if Decimal(text) else ""
    return text


def plain(number: Decimal) -> str:
    """Without zeros that say nothing, and never as 1E+2."""
    return f"{number.normalize():f}"


def _each_item_once(text: str) -> str:
    """`100 S-403, 200.0 S-403` is 300 of it; what does not look so stays as it is."""
    parts = [PART.fullmatch(part) for part in text.split(", ")]
    total: dict[str, Decimal] = {}
    for part in parts:
        if part is None:
            return text
        total[part["item"]] = total.get(part["item"], Decimal(0)) + Decimal(part["quantity"])
    return ", ".join(f"{plain(quantity)} × {item}" for item, quantity in total.items() if quantity)


def _in_one_currency(facts: Mapping[str, Any]) -> dict[str, Any]:
    """What is outstanding of an amount is in the amount's currency."""
    money = MONEY.fullmatch(str(facts.get("amount") or facts.get("total") or ""))
    open_ = str(facts.get("outstanding", ""))
    if money and NUMBER.fullmatch(open_):
        return {**facts, "outstanding": f"{open_} {money['currency']}"}
    return dict(facts)
