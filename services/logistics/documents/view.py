"""The documents of a shipment as people see them."""

from __future__ import annotations

from uuid import UUID

from pydantic import BaseModel

from services.logistics.documents.rules.consistency import Difference, differences
from services.logistics.documents.rules.customs import CustomsData, Lack, customs_data
from services.logistics.documents.rules.document_set import DocumentSet
from services.logistics.documents.rules.drawing import document_set
from services.logistics.documents.rules.lacks import lacks
from services.logistics.documents.rules.sources import Sources


class DocumentsState(BaseModel):
    """All of a shipment's documents, what they lack, and where two of them differ."""

    shipment_id: UUID
    number: str
    documents: DocumentSet
    customs: CustomsData | None
    """None for goods that stay in the country."""
    lacks: tuple[Lack, ...]
    differences: tuple[Difference, ...]


def state_of(sources: Sources) -> DocumentsState:
    papers, customs = document_set(sources), customs_data(sources)
    return DocumentsState(
        shipment_id=sources.shipment_id,
        number=sources.number,
        documents=papers,
        customs=customs if sources.leaves_the_country else None,
        lacks=lacks(sources, papers.transports),
        differences=differences(papers, customs),
    )
