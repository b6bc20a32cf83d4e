"""What went wrong in the engine is in the traces, whatever share of the orders is kept."""

import asyncio
from collections.abc import Iterator, Sequence
from uuid import UUID

import pytest
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import StatusCode

from chassis.handling import Answer, Db
from chassis.ids import new_id
from chassis.kafka.halving import Halving
from chassis.messages.envelope import Unreadable, read
from chassis.refusal import Refusal
from chassis.telemetry import spans, tracing
from chassis.transaction.commands import Command
from chassis.transaction.engine import Engine
from contracts.value import Value
from tests.chassis.house import released
from tests.chassis.records import TYPES, message_of, record_of

SAID_BY = 0x00F067AA0BA902B7
"""The span that said the messages in `records`."""


class Done(Value):
    """Nothing more is to be told."""


def is_wrong(span: ReadableSpan) -> bool:
    return span.status.status_code is StatusCode.ERROR or tracing.PARKED in (span.attributes or {})


class Kept(InMemorySpanExporter):
    """What was kept of the spans until now."""

    def wrong(self) -> ReadableSpan:
        """The last span that tells of something wrong: what fails is tried twice before it is a dead letter."""
        tracing.stop()
        return [span for span in self.get_finished_spans() if is_wrong(span)][-1]


@pytest.fixture(params=[0, 1], ids=["none", "all"])
def kept(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Iterator[Kept]:
    kept = Kept()
    monkeypatch.setattr(tracing, "_export", tracing.Export(kept, request.param))
    yield kept
    tracing.stop()


async def test_a_message_that_fails_has_a_span_with_its_fault(engine: Engine, kept: Kept) -> None:
    bad = new_id()
    await Halving(engine).consume([message_of(released(new_id())), message_of(released(bad, "BAD"))])
    span = kept.wrong()
    assert (span.attributes or {})[tracing.ORDERS] == (str(bad),)
    assert [(event.attributes or {})["exception.message"] for event in span.events] == ["a bad slip"]
    assert span.status.status_code is StatusCode.ERROR


async def test_a_message_that_waits_has_a_span_that_says_why(engine: Engine, kept: Kept) -> None:
    await engine.consume([message_of(released(new_id())), message_of(released(new_id(), "WAIT"))])
    assert (kept.wrong().attributes or {})[tracing.PARKED] == "not_ready"


async def test_a_message_after_a_hole_has_a_span_that_says_so(engine: Engine, kept: Kept) -> None:
    order = new_id()
    await engine.consume([message_of(released(order))])
    await engine.consume([message_of(released(order), sequence=3)])
    assert (kept.wrong().attributes or {})[tracing.PARKED] == "gap"


async def test_a_message_that_cannot_be_read_leads_back_to_who_said_it(engine: Engine, kept: Kept) -> None:
    unreadable = read(record_of(released(new_id()))._replace(value=b"{"), TYPES, "")
    assert isinstance(unreadable, Unreadable)
    await engine.consume([unreadable])
    span = kept.wrong()
    assert (span.attributes or {})[tracing.PARKED] == "dead"
    assert [link.context.span_id for link in span.links] == [SAID_BY]


async def test_of_an_order_that_is_left_out_nothing_is_kept_while_all_goes_well(engine: Engine, kept: Kept) -> None:
    await engine.consume([message_of(released(new_id()))])
    (fact,) = await engine.pool.fetch("SELECT traceparent FROM fact WHERE kind = 'heard'")
    tracing.stop()
    _, _, span_id, flags = fact["traceparent"].split("-")
    ended = [f"{span.context.span_id:016x}" for span in kept.get_finished_spans() if span.context]
    assert ended == ([] if flags == "00" else [span_id])


async def say(db: Db, orders: Sequence[UUID]) -> list[Answer | Refusal]:
    return [Answer(Done(), (released(order),)) for order in orders]


async def ask_about(engine: Engine, order: UUID, idempotency_key: str = "the first time") -> None:
    with spans.serving("warehouse", "POST /x", None):
        await engine.ask(say, Command(str(order), order, f"{idempotency_key} {order}", "li.na", "POST /x"))


@pytest.mark.parametrize("kept", [1], ids=["all"], indirect=True)
async def test_of_requests_that_are_done_together_each_has_its_order_on_its_span(engine: Engine, kept: Kept) -> None:
    orders = [new_id() for _ in range(3)]
    await asyncio.gather(*(ask_about(engine, order) for order in orders))
    await ask_about(engine, orders[0], "again")
    tracing.stop()
    *first, again = kept.get_finished_spans()
    assert [(span.attributes or {})[tracing.ORDERS] for span in first] == [(str(order),) for order in orders]
    assert [link.context.span_id for link in again.links] == [first[0].context and first[0].context.span_id]
