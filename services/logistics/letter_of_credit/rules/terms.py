"""The terms of a letter of credit, by the fields of MT 700 (LOG-7)."""

from __future__ import annotations

from typing import Literal

from contracts.money import Money
from contracts.scalars import Count, Country, Day, Days
from contracts.value import Value
from services.logistics.documents.rules.document import Party

Allowed = Literal["allowed", "conditional", "not allowed"]
AvailableBy = Literal["sight payment", "deferred payment", "acceptance", "negotiation", "mixed payment"]


class CreditTerms(Value):
    """What the bank promises to pay against; texts are the credit's own words, empty where it says nothing."""

    number: str
    """20: the issuing bank's."""
    form: str = "IRREVOCABLE"
    """40A."""
    rules: str = "UCP LATEST VERSION"
    """40E."""
    issued_on: Day | None = None
    """31C."""
    expires_on: Day
    """31D."""
    expiry_place: str = ""
    """31D: where documents must be presented by then."""
    expiry_country: Country | None = None
    """Whose bank holidays move the last day (UCP 600 art. 29 a); None where nobody could tell it from the place."""
    issuing_bank: str = ""
    """52a, or the sender of the message."""
    applicant: Party
    """50: the buyer."""
    beneficiary: Party
    """59: us."""
    amount: Money
    """32B."""
    above: Count = 0
    """39A: percent more than the amount that may be drawn."""
    below: Count = 0
    """39A: percent less."""
    maximum: bool = False
    """39B (until 2018): the amount must not be exceeded."""
    additional: str = ""
    """39C: what may be drawn besides."""
    available_with: str = ""
    """41a."""
    available_by: AvailableBy = "sight payment"
    """41a."""
    drafts_at: str = ""
    """42C: the tenor; empty when no draft is asked for."""
    drawee: str = ""
    """42a: on whom drafts are drawn."""
    payment_terms: str = ""
    """42M or 42P: mixed or deferred payment in the credit's words."""
    partial: Allowed = "allowed"
    """43P; what it does not forbid is allowed (UCP 600 art. 31 a)."""
    transhipment: Allowed = "allowed"
    """43T."""
    receipt: str = ""
    """44A: the place of taking in charge or receipt."""
    loading: str = ""
    """44E: the port of loading or airport of departure."""
    discharge: str = ""
    """44F: the port of discharge or airport of destination."""
    delivery: str = ""
    """44B: the place of final destination."""
    latest_shipment: Day | None = None
    """44C."""
    shipment_period: str = ""
    """44D, in the credit's words."""
    goods: str = ""
    """45A, with quantities, prices and the trade term."""
    documents: tuple[str, ...] = ()
    """46A, one for each document that is required."""
    conditions: tuple[str, ...] = ()
    """47A, one for each additional condition."""
    charges: str = ""
    """71D."""
    presentation_days: Days = 21
    """48: after the day of shipment (UCP 600 art. 14 c)."""
    confirmation: Literal["confirm", "may add", "without"] = "without"
    """49."""
