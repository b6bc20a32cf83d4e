"""The fast way to read says yes or nothing; every no is pydantic's, and both read the same (ALL-2)."""

import json
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from contracts.catalogue import EVENTS
from contracts.codec import checked, checker, decoded, encoded
from contracts.money import Money
from contracts.order import OrderContent, OrderDraft, OrderLine, as_draft, completed
from contracts.sales import OrderReceived
from contracts.value import Value
from tests.mistakes import mistaken, outcome
from tests.needs import needs

pytestmark = needs("ALL-2")
EXAMPLES = Path(__file__).parents[2] / "contracts" / "examples"


def example(topic: str) -> Any:
    return json.loads((EXAMPLES / f"{topic}.json").read_text())


@pytest.mark.parametrize("topic", sorted(EVENTS))
def test_what_is_read_fast_is_what_pydantic_reads(topic: str) -> None:
    text = json.dumps(example(topic))
    assert decoded(EVENTS[topic], text) == checker(EVENTS[topic]).validate_json(text)


@pytest.mark.parametrize("topic", sorted(EVENTS))
def test_what_the_fast_way_refuses_is_refused_in_the_same_words(topic: str) -> None:
    event = EVENTS[topic]
    for told in mistaken(example(topic)):
        text = json.dumps(told)
        meant = outcome(partial(checker(event).validate_json, text))
        assert outcome(partial(decoded, event, text)) == meant, text


@pytest.mark.parametrize(("left_out", "kind"), [("", OrderContent), ("deliver_to", OrderDraft), ("wanted", OrderDraft)])
def test_an_order_that_lacks_something_is_read_as_a_draft(left_out: str, kind: type[Value]) -> None:
    told = example("order.received")
    whole = example("order.confirmed")["content"]
    told["content"] = {name: part for name, part in whole.items() if name != left_out}
    read = decoded(OrderReceived, json.dumps(told))
    assert type(read.content) is kind
    assert as_draft(read.content).number == read.content.number


def test_a_draft_that_lacks_nothing_is_completed_with_the_same_contents() -> None:
    whole = decoded(OrderReceived, json.dumps(example("order.confirmed"))).content
    assert isinstance(whole, OrderContent)
    assert completed(as_draft(whole)) == whole


def test_what_goes_out_is_looked_at_though_nothing_was_when_it_was_made() -> None:
    line = OrderLine(line=0, item="P-1", quantity=Decimal(-1), unit_price=Money(amount=Decimal(1), currency="RMB"))
    with pytest.raises(ValidationError) as refused:
        checked(line)
    assert {fault["loc"] for fault in refused.value.errors()} == {("line",), ("quantity",), ("unit_price", "currency")}
    good = line.but(line=1, quantity=Decimal(1), unit_price=Money(amount=Decimal(1), currency="CNY"))
    assert decoded(OrderLine, encoded(checked(good))) == good
