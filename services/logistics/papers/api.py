"""HTTP of shipments' papers: what there is of them, what a clerk reads from the carriers' own, and each on paper."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Response
from pydantic import BaseModel, StringConstraints

from chassis.handling import Reading
from chassis.http.identity import Person, Role, allow
from chassis.http.web import Ask, Look
from chassis.papers.api import paper_routes
from chassis.papers.kinds import Found, PaperKind
from chassis.refusal import NotFound
from contracts.scalars import Count, Country, Day, Mode, Quantity, Reference, Told
from services.logistics.documents import store
from services.logistics.documents.rules.customs import CustomsData
from services.logistics.documents.rules.document import Party
from services.logistics.documents.rules.kept import CarriersDocument
from services.logistics.documents.rules.trade import CertificateOfOrigin, PackingList
from services.logistics.documents.rules.transport import Container, Leg, SignedAs, TransportDocument, TransportKind
from services.logistics.documents.view import DocumentsState, state_of
from services.logistics.papers import handlers, view
from services.logistics.papers.rules import certificate_of_origin, customs_data, packing_list, transport_document
from services.logistics.papers.rules.reading import PutTransportDocument
from services.logistics.papers.view import Drawn, V
from services.logistics.shipment.paths import Clerk, ShipmentId

router = APIRouter(prefix="/api/v1", tags=["shipments"])
OFFICES: tuple[Role, ...] = ("logistics clerk", "merchandiser", "sales manager", "customer service", "management")
WITH_CUSTOMER: tuple[Role, ...] = (*OFFICES, "salesperson", "accountant", "customer")
Reader = Annotated[Person, Depends(allow(*OFFICES))]
Words = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)]
"""As the document has it; empty where it says nothing."""


class ReadParty(BaseModel):
    name: Told
    address: Words = ""
    country: Country | None = None


class ReadLeg(BaseModel):
    """One stretch of the route by one means of transport."""

    mode: Mode
    start: Told
    end: Told
    carrier: Words = ""
    conveyance: Words = ""
    document: Words = ""
    leaves_on: Day | None = None
    arrives_on: Day | None = None


class ReadContainer(BaseModel):
    number: Reference
    seal: Words = ""


class TransportDocumentBody(BaseModel):
    """What stands on the carrier's document; what it does not say is left out."""

    document_number: Reference
    """Not ``number``: a form would begin with the shipment's own."""
    kind: TransportKind
    carrier: Told
    issued_on: Day | None = None
    signed_as: SignedAs | None = None
    consignee: ReadParty | None = None
    """The customer, unless told; of a bill to order, TO ORDER and of whom."""
    notify: tuple[ReadParty, ...] = ()
    receipt_place: Words = ""
    loading: Words = ""
    discharge: Words = ""
    delivery_place: Words = ""
    conveyance: Words = ""
    """The vessel and voyage, the flight, the train or the truck."""
    on_board_on: Day | None = None
    freight: Literal["prepaid", "collect"] | None = None
    goods: Words = ""
    marks: Words = ""
    package_count: Count | None = None
    gross_kg: Quantity | None = None
    volume_m3: Quantity | None = None
    originals_issued: Count | None = None
    clauses: tuple[Told, ...] = ()
    """What it says of a bad state of goods or packages."""
    transhipments: tuple[Told, ...] = ()
    legs: tuple[ReadLeg, ...] = ()
    containers: tuple[ReadContainer, ...] = ()

    @property
    def document(self) -> CarriersDocument:
        told = dict(self)
        parts = {
            "number": told.pop("document_number"),
            "consignee": Party(**dict(self.consignee)) if self.consignee else None,
            "notify": tuple(Party(**dict(one)) for one in self.notify),
            "legs": tuple(Leg(**dict(one)) for one in self.legs),
            "containers": tuple(Container(**dict(one)) for one in self.containers),
            "freight": self.freight or "",
        }
        return CarriersDocument(**told | parts)


@router.get("/shipments/{shipment_id}/documents")
async def get_documents(_: Reader, shipment_id: ShipmentId, db: Look) -> DocumentsState:
    """All of a shipment's documents as data, what they lack, and where two of them differ (LOG-6, LOG-8)."""
    sources = await store.find(db, shipment_id)
    if sources is None:
        raise NotFound(what="shipment", id=shipment_id)
    return state_of(sources)


@router.post("/shipments/{shipment_id}/transport-document", response_model=DocumentsState)
async def put_transport_document(
    by: Clerk, shipment_id: ShipmentId, asked: TransportDocumentBody, ask: Ask
) -> Response:
    """Enter the carrier's document as it was read; the same number again takes its place (LOG-6)."""
    body = PutTransportDocument(shipment_id, asked.document)
    return await ask(handlers.put_transport_document, body, key=str(shipment_id), by=by)


def _of_order(drawn: Drawn[V]) -> Callable[[Reading, UUID], Awaitable[Sequence[Found[V]]]]:
    async def papers(db: Reading, order_id: UUID) -> Sequence[Found[V]]:
        return [one for sources in await store.of_order(db, order_id) for one in drawn(order_id, sources)]

    return papers


def _find(drawn: Drawn[V]) -> Callable[[Reading, str], Awaitable[Found[V] | None]]:
    async def paper(db: Reading, document: str) -> Found[V] | None:
        known = await store.numbered(db, document.partition(" ")[0])
        papers = drawn(*known) if known else ()
        return next((one for one in papers if one.document == document), None)

    return paper


KINDS = (
    PaperKind(
        "packing_list", packing_list.TITLE, WITH_CUSTOMER, PackingList,
        _of_order(view.packing_lists), _find(view.packing_lists), packing_list.packing_list_sheet,
    ),
    PaperKind(
        "transport_document", transport_document.TITLE, WITH_CUSTOMER, TransportDocument,
        _of_order(view.transports), _find(view.transports), transport_document.transport_sheet,
    ),
    PaperKind(
        "certificate_of_origin", certificate_of_origin.TITLE, WITH_CUSTOMER, CertificateOfOrigin,
        _of_order(view.certificates), _find(view.certificates), certificate_of_origin.origin_sheet,
    ),
    PaperKind(
        "customs_data", customs_data.TITLE, OFFICES, CustomsData,
        _of_order(view.declarations), _find(view.declarations), customs_data.customs_sheet,
    ),
)  # fmt: skip
papers = paper_routes(*KINDS)
