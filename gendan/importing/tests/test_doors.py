"""What an import brings has no field that its department's door does not know, and none that it refuses."""

from datetime import date
from decimal import Decimal
from importlib import import_module
from typing import Any

import pytest
from fastapi.routing import APIRoute
from pydantic import TypeAdapter

from gendan.importing import figures, kinds
from gendan.importing.cells import Kind, Value
from gendan.importing.records import Line, Record
from gendan.importing.targets import TARGETS, Target

SAMPLES: dict[Kind, Value] = {
    figures.amount: Decimal("1.5"),
    kinds.code: "K-1",
    figures.count: 1,
    kinds.country: "DE",
    kinds.currency: "EUR",
    kinds.customs_code: "0901.21",
    kinds.day: date(2027, 1, 4),
    figures.days: 30,
    kinds.grade: "B",
    kinds.mode: "sea",
    figures.not_negative: Decimal("1.5"),
    figures.position: 1,
    figures.quantity: Decimal(2),
    kinds.reference: "PO-1",
    figures.share: Decimal("0.5"),
    kinds.told: "DAP",
    kinds.words: ["buyer"],
    kinds.yes_no: True,
}


def door_of(target: Target) -> TypeAdapter[Any]:
    """The body that the department takes at the target's address; of a batch, one item."""
    path = "/api/v1" + target.path.removesuffix("/batch")
    house = import_module(f"services.{target.department}.house").HOUSE
    method = "POST" if target.line_fields else "PUT"
    routes = [r for router in house.routers for r in router.routes if isinstance(r, APIRoute)]
    (body,) = [r.body_field for r in routes if r.path == path and method in (r.methods or ())]
    assert body is not None
    annotation: Any = body.field_info.annotation
    return TypeAdapter(annotation)


@pytest.mark.parametrize("name", TARGETS)
def test_a_row_with_every_field_is_taken_by_a_door_that_takes_no_other(name: str) -> None:
    target = TARGETS[name]
    line = Line("f", 2, {field: SAMPLES[kind] for field, kind in target.line_fields.items()})
    values = {field: SAMPLES[kind] for field, kind in target.fields.items()}
    record = Record(target, "f", 2, "K-1", values, {}, (line,) if target.line_fields else ())
    assert door_of(target).validate_python(record.body, extra="forbid")


@pytest.mark.parametrize("name", [name for name, target in TARGETS.items() if not target.line_fields])
def test_what_a_department_has_is_asked_where_it_shows_it(name: str) -> None:
    target = TARGETS[name]
    house = import_module(f"services.{target.department}.house").HOUSE
    routes = [r for router in house.routers for r in router.routes if isinstance(r, APIRoute)]
    path, _, query = target.shown.partition("?")
    (route,) = [r for r in routes if r.path == f"/api/v1{path}" and "GET" in (r.methods or ())]
    known = {field.alias for field in route.dependant.query_params}
    assert ({query.partition("=")[0]} if query else set()) | ({"limit", "after"} if target.paged else set()) <= known
