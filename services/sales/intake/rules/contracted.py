"""An order under a contract: what the customer leaves out is as agreed there; what he says otherwise is asked back
(SAL-18)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from contracts.order import OrderDraft, Terms
from contracts.texts import Text
from services.sales.contract.rules.document import SalesContract, Version
from services.sales.masters.rules import Masters


def contract_of(number: str | None, customer: str, known: Masters, received_on: date) -> Version | None:
    """What is agreed for an order of this day."""
    contract = _contract(number, customer, known)
    return contract.holding if contract and contract.standing(received_on) == "in_force" else None


def as_contracted(draft: OrderDraft, version: Version | None) -> OrderDraft:
    """With the currency, the rule of delivery and the terms of payment that are agreed."""
    price, payment = (version.clause("price"), version.clause("payment_terms")) if version else (None, None)
    if price:
        draft = draft.but(currency=price.currency or draft.currency, incoterm=price.incoterm or draft.incoterm)
    return draft.but(terms=payment.terms or draft.terms) if payment else draft


def contract_asked_back(draft: OrderDraft, known: Masters, received_on: date) -> Iterator[tuple[str, Text]]:
    """Of a contract that does not hold, and of what the order says otherwise than one that does."""
    if not draft.contract:
        return
    version = contract_of(draft.contract, draft.customer, known, received_on)
    if version is None:
        yield "contract", _which(draft.contract, _contract(draft.contract, draft.customer, known), received_on)
    else:
        yield from _otherwise(draft, version)


def _which(number: str, contract: SalesContract | None, day: date) -> Text:
    """The same, whether there is none or it is another customer's."""
    if contract is None:
        return Text("There is no contract {number} with you: under which one do you order?", number=number)
    held, ended = contract.holding, contract.terminated
    if contract.is_given_up:
        return Text("Contract {number} was given up and never signed: under which one do you order?", number=number)
    if held is None:
        return Text("Contract {number} is not signed by all parties yet: under which one do you order?", number=number)
    if day < held.valid_from:
        about = {"number": number, "first": held.valid_from}
        return Text("Contract {number} begins on {first}: under which one do you order?", **about)
    if ended and ended.last_day < day:
        about = {"number": number, "last": ended.last_day}
        return Text("Contract {number} was ended early, on {last}: under which one do you order?", **about)
    about = {"number": number, "last": held.valid_until}
    return Text("Contract {number} ended on {last}: under which one do you order?", **about)


def _otherwise(draft: OrderDraft, version: Version) -> Iterator[tuple[str, Text]]:
    agreed, number = as_contracted(draft, version), draft.contract
    if draft.currency != agreed.currency:
        text = Text(
            "The order is in {came}, contract {number} in {agreed}: in which currency do you order?",
            came=draft.currency,
            agreed=agreed.currency,
            number=number,
        )
        yield "currency", text
    if draft.incoterm != agreed.incoterm:
        text = Text(
            "[The order says {came}; ]contract {number} says {agreed}: by which rule do we deliver?",
            came=draft.incoterm,
            agreed=agreed.incoterm,
            number=number,
        )
        yield "incoterm", text
    if draft.terms and agreed.terms and draft.terms != agreed.terms:
        text = Text(
            "The order says {came}; contract {number} says {agreed}: on which terms do you pay?",
            came=_terms(draft.terms),
            agreed=_terms(agreed.terms),
            number=number,
        )
        yield "terms", text


def _terms(terms: Terms) -> Text:
    """In words."""
    share = f"{(terms.advance_share * 100).normalize():f}" if terms.advance_share else ""
    credit = Text("under a letter of credit") if terms.by_credit else ""
    told = {"days": terms.days, "share": share, "credit": credit}
    return Text("payment within {days} days[, {share} % in advance][, {credit}]", **told)


def _contract(number: str | None, customer: str, known: Masters) -> SalesContract | None:
    """None of another customer's."""
    contract = known.contracts.get(number or "")
    return contract if contract and contract.customer == customer else None
