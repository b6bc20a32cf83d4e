"""Logistics' figures and switches."""

from decimal import Decimal
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from chassis.roles import Role
from chassis.settings import OfTheProcess
from contracts.scalars import Count, Country, Share


class Policy(BaseSettings):
    """Opens as the environment says, GENDAN_LOGISTICS_<NAME>; what holds on a day tells `chassis.figures.holding`."""

    model_config = SettingsConfigDict(env_prefix="GENDAN_LOGISTICS_", frozen=True, use_attribute_docstrings=True)

    own_customers_only: bool = False
    """ALL-3, SAL-15: merchandisers and salespeople see here the shipments, credits and papers of
    customers for whom they answer, lead or stand in, or nobody answers; else all of sales see all. Say the same as
    GENDAN_SALES_OWN_CUSTOMERS_ONLY."""
    downloads_a_day: Count = 20_000
    """ALL-3: so many records one person may take out of this department as files in a day; a paper, a file and each row
    of a sheet are a record each."""
    downloads_by_role: dict[Role, Count] = {}
    """ALL-3: the same for who has one of these roles; of several the highest holds, instead of downloads_a_day."""
    dispatch: Literal["automatic", "by_hand"] = "by_hand"
    """Whether packed goods wait for a clerk who sends them, or leave by rule, without a tracking number until the
    carrier tells it (LOG-1, LOG-5)."""
    home_country: Country = "CN"
    """An order to any other country is international: two modes are compared for it (LOG-1)."""
    measured_from: Count = 20
    """So many deliveries of a carrier by one mode to one country tell its reliability better than its rate (LOG-2)."""
    usual_from: Count = 10
    """So many deliveries that took as long as a shipment has, of its carrier, mode and country, tell when it will be
    there, while the carrier says nothing (LOG-5)."""
    usual_share: Share = Decimal("0.5")
    """By the day when this share of them was there it is expected (LOG-5)."""
    road_detour: Annotated[Decimal, Field(ge=1, le=5)] = Decimal("1.3")
    """So many times as long as a straight line is the road to an address; local tours are reckoned by it (LOG-4)."""
    road_kmh: Annotated[Decimal, Field(gt=0, le=150)] = Decimal(30)
    """How fast vehicles of local tours are on average, in km/h (LOG-4)."""
    search_seconds: Annotated[int, Field(ge=1, le=60)] = 8
    """How long a plan of local tours is searched (LOG-4)."""
    webhook_secrets: OfTheProcess[Path | None] = None
    """A folder with a file per carrier, named by its code, that holds the secret of its webhooks: `whsec_` and base64.
    Read at each message; none: no carrier's webhook is taken (LOG-5)."""
    on_time_least: Share = Decimal("0.7")
    """A transport that is on time less often is taken only when no other arrives by the date asked (LOG-2)."""
    review_days: Count = 30
    """So many days before a carrier's NDA or security review is due it waits for a clerk (LOG-2)."""
    lapsed_review: Literal["warn", "bar"] = "bar"
    """A carrier whose NDA or security review lapsed takes goods all the same, which is told, or takes none (LOG-1,
    LOG-2)."""
    customs: Literal["warn", "bar"] = "warn"
    """Goods whose customs data are not complete may leave the country, which is told, or may not (LOG-8)."""
