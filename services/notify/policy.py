"""Notify's figures, and the calendar that they make."""

from datetime import date, time, timedelta
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, BeforeValidator, Field, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from chassis.roles import Role
from chassis.settings import OfTheProcess
from contracts.milestones import AFTER, MILESTONES, Milestone
from contracts.scalars import Count, Country, Day
from contracts.texts import Expected
from services.notify.promise.rules.limits import HOURS_MAX
from services.notify.promise.rules.working_time import Calendar

PREFIX = "GENDAN_NOTIFY_"


def _end_of_day(told: Any) -> Any:
    return time(0) if told in ("24:00", "24:00:00") else told


def _no_number(told: Any) -> Any:
    if type(told) in (int, float):
        raise Expected("a time as HH:MM")
    return told


def _of_no_zone(told: time) -> time:
    if told.tzinfo is not None:
        raise Expected("a time without a zone, such as 09:00; the zone is a figure of its own")
    return told


def _known_zone(name: str) -> str:
    if name not in available_timezones():
        raise Expected("a time zone of the IANA, such as Asia/Shanghai or Europe/Berlin")
    return name


def _of_every_milestone(days: dict[Milestone, int]) -> dict[Milestone, int]:
    steps = tuple(step for step in MILESTONES if AFTER[step])
    if days.keys() != set(steps):
        raise Expected("working days for each of {steps}", steps=steps)
    return days


PlanDays = Annotated[int, Field(ge=0, le=365)]
Url = Annotated[str, Field(pattern=r"^(https?://[^\s?#]+)?$")]
LocalTime = Annotated[time, BeforeValidator(_no_number), AfterValidator(_of_no_zone)]
"""Of the day, in the zone that is a figure of its own; 9 would be read as nine seconds."""


class Policy(BaseSettings):
    """Opens as the environment says, GENDAN_NOTIFY_<NAME>; what holds on a day tells `chassis.figures.holding`."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, use_attribute_docstrings=True)

    country: Country = "CN"
    """Whose public holidays are no working days (SAL-11, NOT-3)."""
    zone: Annotated[str, AfterValidator(_known_zone)] = "Asia/Shanghai"
    """Of the working hours."""
    opens: LocalTime = time(9)
    """The working day's begin (NOT-3)."""
    closes: Annotated[LocalTime, BeforeValidator(_end_of_day)] = time(18)
    """The working day's end; no later than its begin: on the next day, 00:00 to 24:00 round the clock (NOT-3)."""
    free_days: tuple[Day, ...] = ()
    """Dates that are free though the country's calendar works, as a JSON list of days like "2027-02-05" (NOT-3)."""
    worked_days: tuple[Day, ...] = ()
    """Dates that are worked though it is free, as a JSON list; with one, its year is announced (NOT-3)."""
    own_customers_only: bool = False
    """Merchandisers and salespeople see the orders of customers for whom they answer, lead or stand in, or nobody
    answers yet; else all of sales see all. Say the same as GENDAN_SALES_OWN_CUSTOMERS_ONLY (ALL-3, NOT-1)."""
    downloads_a_day: Count = 20_000
    """ALL-3: so many records one person may take out of this department as files in a day; a paper, a file and each row
    of a sheet are a record each."""
    downloads_by_role: dict[Role, Count] = {}
    """ALL-3: the same for who has one of these roles; of several the highest holds, instead of downloads_a_day."""
    exceptions: OfTheProcess[str] = "kinds.toml"
    """Of the process: a TOML file with the kinds and levels of exceptions; the default is the suite's table (NOT-4)."""
    plan_days: Annotated[dict[Milestone, PlanDays], AfterValidator(_of_every_milestone)] = {
        "reviewed": 1,
        "confirmed": 1,
        "bought": 1,
        "supplied": 10,
        "reserved": 1,
        "released": 1,
        "packed": 1,
        "dispatched": 1,
        "delivered": 5,
        "invoiced": 0,
        "accepted": 7,
        "paid": 22,
        "closed": 1,
    }
    """Working days that the plan of an order gives each step from the one that it waits for; reckoned back from the
    promised date up to the delivery, and on from there after it (NOT-3)."""
    undo_hours: Annotated[int, Field(ge=0, le=HOURS_MAX)] = 4
    """Working hours until what was done for a cancelled order must be undone (NOT-3, SAL-9)."""
    hours_to_confirm_before: Annotated[Decimal, Field(ge=0, le=10_000)] = Decimal(0)
    """ALL-6: how many hours an order took from its receipt to its confirmation before there was this suite (median),
    against which key figures are held; 0: nobody knows."""
    satisfaction_before: Annotated[Decimal, Field(ge=0, le=5)] = Decimal(0)
    """ALL-6: how satisfied customers were before there was this suite, 1 to 5; 0: nobody knows."""

    desk_url: OfTheProcess[Url] = ""
    """Where people find the desk, without a path: https://desk.example.com. Its cookies are for https alone then."""
    sign_in_issuer: OfTheProcess[Url] = ""
    """The company's OpenID provider, letter for letter as its discovery document has `issuer`; none: nobody can sign
    in at the desk (ALL-3)."""
    sign_in_client: OfTheProcess[str] = "gendan-desk"
    """As which client the provider knows the desk."""
    sign_in_secret_file: OfTheProcess[Path | None] = None
    """A file with the client's secret, read at each sign-in; none: a public client, which PKCE alone protects."""
    sign_in_scopes: OfTheProcess[str] = "openid profile"
    """What the desk asks of the provider; Entra wants the departments' own scope here too."""
    sign_in_bearer: OfTheProcess[Literal["access_token", "id_token"]] = "access_token"
    """Which token goes to the departments; id_token where the provider's access token is not for reading."""
    dashboards_url: OfTheProcess[Url] = ""
    """Where the company's dashboards are, such as a folder of Grafana; the desk's page of operations leads there.
    Empty: it does not (ALL-1)."""

    @model_validator(mode="after")
    def _has_working_hours(self) -> Self:
        if self.opens == self.closes != time(0):
            raise Expected(
                "two times for {opens_name} and {closes_name}, or 00:00 and 24:00 for round the clock; "
                "from {opens} to {closes} nobody works",
                opens_name=f"{PREFIX}OPENS",
                closes_name=f"{PREFIX}CLOSES",
                opens=f"{self.opens:%H:%M}",
                closes=f"{self.closes:%H:%M}",
            )
        return self

    @model_validator(mode="after")
    def _has_working_days(self) -> Self:
        works_on = calendar(self).works_on
        if not any(works_on(date(2026, 1, 1) + timedelta(days=n)) for n in range(366)):
            raise Expected(
                "a country with working days for {name}; {country} has none",
                name=f"{PREFIX}COUNTRY",
                country=self.country,
            )
        return self

    @model_validator(mode="after")
    def _knows_where_the_desk_is(self) -> Self:
        if self.sign_in_issuer and not self.desk_url:
            raise Expected(
                "{setting} too where {issuer} is set", setting=f"{PREFIX}DESK_URL", issuer=f"{PREFIX}SIGN_IN_ISSUER"
            )
        return self


def calendar(policy: Policy) -> Calendar:
    """The company's working hours."""
    return _calendar(policy.country, policy.zone, policy.opens, policy.closes, policy.free_days, policy.worked_days)


@lru_cache(maxsize=16)
def _calendar(
    country: str, zone: str, opens: time, closes: time, free: tuple[date, ...], worked: tuple[date, ...]
) -> Calendar:
    days = {**dict.fromkeys(free, False), **dict.fromkeys(worked, True)}
    return Calendar.of(country, ZoneInfo(zone), opens, closes, days)
