"""A trace receiver that takes everything and answers nothing holds up neither an order nor the end of a process."""

import asyncio
import os
import sys

import pytest

from chassis.telemetry import tracing
from tests.integration.receiver import receiver
from tests.integration.trade import Trade
from tests.waiting import within

ONE_SPAN = """
from chassis.telemetry import spans, tracing
tracing.FLUSH_S = 0.5
tracing.start()
with spans.serving("sales", "POST /api/v1/orders", None):
    pass
"""
END_S = 15
"""Python starts in this, too, on a busy machine; the exporter alone would wait for 30 s."""


async def test_an_order_is_invoiced_and_closes_while_the_receiver_hangs(
    trade: Trade, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OTEL_BSP_SCHEDULE_DELAY", "50")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setattr(tracing, "FLUSH_S", 0.2)
    with receiver(mute=True) as traces:
        monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", traces.url)
        tracing.start()
        order = await trade.order({await trade.keep(100): 10})
        await within(10, lambda: asyncio.sleep(0, bool(traces.requests)))
        await order.end_well()
        assert [invoice["state"] for invoice in await order.invoices()] == ["paid"]
        async with asyncio.timeout(5):
            await asyncio.to_thread(tracing.stop)
    assert traces.spans == []


async def test_orders_go_on_when_nobody_listens_where_spans_should_go(
    trade: Trade, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tracing, "FLUSH_S", 0.2)
    with receiver() as gone:
        monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", gone.url)
    tracing.start()
    order = await trade.order({await trade.keep(100): 10})
    await order.end_well()
    await asyncio.to_thread(tracing.stop)


async def test_a_process_ends_in_time_while_the_receiver_hangs() -> None:
    with receiver(mute=True) as traces:
        told = {"OTEL_EXPORTER_OTLP_ENDPOINT": traces.url, "OTEL_EXPORTER_OTLP_TIMEOUT": "60", "NO_PROXY": "127.0.0.1"}
        process = await asyncio.create_subprocess_exec(sys.executable, "-c", ONE_SPAN, env=os.environ | told)
        async with asyncio.timeout(END_S):
            assert await process.wait() == 0
        assert traces.requests == 1
