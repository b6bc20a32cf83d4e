"""What a company does by rule and what waits for a person, as its policies say; decision 0017."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from os import environ
from typing import get_args

from pydantic_settings import BaseSettings

from chassis.figures import opening, read_opening_again
from contracts.departments import DEPARTMENTS
from contracts.texts import Text
from gendan.terminal import department_word

WAYS = {"automatic", "by_hand"}
IN_A_PLAY: Mapping[str, str] = {
    "GENDAN_WAREHOUSE_PACKING": "automatic",
    "GENDAN_LOGISTICS_DISPATCH": "automatic",
    "GENDAN_PURCHASING_ASKING": "automatic",
    "GENDAN_PURCHASING_PRICE_WORD": "automatic",
    "GENDAN_PURCHASING_CANCELLING": "automatic",
    "GENDAN_FINANCE_REFUNDS": "automatic",
}
"""Nobody stands in a play's warehouse: goods are packed, and leave, by themselves. Nor does a buyer sign there for a
price, a supplier say that he keeps it, or a buyer ask one who has not confirmed whether he lets a purchase go; and
nobody of finance lets a refund go."""

TURNING = Text(
    "so it opens, by GENDAN_<DEPARTMENT>_<SWITCH>=automatic or by_hand; PUT /api/v1/figures/<switch> turns one"
)


@contextmanager
def in_a_play() -> Iterator[None]:
    """Until the end of the block the policies are a play's, but for what the environment says."""
    added = {name: value for name, value in IN_A_PLAY.items() if name not in environ}
    environ.update(added)
    read_opening_again()
    try:
        yield
    finally:
        for name in added:
            del environ[name]
        read_opening_again()


def lines() -> list[Text]:
    """For people: the switches by rule, those by hand, and how to turn one."""
    by_rule, by_hand = (_named(way) for way in ("automatic", "by_hand"))
    return [Text("by rule: {switches}", switches=by_rule), Text("by hand: {switches}", switches=by_hand), TURNING]


def _named(way: str) -> tuple[Text, ...]:
    found = ((department, ways(department)) for department in DEPARTMENTS)
    told = ((name, [one for one, value in of.items() if value == way]) for name, of in found)
    return tuple(
        Text("{where} {switches}", where=department_word(name), switches=those) for name, those in told if those
    )


def ways(department: str) -> dict[str, str]:
    """A department's switches and how it opens with them."""
    policy = opening(_policy(department))
    fields = type(policy).model_fields.items()
    return {name: getattr(policy, name) for name, field in fields if set(get_args(field.annotation)) == WAYS}


def load() -> None:
    """All departments' policies, so that their settings are known."""
    for department in DEPARTMENTS:
        _policy(department)


def _policy(department: str) -> type[BaseSettings]:
    policy: type[BaseSettings] = import_module(f"services.{department}.policy").Policy
    return policy
