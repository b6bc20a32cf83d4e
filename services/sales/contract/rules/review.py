"""Contract review: each clause that is missing or risky is a finding with the wording that would mend it (SAL-4)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal

from contracts.texts import Text, Word
from services.sales.contract.rules.document import Clause, Finding
from services.sales.policy import ClauseKind, Policy

Found = Iterator[tuple[ClauseKind, Text]]
CALLED: Mapping[ClauseKind, Word] = {
    "subject": Word("the subject"),
    "quantity": Word("the quantity"),
    "price": Word("the price"),
    "delivery_date": Word("the delivery date"),
    "payment_terms": Word("the payment terms"),
    "liability_for_breach": Word("liability for breach"),
    "dispute_resolution": Word("dispute resolution"),
    "force_majeure": Word("force majeure"),
    "currency_clause": Word("who bears the rate of exchange"),
    "legal_compliance": Word("legal compliance"),
}


def review(clauses: Iterable[Clause], policy: Policy, known: Iterable[Finding] = ()) -> tuple[Finding, ...]:
    """What of these clauses is missing or risky; ``known`` are findings on the same words, which stay accepted."""
    by_kind = {one.kind: one for one in clauses}
    accepted = {(one.clause, one.why): one for one in known}
    found = [*_missing(by_kind, policy), *_risky(by_kind, policy)]
    new, legal = proposals(policy), policy.contract_legal
    return tuple(
        accepted.get((clause, why)) or Finding(clause=clause, why=why, proposal=new[clause], legal=clause in legal)
        for clause, why in found
    )


def _missing(by_kind: Mapping[ClauseKind, Clause], policy: Policy) -> Found:
    for kind in policy.contract_clauses:
        if kind not in by_kind:
            yield kind, Text("Nothing is agreed on {clause}.", clause=CALLED[kind])


def _risky(by_kind: Mapping[ClauseKind, Clause], policy: Policy) -> Found:
    for kind, look in LOOKS.items():
        if kind in by_kind and (why := look(by_kind[kind], policy)):
            yield kind, why
    price = by_kind.get("price")
    foreign = price and price.currency not in (None, policy.home_currency)
    if price and foreign and "currency_clause" not in by_kind and "currency_clause" not in policy.contract_clauses:
        text = Text(
            "Prices are in {currency} and not in {home}, and nothing is agreed on who bears the rate of exchange.",
            currency=price.currency,
            home=policy.home_currency,
        )
        yield "currency_clause", text


def _on_price(clause: Clause, _: Policy) -> Text | None:
    return None if clause.currency else Text("It names no currency of the prices.")


def _on_payment(clause: Clause, policy: Policy) -> Text | None:
    most = policy.contract_payment_days
    if clause.terms is None:
        return Text("It names no days of payment.")
    if clause.terms.days <= most:
        return None
    return Text("Payment after {days} days is later than {most} days.", days=clause.terms.days, most=most)


def _on_liability(clause: Clause, policy: Policy) -> Text | None:
    most = policy.contract_penalty_share
    if clause.penalty_share is None:
        return Text("It names no limit of the penalty.")
    if clause.penalty_share <= most:
        return None
    told = {"percent": _percent(clause.penalty_share), "most": _percent(most)}
    return Text("A penalty of up to {percent} % is above {most} %.", **told)


def _on_disputes(clause: Clause, policy: Policy) -> Text | None:
    if clause.law is None:
        return Text("It names no law.")
    if clause.law == policy.country:
        return None
    return Text("It goes by the law of {law}, not by that of {country}.", law=clause.law, country=policy.country)


LOOKS: Mapping[ClauseKind, Callable[[Clause, Policy], Text | None]] = {
    "price": _on_price,
    "payment_terms": _on_payment,
    "liability_for_breach": _on_liability,
    "dispute_resolution": _on_disputes,
}


def proposals(policy: Policy) -> Mapping[ClauseKind, Text]:
    """What would be agreed instead, by our own figures."""
    home, country, days = policy.home_currency, policy.country, policy.contract_payment_days
    percent = _percent(policy.contract_penalty_share)
    return {
        "subject": Text(
            "The seller sells and the buyer buys the goods that each confirmed order names by item and unit."
        ),
        "quantity": Text("The quantity is that of each confirmed order; both parties agree in writing to another one."),
        "price": Text(
            "Prices are those of each confirmed order, in {home}, under the Incoterms 2020 rule that it names.",
            home=home,
        ),
        "delivery_date": Text(
            "The seller delivers by the date that he confirmed for each order, and tells a delay at once with a"
            " new date."
        ),
        "payment_terms": Text("The buyer pays within {days} days of the date of the invoice.", days=days),
        "liability_for_breach": Text(
            "Who is late pays 0.5 % of the price of what is late for each full week, and {percent} % of it at most.",
            percent=percent,
        ),
        "dispute_resolution": Text(
            "The law of {country} applies. What is not settled within 30 days goes to the court of the seller's seat.",
            country=country,
        ),
        "force_majeure": Text("The ICC Force Majeure Clause of March 2020 is part of this contract."),
        "currency_clause": Text(
            "When the rate of the contract's currency to {home} has moved by more than 3 % since the signature,"
            " prices of orders that are not confirmed yet are agreed anew.",
            home=home,
        ),
        "legal_compliance": Text(
            "Both parties keep the laws on export control, sanctions, bribery and data protection; who breaks them may"
            " be left without delay."
        ),
    }


def _percent(share: Decimal) -> str:
    return f"{(share * 100).normalize():f}"
