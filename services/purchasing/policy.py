"""Every figure and every by-hand or automatic switch of purchasing."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal, get_args

from pydantic import AfterValidator, Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from chassis.environment import settled
from chassis.roles import Role
from contracts.scalars import Code, Count, Country, Days, Share
from contracts.texts import Expected
from services.purchasing.evaluation.rules import Indicator

PREFIX = "GENDAN_PURCHASING_"
Weight = Annotated[int, Field(ge=0, le=1000)]


def _of_every_indicator(weights: dict[Indicator, int]) -> dict[Indicator, int]:
    """Who put weights before there were audits, or a capacity that is measured, has none for them."""
    weights.setdefault("audits", 0)
    weights.setdefault("capacity", 0)
    if weights.keys() != set(get_args(Indicator)) or not any(weights.values()):
        raise Expected("a weight for each of {indicators}, and one at least above 0", indicators=get_args(Indicator))
    return weights


def _one_after_the_other(milestones: dict[str, Decimal]) -> dict[str, Decimal]:
    shares = sorted(milestones.values())
    if len(set(shares)) < len(shares) or shares[-1:] != [Decimal(1)]:
        raise Expected("a share of its own for each milestone, and 1 for the last one")
    return milestones


class Policy(BaseSettings):
    """Opens as the environment says, GENDAN_PURCHASING_<NAME>; what holds on a day tells `chassis.figures.holding`."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, use_attribute_docstrings=True)

    own_customers_only: bool = False
    """ALL-3, SAL-15: merchandisers and salespeople see here the purchases, production and papers of
    customers for whom they answer, lead or stand in, or nobody answers; else all of sales see all. Say the same as
    GENDAN_SALES_OWN_CUSTOMERS_ONLY."""
    downloads_a_day: Count = 20_000
    """ALL-3: so many records one person may take out of this department as files in a day; a paper, a file and each row
    of a sheet are a record each."""
    downloads_by_role: dict[Role, Count] = {}
    """ALL-3: the same for who has one of these roles; of several the highest holds, instead of downloads_a_day."""
    tolerance: Share = Decimal("0.05")
    """How far a unit price may be above the original budget without signatures: 0.05 is 5 % (PUR-3)."""
    ordering: Literal["automatic", "by_hand"] = "automatic"
    """By hand, a purchase stays a draft until a buyer orders it (PUR-4)."""
    asking: Literal["automatic", "by_hand"] = "by_hand"
    """By hand, a purchase above the tolerance stays a draft until a buyer asks for its price: his is the first of the
    signatures; automatic, it is asked for in the name of ``buyer`` (PUR-3)."""
    price_word: Literal["automatic", "by_hand"] = "by_hand"
    """By hand, a price above the tolerance is asked for once its supplier has confirmed it himself: by his link, signed
    in, or as a buyer was told; automatic, his offer is his word (PUR-3)."""
    cancelling: Literal["automatic", "by_hand"] = "by_hand"
    """By hand, each supplier is asked; automatic, one who has not confirmed yet is taken to agree (PUR-1)."""
    days_before_promise: Days = 3
    """Calendar days from the goods' arrival to the order's promised date: receipt, packing, transport (PUR-2)."""
    score_days: Days = 365
    """Calendar days back from today over which a supplier's purchases are measured (PUR-6)."""
    scored_from: Count = 5
    """A supplier of fewer deliveries has no score: one late parcel of two says little (PUR-6)."""
    score_weights: Annotated[dict[Indicator, Weight], AfterValidator(_of_every_indicator)] = {
        "on_time_first": 2, "on_time": 2, "quantity": 1, "quality": 3, "answers": 1, "price": 1, "audits": 2,
        "capacity": 1,
    }  # fmt: skip
    """What counts how much in a supplier's score: in time by his first word and by his last, all of the quantity,
    passed at the dock, answered in time, within the budget, grave findings of audits closed, as much delivered in a
    week as he had said he can (PUR-6, PUR-13)."""
    answer_days: Days = 2
    """Calendar days within which a supplier should confirm or decline (PUR-6)."""
    review_days: Days = 30
    """So many days before a supplier's review, NDA review or certificate ends he waits for a buyer (PUR-5, PUR-6)."""
    suppliers_asked: Annotated[Count, Field(ge=1)] = 2
    """So many suppliers a request for quotation asks at least; a buyer who asks fewer says why (PUR-10)."""
    own_shop: Code = "own-shop"
    """The supplier that is the company's own shop: what it makes is a production order, not a purchase (PUR-11)."""
    milestones: Annotated[dict[Code, Share], AfterValidator(_one_after_the_other)] = {
        "material_in": Decimal(0), "first_article": Decimal("0.1"), "semi_finished": Decimal("0.6"),
        "quality_passed": Decimal("0.9"), "packed": Decimal(1),
    }  # fmt: skip
    """What a production order comes to, each by which share of the run it should be complete; the last is 1 (PUR-9).
    ``first_article`` and ``quality_passed`` are gates where the item's inspection plan says so (WHS-4)."""
    late_days: Days = 0
    """So many calendar days may a production order be forecast past its promised day before that is told (PUR-9)."""
    country: Country = "CN"
    """On whose weekends and public holidays lines do not work; say the same as GENDAN_NOTIFY_COUNTRY (PUR-12)."""
    buyer: Code = "purchasing"
    """Who asks for a price change that the rule, and no person, started (person code; PUR-3)."""


def ready() -> None:
    """Look at all settings before the start. Raises SettingsFault with the name of each that makes no sense."""
    settled(Policy, PREFIX)
