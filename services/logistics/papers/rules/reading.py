"""What a clerk reads from a carrier's document (LOG-6)."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from services.logistics.documents.rules.kept import CarriersDocument, Kept, put_transport


@dataclass(frozen=True)
class PutTransportDocument:
    """The bill of lading, air waybill or other document of a shipment's carrier, as it is written there."""

    shipment_id: UUID
    document: CarriersDocument


def put(kept: Kept, asked: PutTransportDocument) -> Kept:
    return put_transport(kept, asked.document)
