"""Which spans go to the receiver: an order's all or none, what failed or was put aside always."""

from collections.abc import Iterator
from uuid import UUID

import pytest
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import StatusCode

from chassis.ids import new_id
from chassis.telemetry import spans, tracing

ORDERS = [new_id() for _ in range(200)]
HALF_OF_200 = range(70, 131)
"""More than four standard deviations to both sides."""


@pytest.fixture(name="kept")
def _kept() -> Iterator[InMemorySpanExporter]:
    kept = InMemorySpanExporter()
    yield kept
    kept.shutdown()


def orders_of(kept: InMemorySpanExporter, service: str) -> set[str]:
    ended = [span for span in kept.get_finished_spans() if span.resource.attributes["service.name"] == service]
    return {str(order) for span in ended for order in (span.attributes or {})[tracing.ORDERS]}  # type: ignore[union-attr]


def spans_about(export: tracing.Export, department: str, *orders: UUID) -> None:
    span = export.tracer(department).start_span("process order.confirmed")
    spans.about(span, orders)
    span.end()


def test_half_of_the_orders_are_kept_and_every_department_keeps_the_same_half(kept: InMemorySpanExporter) -> None:
    export = tracing.Export(kept, 0.5)
    for order in ORDERS:
        for department in ("sales", "warehouse"):
            spans_about(export, department, order)
    export.stop()
    assert orders_of(kept, "sales") == orders_of(kept, "warehouse")
    assert len(orders_of(kept, "sales")) in HALF_OF_200


def test_a_message_about_several_orders_is_kept_when_one_of_them_is(kept: InMemorySpanExporter) -> None:
    inside = next(order for order in ORDERS if tracing.falls_in(0.5, str(order)))
    outside = next(order for order in ORDERS if not tracing.falls_in(0.5, str(order)))
    export = tracing.Export(kept, 0.5)
    spans_about(export, "finance", outside)
    spans_about(export, "finance", outside, inside)
    export.stop()
    assert orders_of(kept, "finance") == {str(inside), str(outside)}
    assert len(kept.get_finished_spans()) == 1


def test_a_failure_is_kept_though_its_order_is_not(kept: InMemorySpanExporter) -> None:
    export = tracing.Export(kept, 0)
    for status in (StatusCode.OK, StatusCode.UNSET, StatusCode.ERROR):
        span = export.tracer("sales").start_span("process order.confirmed")
        span.set_status(status)
        span.end()
    export.stop()
    assert [span.status.status_code for span in kept.get_finished_spans()] == [StatusCode.ERROR]


def test_a_message_that_was_put_aside_is_kept_though_its_order_is_not(kept: InMemorySpanExporter) -> None:
    export = tracing.Export(kept, 0)
    span = export.tracer("sales").start_span("process order.confirmed")
    spans.about(span, ORDERS[:1])
    span.set_attribute(tracing.PARKED, "gap")
    span.end()
    export.stop()
    assert len(kept.get_finished_spans()) == 1


@pytest.mark.parametrize(
    ("sampler", "argument", "share"),
    [
        ("traceidratio", "0.25", 0.25),
        ("parentbased_traceidratio", "0.25", 0.25),
        ("traceidratio", "a quarter", 1.0),
        ("traceidratio", "25", 1.0),
        ("parentbased_always_on", "0.25", 1.0),
        ("", "0.25", 1.0),
    ],
)
def test_the_standard_names_say_which_share_is_kept(sampler: str, argument: str, share: float) -> None:
    assert tracing.share_kept({"OTEL_TRACES_SAMPLER": sampler, "OTEL_TRACES_SAMPLER_ARG": argument}) == share


@pytest.mark.parametrize(
    "off", [{"OTEL_TRACES_SAMPLER": "always_off"}, {"OTEL_TRACES_EXPORTER": "none"}, {"OTEL_SDK_DISABLED": "true"}]
)
def test_without_a_receiver_or_turned_off_nothing_is_exported(off: dict[str, str]) -> None:
    receiver = {"OTEL_EXPORTER_OTLP_ENDPOINT": "http://collector:4318"}
    assert tracing.is_wanted(receiver)
    assert not tracing.is_wanted({})
    assert not tracing.is_wanted(receiver | off)
