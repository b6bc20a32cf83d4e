"""What shipments' papers are told: by events finance's invoice and the customer's language, by a clerk what others
issued (LOG-6)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Never

from chassis.handling import Answer, Db, Handler, Nothing
from chassis.refusal import Refusal
from contracts.event import Event
from contracts.finance import InvoiceIssued
from contracts.sales import CustomerChanged
from services.logistics.documents import store, work
from services.logistics.papers.rules.reading import (
    PutCertificate,
    PutInsurance,
    PutTransportDocument,
    certify,
    insure,
    put,
)


async def take_invoice(db: Db, issued: Sequence[InvoiceIssued]) -> list[Nothing]:
    """Kept for goods that leave the country."""
    return await work.handle(db, issued)


async def learn(db: Db, changed: Sequence[CustomerChanged]) -> list[Nothing]:
    """A customer reads his papers in his language from now on (ALL-5)."""
    await store.keep_languages(db, changed)
    return [() for _ in changed]


async def put_transport_document(db: Db, asked: Sequence[PutTransportDocument]) -> list[Answer[Never] | Refusal]:
    """The carrier's document as it was read; the same number again takes the place of the earlier reading."""
    return await work.command(db, asked, put)


async def put_insurance(db: Db, asked: Sequence[PutInsurance]) -> list[Answer[Never] | Refusal]:
    """The policy or certificate as it was read, in place of an earlier reading."""
    return await work.command(db, asked, insure)


async def put_certificate(db: Db, asked: Sequence[PutCertificate]) -> list[Answer[Never] | Refusal]:
    """A certificate as it was read, in place of an earlier reading of the same number and name."""
    return await work.command(db, asked, certify)


HANDLES: Mapping[type[Event], Handler] = {InvoiceIssued: take_invoice, CustomerChanged: learn}
