"""Every event has a golden example that is read today as on the day it was written."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from contracts.catalogue import EVENTS
from contracts.codec import decoded, encoded
from gendan.generated.schemas import schemas
from tests.needs import needs

pytestmark = needs("ALL-2")

EXAMPLES = Path(__file__).parents[2] / "contracts" / "examples"
SCHEMAS = schemas()
STORY = "SO-2026-000123"


def sums() -> dict[str, str]:
    """The SHA-256 of each example, by file name, as it was when the example was written."""
    lines = (line.split() for line in (EXAMPLES / "SHA256SUMS").read_text().splitlines())
    return {name: digest for digest, name in lines}


def test_every_event_has_an_example_and_no_example_is_left_over() -> None:
    assert {file.stem for file in EXAMPLES.glob("*.json")} == set(EVENTS)


def test_every_example_is_in_the_list_of_sums() -> None:
    assert set(sums()) == {file.name for file in EXAMPLES.glob("*.json")}


@pytest.mark.parametrize("name", sums())
def test_an_example_never_changes(name: str) -> None:
    assert hashlib.sha256((EXAMPLES / name).read_bytes()).hexdigest() == sums()[name]


def _said_in(example: Any, written: Any) -> Any:
    """What is written, without the fields that the example does not have."""
    if isinstance(example, dict):
        return {name: _said_in(example[name], part) for name, part in written.items() if name in example}
    if isinstance(example, list):
        return [_said_in(one, other) for one, other in zip(example, written, strict=True)]
    return written


@pytest.mark.parametrize("topic", sorted(EVENTS))
def test_an_example_is_read_and_written_without_loss(topic: str) -> None:
    """A field that was added later has a default and stays away."""
    text = (EXAMPLES / f"{topic}.json").read_text()
    event = decoded(EVENTS[topic], text)
    assert _said_in(json.loads(text), json.loads(encoded(event))) == json.loads(text)


@pytest.mark.parametrize("topic", sorted(EVENTS))
def test_an_example_keeps_its_schema(topic: str) -> None:
    example = json.loads((EXAMPLES / f"{topic}.json").read_text())
    validator = Draft202012Validator(SCHEMAS[topic], format_checker=Draft202012Validator.FORMAT_CHECKER)
    assert not [fault.message for fault in validator.iter_errors(example)]


@pytest.mark.parametrize("topic", sorted(EVENTS))
def test_a_schema_is_a_schema(topic: str) -> None:
    Draft202012Validator.check_schema(SCHEMAS[topic])


def test_all_examples_tell_one_story() -> None:
    orders = {order for topic in EVENTS for order in json.loads((EXAMPLES / f"{topic}.json").read_text())["orders"]}
    assert len(orders) == 1
    assert json.loads((EXAMPLES / "order.confirmed.json").read_text())["content"]["number"] == STORY
