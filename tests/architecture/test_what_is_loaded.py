"""What the six departments load at their start: what few of them need stands where it is needed."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

SEEN = """
import json, sys
from contracts.departments import DEPARTMENTS
from gendan.up import house, load_houses
from pydantic import BaseModel

def kinds(of):
    for kind in of.__subclasses__():
        yield kind
        yield from kinds(kind)

load_houses()
routes = [route for each in DEPARTMENTS for router in house(each).routers for route in router.routes]
ours = [kind for kind in kinds(BaseModel) if kind.__module__.startswith("services.")]
print(json.dumps({
    "modules": list(sys.modules),
    "routes_built": [route.path for route in routes if "dependant" in vars(route)],
    "models_built": [kind.__qualname__ for kind in ours if kind.__pydantic_complete__],
}))
"""
ONLY_WHERE_NEEDED = {"numpy", "pyvrp", "typst", "openpyxl", "icalendar", "opentelemetry.exporter.otlp.proto.http"}
"""Tours, papers, spreadsheets, calendars, a receiver of spans."""


@pytest.fixture(scope="module")
def seen() -> dict[str, list[str]]:
    """Of a process that has loaded the six departments and nothing else."""
    told = subprocess.run([sys.executable, "-c", SEEN], capture_output=True, check=True, text=True).stdout
    found: dict[str, list[str]] = json.loads(told)
    return found


def test_what_few_need_is_loaded_where_it_is_needed(seen: dict[str, list[str]]) -> None:
    assert not ONLY_WHERE_NEEDED.intersection(seen["modules"])


def test_the_holidays_of_a_country_are_loaded_when_somebody_asks_for_them(seen: dict[str, list[str]]) -> None:
    assert not [name for name in seen["modules"] if name.startswith("holidays.countries.")]


def test_no_route_is_built_before_somebody_asks_for_it(seen: dict[str, list[str]]) -> None:
    assert not seen["routes_built"]


def test_no_model_of_a_request_is_built_before_somebody_sends_one(seen: dict[str, list[str]]) -> None:
    """A few are made into values where they stand, as an example or a default; of 300."""
    assert len(seen["models_built"]) < 10
