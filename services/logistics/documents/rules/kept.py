"""What is kept of a shipment's documents: finance's invoice, and the carriers' documents as they were read (LOG-6)."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from contracts.finance import InvoiceIssued, InvoiceLine
from contracts.money import Money
from contracts.scalars import Count, Day, Quantity, Reference, Told
from contracts.value import Value, fields_of
from services.logistics.documents.rules.document import Party
from services.logistics.documents.rules.trade import InsuranceDocument
from services.logistics.documents.rules.transport import Container, Leg, SignedAs, TransportKind


class Invoiced(Value):
    """Finance's invoice for the shipment, as finance told it."""

    number: str
    issued_on: Day
    lines: tuple[InvoiceLine, ...]
    discount: Money | None = None
    freight: Money
    tax: Money
    total: Money
    advance_used: Money


class CarriersDocument(Value):
    """A carrier's document as a person read it: nothing of it is made up, what it does not say stays empty."""

    number: Reference
    kind: TransportKind
    carrier: Told
    issued_on: Day | None = None
    signed_as: SignedAs | None = None
    consignee: Party | None = None
    """None: the customer. A bill made out to order has ``TO ORDER`` as the name."""
    notify: tuple[Party, ...] = ()
    receipt_place: str = ""
    loading: str = ""
    discharge: str = ""
    delivery_place: str = ""
    conveyance: str = ""
    on_board_on: Day | None = None
    freight: Literal["prepaid", "collect", ""] = ""
    goods: str = ""
    """Its description of the goods."""
    marks: str = ""
    package_count: Count | None = None
    gross_kg: Quantity | None = None
    volume_m3: Quantity | None = None
    originals_issued: Count | None = None
    originals: Count = 1
    endorsed: str = ""
    credit_number: str = ""
    clauses: tuple[str, ...] = ()
    transhipments: tuple[str, ...] = ()
    legs: tuple[Leg, ...] = ()
    containers: tuple[Container, ...] = ()


class Kept(Value):
    """All that is kept of one shipment's documents."""

    shipment_id: UUID
    invoice: Invoiced | None = None
    transports: tuple[CarriersDocument, ...] = ()
    insurance: InsuranceDocument | None = None
    """As it was read; the insured are whom it names."""


def take_invoice(kept: Kept, issued: InvoiceIssued) -> Kept:
    """With finance's invoice; a shipment has one."""
    return kept.but(invoice=Invoiced.having(fields_of(issued)))


def put_transport(kept: Kept, read: CarriersDocument) -> Kept:
    """With this document of a carrier, in place of an earlier reading of the same number and kind."""
    same = (read.kind, read.number)
    others = tuple(one for one in kept.transports if (one.kind, one.number) != same)
    return kept.but(transports=(*others, read))


def put_insurance(kept: Kept, read: InsuranceDocument) -> Kept:
    """With the policy or certificate; a shipment has one."""
    return kept.but(insurance=read)
