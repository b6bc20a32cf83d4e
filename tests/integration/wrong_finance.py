"""A finance from outside that answers each dispatch with an invoice, and is wrong in one way for each shipment."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import uuid4

from contracts.finance import InvoiceIssued
from tests.contracts.test_examples import EXAMPLES

Body = dict[str, Any]


@dataclass(frozen=True)
class Sent:
    """A record that it sends: right, until one of its ways changes it."""

    body: Body
    headers: Mapping[str, str]
    topic: str = InvoiceIssued.topic
    key: str = ""
    value: bytes | None = None

    @property
    def bytes(self) -> bytes:
        return json.dumps(self.body).encode() if self.value is None else self.value


Way = Callable[[Sent], list[Sent]]


def invoice_of(order: str, shipment: str) -> Sent:
    body = json.loads((EXAMPLES / f"{InvoiceIssued.topic}.json").read_text())
    body |= {"orders": [order], "order_id": order, "shipment_id": shipment, "invoice_id": str(uuid4())}
    return Sent(body, new_headers(), key=order)


def new_headers() -> dict[str, str]:
    return {
        "content-type": "application/json",
        "ce_specversion": "1.0",
        "ce_id": str(uuid4()),
        "ce_type": InvoiceIssued.topic,
        "ce_source": "/services/finance",
        "ce_time": "2026-03-13T08:00:00Z",
    }


def said(**fields: Any) -> Way:
    return lambda sent: [replace(sent, body=sent.body | fields)]


def bearing(**headers: str) -> Way:
    return lambda sent: [replace(sent, headers={**sent.headers, **headers})]


def without(name: str) -> Way:
    return lambda sent: [
        replace(
            sent,
            body={n: v for n, v in sent.body.items() if n != name},
            headers={n: v for n, v in sent.headers.items() if n != name},
        )
    ]


def another(sent: Sent, **fields: Any) -> Sent:
    return replace(sent, body=sent.body | fields, headers=new_headers())


WAYS: Mapping[str, Way] = {
    "field_wrong": said(due="the day after tomorrow"),
    "field_missing": without("total"),
    "number_not_text": said(outstanding=4913.16),
    "not_json": lambda sent: [replace(sent, value=b"<Invoice/>")],
    "header_missing": without("ce_id"),
    "header_wrong": bearing(ce_specversion="0.3"),
    "type_wrong": bearing(ce_type="invoice.created"),
    "source_wrong": bearing(ce_source="/erp"),
    "time_without_zone": bearing(ce_time="2026-03-13T08:00:00"),
    "key_wrong": lambda sent: [replace(sent, key="INV-2026-000088")],
    "topic_of_another": lambda sent: [sent, replace(sent, topic="order.rejected", headers=new_headers())],
    "id_used_twice": lambda sent: [sent, replace(sent, body=sent.body | {"number": "INV-2026-000089"})],
    "order_broken": lambda sent: [another(sent, version=2), another(sent, version=1)],
    "answer_missing": lambda sent: [],
    "answered_again": lambda sent: [sent],
}
"""By the name under which conformance tells each; the last does at the repeat what it did before."""


@dataclass
class Finance:
    """Right but for its way with each shipment; a repeat of a dispatch it knows, but for one."""

    ways: Mapping[str, str]
    known: set[str] = field(default_factory=set)

    def hear(self, message_id: str, dispatched: Body) -> list[Sent]:
        way = self.ways.get(dispatched["shipment_id"], "")
        if message_id in self.known and way != "answered_again":
            return []
        self.known.add(message_id)
        sent = invoice_of(dispatched["order_id"], dispatched["shipment_id"])
        return WAYS[way](sent) if way else [sent]
