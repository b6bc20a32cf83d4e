"""What is open in foreign currencies, as finance tells it (FIN-8)."""

import httpx2

from chassis.ids import new_id
from services.notify.desk.tests.conftest import Desk
from tests.needs import needs

pytestmark = needs("FIN-8")


async def test_a_spreadsheet_that_would_end_too_early_is_not_given_out(desk: Desk) -> None:
    """Finance tells its first page and is away at the next."""

    def answer(request: httpx2.Request) -> httpx2.Response:
        if request.url.path.endswith("/orders"):
            first = request.url.params["after"] == "00000000-0000-0000-0000-000000000000"
            told = {"items": [], "next": str(new_id())}
            return httpx2.Response(200, json=told) if first else httpx2.Response(503)
        return httpx2.Response(200, json={"items": [], "effect": "0"})

    desk.departments_answer(answer)
    sheet = await desk.get("/currencies.xlsx")
    assert sheet.status_code == 503
    assert "Not at this moment" in sheet.text
