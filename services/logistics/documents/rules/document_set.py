"""All documents of one shipment, as they are presented together (LOG-6, LOG-7)."""

from __future__ import annotations

from uuid import UUID

from contracts.scalars import Day
from contracts.value import Value
from services.logistics.documents.rules.document import Document
from services.logistics.documents.rules.trade import (
    BillOfExchange,
    Certificate,
    CertificateOfOrigin,
    CommercialInvoice,
    InspectionReport,
    InsuranceDocument,
    PackingList,
)
from services.logistics.documents.rules.transport import TransportDocument


class DocumentSet(Value):
    """What is presented under a credit, or goes with the goods; a kind of which nothing is there is empty."""

    shipment_id: UUID
    presented_on: Day | None = None
    """The day of presentation to the bank; None until they are presented."""
    drafts: tuple[BillOfExchange, ...] = ()
    invoices: tuple[CommercialInvoice, ...] = ()
    packing_lists: tuple[PackingList, ...] = ()
    transports: tuple[TransportDocument, ...] = ()
    origins: tuple[CertificateOfOrigin, ...] = ()
    insurances: tuple[InsuranceDocument, ...] = ()
    inspections: tuple[InspectionReport, ...] = ()
    certificates: tuple[Certificate, ...] = ()

    @property
    def shipped_on(self) -> Day | None:
        """The latest day of shipment of all transport documents (UCP 600 art. 14 c, 31 b)."""
        return max((day for one in self.transports if (day := one.shipped_on)), default=None)

    @property
    def documents(self) -> tuple[Document, ...]:
        """All of them, in the order of the fields."""
        goods = (*self.invoices, *self.packing_lists, *self.transports, *self.origins, *self.insurances)
        return (*self.drafts, *goods, *self.inspections, *self.certificates)
