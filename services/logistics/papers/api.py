"""HTTP of shipments' papers: what there is of them, what a clerk reads from the carriers' own, and each on paper."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Response

from chassis.handling import Reading
from chassis.http.identity import Person, Role, allow
from chassis.http.router import Router
from chassis.http.web import Ask, Look
from chassis.papers.api import paper_routes
from chassis.papers.kinds import Found, PaperKind
from chassis.refusal import NotFound
from services.logistics.documents import store
from services.logistics.documents.rules.customs import CustomsData
from services.logistics.documents.rules.trade import BillOfExchange, Certificate, CertificateOfOrigin, PackingList
from services.logistics.documents.rules.transport import TransportDocument
from services.logistics.documents.view import DocumentsState, state_of
from services.logistics.letter_of_credit import store as letters_of_credit
from services.logistics.papers import handlers, view
from services.logistics.papers.rules import (
    bill_of_exchange,
    certificate_of_origin,
    customs_data,
    own_certificate,
    packing_list,
    transport_document,
)
from services.logistics.papers.rules.asked import InsuranceBody, TransportDocumentBody
from services.logistics.papers.rules.certified import CertificateBody
from services.logistics.papers.rules.reading import PutCertificate, PutInsurance, PutTransportDocument
from services.logistics.papers.view import Drawn, V
from services.logistics.shipment.paths import Clerk, ShipmentId

router = Router(prefix="/api/v1", tags=["shipments"])
OFFICES: tuple[Role, ...] = ("logistics clerk", "merchandiser", "sales manager", "customer service", "management")
WITH_CUSTOMER: tuple[Role, ...] = (*OFFICES, "salesperson", "accountant", "customer")
Reader = Annotated[Person, Depends(allow(*OFFICES))]


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


@router.post("/shipments/{shipment_id}/insurance-document", response_model=DocumentsState)
async def put_insurance(by: Clerk, shipment_id: ShipmentId, asked: InsuranceBody, ask: Ask) -> Response:
    """Enter the insurance policy or certificate as it was read, in place of an earlier reading (LOG-6)."""
    return await ask(handlers.put_insurance, PutInsurance(shipment_id, asked.document), key=str(shipment_id), by=by)


@router.post("/shipments/{shipment_id}/certificate", response_model=DocumentsState)
async def put_certificate(by: Clerk, shipment_id: ShipmentId, asked: CertificateBody, ask: Ask) -> Response:
    """Enter an inspection's, a chamber's, an authority's or our own certificate, as it is written there (LOG-6)."""
    return await ask(handlers.put_certificate, PutCertificate(shipment_id, asked.document), key=str(shipment_id), by=by)


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


async def _drafts_of(db: Reading, order_id: UUID) -> Sequence[Found[BillOfExchange]]:
    """Nothing is read of an order that no credit pays, but that there is none."""
    credit = await letters_of_credit.find(db, order_id)
    if credit is None:
        return []
    return [one for sources in await store.of_order(db, order_id) for one in view.drafts(order_id, sources, credit)]


async def _draft(db: Reading, document: str) -> Found[BillOfExchange] | None:
    known = await store.numbered(db, document)
    drafts = await _drafts_of(db, known[0]) if known else ()
    return next((one for one in drafts if one.document == document), None)


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
        "bill_of_exchange", bill_of_exchange.TITLE, OFFICES, BillOfExchange,
        _drafts_of, _draft, bill_of_exchange.bill_sheet,
    ),
    PaperKind(
        "own_certificate", own_certificate.TITLE, WITH_CUSTOMER, Certificate,
        _of_order(view.own_certificates), _find(view.own_certificates), own_certificate.certificate_sheet,
    ),
    PaperKind(
        "customs_data", customs_data.TITLE, OFFICES, CustomsData,
        _of_order(view.declarations), _find(view.declarations), customs_data.customs_sheet,
        stays_inside=True,
    ),
)  # fmt: skip
papers = paper_routes(*KINDS)
