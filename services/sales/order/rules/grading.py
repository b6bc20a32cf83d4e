"""How an order's risk is graded: likelihood x impact of six, by the department's figures (SAL-6). Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from contracts.order import value_of
from contracts.rates import Rates, values_on
from contracts.reasons import because, text_of, text_of_all
from contracts.texts import Text
from services.sales.masters.rules import ListPrice
from services.sales.order.rules.anew import promised_anew
from services.sales.order.rules.document import Order
from services.sales.order.rules.facts import Review, reasons_of
from services.sales.order.rules.listed import off_list
from services.sales.order.rules.promised import promised_on
from services.sales.order.rules.risk import Risk, RiskFactor, RiskKind
from services.sales.policy import Grade, Policy, RiskAbove

Likely = tuple[int, Text]
"""How likely, from 1 to 5, and why."""


@dataclass(frozen=True)
class Beside:
    """What sales knows beside an order of its customer, its currency and its items."""

    grade: Grade
    rates: Rates
    complaints: int
    """Of quality or quantity, of the customer or of one of the items, in ``risk_complaint_days``."""
    listed: Mapping[str, ListPrice] = field(default_factory=dict)
    """By item, what it costs by the list in the order's currency."""


def graded(order: Order, beside: Beside, policy: Policy, today: date) -> Order:
    """With its risk, and what of it is not at the list's prices, once it is complete and reviewed; graded anew, a
    signature stays where no level differs."""
    decided = order.status != "open" and not (order.pending and order.pending.complete)
    if decided or not (order.complete and order.reviewed):
        return order
    factors = tuple(_factors(order, beside, policy, today))
    above = _above(max(factor.product for factor in factors), policy)
    signer = policy.risk_signers.get(above, "") if above else ""
    risk = Risk(grade=above or "low", factors=factors, signer=signer)
    return order.but(risk=risk.after(order.risk), off_list=off_list(order.binding, beside.listed))


def _factors(order: Order, beside: Beside, policy: Policy, today: date) -> Iterator[RiskFactor]:
    promised = (promised_anew if order.pending else promised_on)(order, policy, today)
    likely: Mapping[RiskKind, Likely] = {
        "credit": _of_credit(order.reviews["finance"], policy),
        "currency": _of_currency(order, promised, policy, today),
        "supply": _of_supply(order, policy),
        "delivery": _of_delivery(order, promised, policy),
        "quality": _of_quality(beside, policy),
        "country": _of_country(order.binding.deliver_to.country, policy),
    }
    for kind, (likelihood, why) in likely.items():
        yield RiskFactor(kind=kind, likelihood=likelihood, impact=_impact(kind, order, beside, policy, today), why=why)


def _above(product: int, policy: Policy) -> RiskAbove | None:
    grades: tuple[RiskAbove, ...] = ("critical", "high", "medium")
    return next((grade for grade in grades if product >= policy.risk_grades[grade]), None)


def _impact(kind: RiskKind, order: Order, beside: Beside, policy: Policy, today: date) -> int:
    """By the value in the home currency; of credit by what is paid later. What the customer feels counts his grade.

    An amount in a currency without a rate counts as it stands.
    """
    content = order.binding
    value = value_of(content) * values_on(beside.rates, today).get(content.currency, Decimal(1))
    if kind == "credit":
        value *= 0 if content.terms.by_credit else 1 - content.terms.advance_share
    felt = policy.risk_customers[beside.grade] if kind in ("supply", "delivery", "quality") else 0
    return min(5, _level(policy.risk_values, value) + felt)


def _level(steps: Mapping[int, int], reached: Decimal | int) -> int:
    return max((level for least, level in steps.items() if reached >= least), default=1)


def _of_credit(review: Review, policy: Policy) -> Likely:
    """A yes with reasons is a person's word, over what the limit said (FIN-3)."""
    if review.verdict == "yes":
        why = Text("finance gives the credit[: {reasons}]", reasons=tuple(map(text_of, review.reasons)))
        return policy.risk_verdicts["conditions" if review.reasons else "yes"], why
    doubts = text_of_all(reasons_of("finance", review))
    return policy.risk_verdicts[review.verdict], Text("finance doubts the credit: {reasons}", reasons=doubts)


def _of_currency(order: Order, promised: date | None, policy: Policy, today: date) -> Likely:
    content = order.binding
    if content.currency == policy.home_currency:
        return 1, Text("the order is in the company's own currency")
    open_days = ((promised or content.wanted) - today).days + content.terms.days
    why = Text("its money is open in {currency} for {days} days", currency=content.currency, days=open_days)
    return _level(policy.risk_currency_days, open_days), why


def _of_supply(order: Order, policy: Policy) -> Likely:
    items = tuple(dict.fromkeys(lack.item for lack in order.reviews["warehouse"].lacks))
    if order.is_refused_by("purchasing"):
        return policy.risk_verdicts["no"], Text("nobody can deliver all of {items}", items=items)
    if order.is_refused_by("warehouse"):
        why = text_of_all(reasons_of("warehouse", order.reviews["warehouse"]))
        return policy.risk_verdicts["no"], why
    if not items:
        return policy.risk_verdicts["yes"], Text("all of it is in stock")
    return policy.risk_verdicts["conditions"], Text("{items} must be bought", items=items)


def _of_delivery(order: Order, promised: date | None, policy: Policy) -> Likely:
    route, wanted = order.reviews["logistics"], order.binding.wanted
    if route.verdict == "no":
        return policy.risk_verdicts["no"], text_of_all(reasons_of("logistics", route))
    if promised is None:
        return policy.risk_verdicts["no"], text_of(because("no_date"))
    why = text_of(because("later_than_wanted", promised=promised, wanted=wanted))
    return _level(policy.risk_late_days, (promised - wanted).days), why


def _of_quality(beside: Beside, policy: Policy) -> Likely:
    why = Text(
        "complaints of the goods by the customer or about the items in {days} days: {count}",
        days=policy.risk_complaint_days,
        count=beside.complaints,
    )
    return _level(policy.risk_complaints, beside.complaints), why


def _of_country(country: str, policy: Policy) -> Likely:
    known = policy.risk_countries.get(country)
    if known is None and country == policy.country:
        return 1, Text("the goods stay in the country")
    if known is None:
        return policy.risk_abroad, Text("the goods go abroad: {country}", country=country)
    return known, Text("the goods go to a country that the company lists: {country}", country=country)
