"""All that six departments did for one order hangs together in what a trace receiver gets, across its many traces."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from chassis.telemetry import tracing
from contracts.catalogue import DEPARTMENTS
from tests.integration.order import Order
from tests.integration.receiver import Receiver, Seen, graphs, orphans, receiver
from tests.integration.trade import Trade
from tests.needs import needs

pytestmark = needs("ALL-1")


@pytest.fixture(name="traces")
async def _traces(trade: Trade, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Receiver]:
    """Departments export from here to the end of the test, as far as the test says."""
    with receiver() as traces:
        monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", traces.url)
        monkeypatch.setenv("NO_PROXY", "127.0.0.1")
        tracing.start()
        yield traces
        await asyncio.to_thread(tracing.stop)


async def told_by(traces: Receiver, order: Order) -> list[Seen]:
    """The order's spans, when all have come."""
    await asyncio.to_thread(tracing.stop)
    return traces.of_order(order.id)


async def test_a_clean_orders_spans_are_one_graph_over_six_departments(trade: Trade, traces: Receiver) -> None:
    item = await trade.keep(100)
    order = await trade.order({item: 10})
    await order.end_well()
    spans = await told_by(traces, order)
    assert {span.service for span in spans} == set(DEPARTMENTS)
    assert orphans(spans) == []
    assert len(graphs(spans)) == 1


async def test_a_short_orders_spans_are_one_graph_with_its_purchase_in_it(trade: Trade, traces: Receiver) -> None:
    item = await trade.keep(4)
    order = await trade.order({item: 10})
    await order.until("short")
    await order.receive(await order.confirm_purchase(), 6)
    await order.end_well()
    spans = await told_by(traces, order)
    assert {span.service for span in spans} == set(DEPARTMENTS)
    assert orphans(spans) == []
    assert len(graphs(spans)) == 1
    assert {"process purchase.ordered", "POST /api/v1/receipts"} <= {span.name for span in spans}


async def test_every_message_about_an_order_has_a_span_where_it_was_heard(trade: Trade, traces: Receiver) -> None:
    item = await trade.keep(100)
    order = await trade.order({item: 10})
    await order.end_well()
    facts = await order.facts()
    heard = {(name, f"process {f.topic}") for name, each in facts.items() for f in each if f.kind == "heard"}
    asked = {(name, f.topic) for name, each in facts.items() for f in each if f.kind == "asked"}
    spans = await told_by(traces, order)
    assert {(span.service, span.name) for span in spans if not span.parked} == heard | asked
    assert {span.name.split()[0] for span in traces.spans} <= {"POST", "PUT", "process", "timer"}
    kept = {span.id for span in spans}
    assert all(
        (f.traceparent or "").split("-")[2] in kept for each in facts.values() for f in each if f.kind != "parked"
    )
