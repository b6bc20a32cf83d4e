"""One form for all that stands against a request: RFC 9457, with each field, where it stands, and what was expected."""

from datetime import date
from typing import Any

import pytest

from chassis.http.unfit import unfit
from chassis.refusal import InvalidInput
from tests.chassis.test_bad_requests import CUSTOMER, Ask, ask

__all__ = ["ask"]
ORDERS = "/api/v1/orders"
PROBLEM = "application/problem+json"


async def faults_of(ask: Ask, method: str, path: str, status: int = 422, **request: Any) -> Any:
    answer = await ask(method, path, **request)
    assert (answer.status_code, answer.headers["content-type"]) == (status, PROBLEM), answer.text
    return answer.json()


async def test_a_body_that_is_no_json_is_told_by_line_and_column(ask: Ask) -> None:
    told = await faults_of(ask, "POST", ORDERS, content=b'{"customer": "A",\n "customer_po": }')
    assert told["detail"] == "1 field is not as it must be."
    (fault,) = told["faults"]
    assert fault["field"] == "body"
    assert fault["expected"] == "JSON; line 2, column 17: Expecting value"


@pytest.mark.parametrize("kind", ["", "text/plain", "application/xml"])
async def test_a_body_that_does_not_say_that_it_is_json_is_a_415(ask: Ask, kind: str) -> None:
    told = await faults_of(ask, "POST", ORDERS, 415, content=b'{"customer": "A"}', headers={"content-type": kind})
    assert told["type"] == "/problems/unsupported-media-type"
    assert "Content-Type: application/json" in told["detail"]


async def test_where_a_fault_stands_is_told(ask: Ask) -> None:
    queried = await faults_of(ask, "GET", ORDERS + "?limit=x")
    assert [(f["field"], f["in"]) for f in queried["faults"]] == [("limit", "query")]
    pathed = await faults_of(ask, "GET", "/api/v1/customers/-5")
    assert [f["in"] for f in pathed["faults"]] == ["path"]
    headed = await faults_of(ask, "PUT", "/api/v1/customers/A", json=CUSTOMER, headers={"idempotency-key": "1"})
    assert [(f["field"], f["in"]) for f in headed["faults"]] == [("idempotency-key", "header")]


async def test_a_body_that_is_a_list_is_told_as_the_body(ask: Ask) -> None:
    told = await faults_of(ask, "POST", ORDERS, json=[])
    assert [f["field"] for f in told["faults"]] == ["body"]


async def test_who_has_no_token_hears_which_one_is_asked_for(ask: Ask) -> None:
    answer = await ask("GET", ORDERS, headers={"authorization": ""})
    assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")


@pytest.mark.parametrize("day", [date(9999, 12, 31), date(1, 1, 1), date(1969, 12, 31), date(2200, 1, 1)])
def test_a_date_that_stands_for_not_known_is_unfit_whatever_its_route_says_of_it(day: date) -> None:
    assert [str(fault["msg"]) for fault in unfit({"due": day})] == ["A date from 1970-01-01 to 2199-12-31"]
    assert not list(unfit({"due": date(2026, 11, 28)}))


def test_two_fields_are_and_one_field_is() -> None:
    assert str(InvalidInput([{}])) == "1 field is not as it must be."
    assert str(InvalidInput([{}, {}])) == "2 fields are not as they must be."

    class NotYours(InvalidInput):
        """Not yours to say."""

    assert str(NotYours([{}])) == "Not yours to say."
