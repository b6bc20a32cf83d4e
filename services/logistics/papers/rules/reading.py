"""What a clerk reads from the documents of carriers, insurers and whoever certifies something (LOG-6)."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from services.logistics.documents.rules.kept import (
    CarriersDocument,
    Certified,
    Kept,
    put_certificate,
    put_insurance,
    put_transport,
)
from services.logistics.documents.rules.trade import InsuranceDocument


@dataclass(frozen=True)
class PutTransportDocument:
    """The bill of lading, air waybill or other document of a shipment's carrier, as it is written there."""

    shipment_id: UUID
    document: CarriersDocument


@dataclass(frozen=True)
class PutInsurance:
    """The insurance policy or certificate of a shipment, as it is written there (UCP 600 art. 28)."""

    shipment_id: UUID
    document: InsuranceDocument


@dataclass(frozen=True)
class PutCertificate:
    """What somebody, or we ourselves, certified of a shipment (ISBP 745 sections L, P, Q)."""

    shipment_id: UUID
    document: Certified


def put(kept: Kept, asked: PutTransportDocument) -> Kept:
    return put_transport(kept, asked.document)


def insure(kept: Kept, asked: PutInsurance) -> Kept:
    return put_insurance(kept, asked.document)


def certify(kept: Kept, asked: PutCertificate) -> Kept:
    return put_certificate(kept, asked.document)
