"""Terms of a credit that contradict each other, or that the order does not fit: amended before anything leaves (LOG-7).

A bank may well send such a credit, so that it is recorded and told, not refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from contracts.reasons import because
from contracts.review import Reason
from services.logistics.letter_of_credit.rules.agreed import Agreed
from services.logistics.letter_of_credit.rules.goods import TERM
from services.logistics.letter_of_credit.rules.period import period_of
from services.logistics.letter_of_credit.rules.terms import CreditTerms


def objections(terms: CreditTerms, agreed: Agreed, today: date) -> tuple[Reason, ...]:
    """Why the order cannot be shipped and paid under the credit, all at once; none when it is in order (SAL-17)."""
    return (*contradictions(terms), *_with_the_order(terms, agreed), *_over(terms, today))


def contradictions(terms: CreditTerms) -> tuple[Reason, ...]:
    """What of the credit contradicts itself, in the order of the fields."""
    return (*_of_rules(terms), *_of_dates(terms), *_of_period(terms), *_of_amount(terms), *_of_payment(terms))


def _of_rules(terms: CreditTerms) -> Iterator[Reason]:
    if not terms.form.startswith("IRREVOCABLE"):
        yield because("lc_revocable", form=terms.form)
    if "UCP" not in terms.rules:
        yield because("lc_other_rules", rules=terms.rules)


def _of_dates(terms: CreditTerms) -> Iterator[Reason]:
    expiry, latest, issued = terms.expires_on, terms.latest_shipment, terms.issued_on
    if issued and issued > expiry:
        yield because("lc_issued_late", tag="31D", day=expiry, issued=issued)
    if latest and latest > expiry:
        yield because("lc_latest_after_expiry", latest=latest, expiry=expiry)
    if issued and latest and latest < issued:
        yield because("lc_issued_late", tag="44C", day=latest, issued=issued)
    if latest and terms.shipment_period:
        yield because("lc_two_periods")


def _of_period(terms: CreditTerms) -> Iterator[Reason]:
    """44D that does not end between issue and expiry, after which no documents are taken (UCP 600 art. 6 d); nothing
    where only a person reads its words."""
    period = period_of(terms)
    if period is None or terms.latest_shipment:
        return
    if period.first and period.first > terms.expires_on:
        yield because("lc_period_after_expiry", first=period.first, expiry=terms.expires_on)
    elif period.last and period.last > terms.expires_on:
        yield because("lc_period_ends_late", last=period.last, expiry=terms.expires_on)
    if period.last and terms.issued_on and period.last < terms.issued_on:
        yield because("lc_issued_late", tag="44D", day=period.last, issued=terms.issued_on)


def _of_amount(terms: CreditTerms) -> Iterator[Reason]:
    if terms.maximum and (terms.above or terms.below):
        yield because("lc_two_limits")
    if not terms.amount.amount:
        yield because("lc_nothing")


def _of_payment(terms: CreditTerms) -> Iterator[Reason]:
    if terms.drafts_at and terms.payment_terms:
        yield because("lc_two_payments")
    if terms.drafts_at and not terms.drawee:
        yield because("lc_no_drawee")
    if terms.available_by in ("deferred payment", "mixed payment") and not terms.payment_terms:
        yield because("lc_no_payment")
    if terms.available_by == "acceptance" and not terms.drafts_at:
        yield because("lc_no_tenor")


def _with_the_order(terms: CreditTerms, agreed: Agreed) -> Iterator[Reason]:
    """Currency, amount with its tolerance, partial shipments, trade term."""
    value, most = agreed.value, most_of(terms)
    if value.currency != terms.amount.currency:
        yield because("lc_other_currency", credit=terms.amount.currency, order=value.currency)
    elif value.amount > most:
        yield because("lc_too_little", value=f"{value.amount} {value.currency}", most=f"{most} {value.currency}")
    if agreed.partial and terms.partial == "not allowed":
        yield because("lc_no_parts")
    told, rule = TERM.search(terms.goods.upper()), agreed.incoterm.upper()[:3]
    if told and rule and told[1] != rule:
        yield because("lc_other_term", credit=told[1], order=rule)


def most_of(terms: CreditTerms) -> Decimal:
    """The most that may be drawn (UCP 600 art. 30 a; 39A)."""
    return (terms.amount.amount * (100 + terms.above) / 100).quantize(terms.amount.amount)


def _over(terms: CreditTerms, today: date) -> Iterator[Reason]:
    if terms.expires_on < today:
        yield because("lc_expired", expiry=terms.expires_on)
