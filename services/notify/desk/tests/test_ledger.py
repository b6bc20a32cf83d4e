"""The ledger's accounts over a period, as finance tells them (FIN-3)."""

import httpx2

from chassis.http.problems import PROBLEM
from services.notify.desk.tests.conftest import Desk
from tests.needs import needs

pytestmark = needs("FIN-3")
AMOUNTS = {"opening": "100.00", "debit": "50.00", "credit": "30.00", "closing": "120.00"}
ROW = {"account": "1002", "currency": "CNY", **AMOUNTS}


async def test_accounts_are_shown_for_the_period_that_finance_took(desk: Desk) -> None:
    asked: list[dict[str, str]] = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        asked.append(dict(request.url.params))
        return httpx2.Response(200, json={"items": [ROW], "since": "2026-11-01", "until": "2026-11-30", "next": None})

    desk.departments_answer(answer)
    told = (await desk.get("/ledger?account=1002&since=")).text
    assert asked == [{"account": "1002"}]
    assert 'value="2026-11-01"' in told
    assert all(amount in told for amount in ("1002", *AMOUNTS.values()))


async def test_days_that_are_none_are_told_as_finance_tells_them(desk: Desk) -> None:
    fault = {"field": "until", "expected": "2026-11-02 or later", "came": "2026-11-01"}
    problem = {"title": "no", "type": "about:blank", "detail": "Not so.", "faults": [fault]}
    desk.departments_answer(lambda _: httpx2.Response(422, json=problem, headers={"content-type": PROBLEM}))
    told = (await desk.get("/ledger?since=2026-11-02&until=2026-11-01")).text
    assert "until: 2026-11-02 or later" in told
