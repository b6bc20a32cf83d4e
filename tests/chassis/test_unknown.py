"""What a request says that its route does not know is refused by name, at every depth (SAL-2, SAL-9)."""

import json
from typing import Any

import pytest

from tests.chassis.test_bad_requests import ORDER, Ask, an_order, ask

__all__ = ["ask"]


def fields(answer: Any) -> list[str]:
    assert answer.status_code == 422, answer.text
    return [fault["field"] for fault in answer.json()["faults"]]


async def test_an_unknown_field_is_refused_by_name_at_every_depth_with_all_other_faults(ask: Ask) -> None:
    body = an_order(wantd="2026-12-01", partial="perhaps")
    body["lines"][0]["quantty"] = "3"
    body["deliver_to"]["zip"] = "1"
    assert set(fields(await ask("POST", "/api/v1/orders", json=body))) == {
        "wantd",
        "partial",
        "lines.0.quantty",
        "deliver_to.zip",
    }


async def test_an_unknown_field_of_one_item_of_a_batch_sinks_no_other(ask: Ask) -> None:
    good = {**an_order(), "idempotency_key": "batch-good"}
    bad = {**an_order(wantd="x"), "customer_po": "PO-2", "idempotency_key": "batch-bad"}
    answers = (await ask("POST", "/api/v1/orders/batch", json={"items": [bad, good]})).json()["answers"]
    assert [answer["status"] for answer in answers] == [422, 200]
    assert [fault["field"] for fault in answers[0]["problem"]["faults"]] == ["wantd"]


@pytest.mark.parametrize("command", ["change", "clarify", "cancel", "confirm", "reject"])
async def test_every_command_refuses_a_misspelt_field(ask: Ask, command: str) -> None:
    body = {"reason": "r", "reasons": [{"code": "c", "text": "t"}], "conten": {}}
    assert "conten" in fields(await ask("POST", f"/api/v1/orders/{ORDER}/{command}", json=body))


async def test_a_query_parameter_that_is_not_known_is_refused_and_never_means_everybodys_orders(ask: Ask) -> None:
    answer = await ask("GET", "/api/v1/orders", params={"custmer": "ALFKI"})
    assert fields(answer) == ["custmer"]
    assert "did you mean customer?" in answer.json()["faults"][0]["expected"]
    assert fields(await ask("GET", "/api/v1/orders?limit=1&limit=2")) == ["limit"]


async def test_of_a_parameter_that_is_a_list_there_may_be_several(ask: Ask) -> None:
    """`gendan why` asks for the numbers of many things at once."""
    answer = await ask("GET", f"/ops/called?id={ORDER}&id={ORDER[:-1]}2")
    assert (answer.status_code, answer.json()["numbers"]) == (200, {})


async def test_a_field_that_comes_twice_is_refused_whichever_was_meant(ask: Ask) -> None:
    text = json.dumps(an_order())[:-1] + ', "customer_po": "PO-2"}'
    assert fields(await ask("POST", "/api/v1/orders", content=text)) == ["customer_po"]


async def test_who_is_not_signed_in_hears_that_and_nothing_of_fields(ask: Ask) -> None:
    answer = await ask("POST", "/api/v1/orders", json={"x": 1}, headers={"authorization": ""})
    assert answer.status_code == 401
