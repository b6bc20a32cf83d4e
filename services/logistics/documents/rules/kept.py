"""What is kept of a shipment's documents: finance's invoice, and what others issued, as it was read (LOG-6)."""

from __future__ import annotations

from typing import Literal, TypeVar
from uuid import UUID

from contracts.finance import InvoiceIssued, InvoiceLine
from contracts.money import Money
from contracts.scalars import Count, Day, Quantity, Reference, Told
from contracts.value import Value, fields_of
from services.logistics.documents.rules.document import Party
from services.logistics.documents.rules.trade import (
    Certificate,
    CertificateOfOrigin,
    InspectionReport,
    InsuranceDocument,
)
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


Certified = CertificateOfOrigin | InspectionReport | Certificate
"""What is certified of a shipment, by others or by ourselves."""
C = TypeVar("C", bound=Certified)


class Kept(Value):
    """All that is kept of one shipment's documents."""

    shipment_id: UUID
    invoice: Invoiced | None = None
    transports: tuple[CarriersDocument, ...] = ()
    insurance: InsuranceDocument | None = None
    """As it was read; the insured are whom it names."""
    origins: tuple[CertificateOfOrigin, ...] = ()
    inspections: tuple[InspectionReport, ...] = ()
    certificates: tuple[Certificate, ...] = ()
    """As they were read; one that names no issuer is our own."""


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


def put_certificate(kept: Kept, read: Certified) -> Kept:
    """With what somebody certified, in place of an earlier reading of the same number and name."""
    match read:
        case CertificateOfOrigin():
            return kept.but(origins=_in_place(kept.origins, read))
        case InspectionReport():
            return kept.but(inspections=_in_place(kept.inspections, read))
        case Certificate():
            return kept.but(certificates=_in_place(kept.certificates, read))


def _in_place(before: tuple[C, ...], read: C) -> tuple[C, ...]:
    return (*(one for one in before if _called(one) != _called(read)), read)


def _called(one: Certified) -> tuple[str, str]:
    return one.number, one.title if isinstance(one, Certificate) else ""
