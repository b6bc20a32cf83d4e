"""Who leaves is refused by every department and at the desk at once, though his token is good for hours (ALL-3)."""

import httpx2

from services.notify.desk.session import COOKIE
from tests.integration.trade import Trade
from tests.needs import needs
from tests.waiting import within

pytestmark = needs("ALL-3")
ONE_LIST_EACH = {
    "sales": "/orders", "purchasing": "/suppliers", "warehouse": "/stock-counts", "logistics": "/carriers",
    "finance": "/invoices", "notify": "/orders",
}  # fmt: skip
LEAVER = "xu.kai"
AT_ONCE_S = 5.0
"""A second where nothing else runs on the machine."""


async def put(trade: Trade, active: bool) -> None:
    person = {"name": "徐凯", "department": "sales", "roles": ["sales manager"], "active": active}
    answer = await trade.ask("put", "notify", f"/people/{LEAVER}", person, ("administrator",))
    assert answer.ok, answer


async def statuses(trade: Trade) -> set[int]:
    his = trade.company.api.acting_as(LEAVER, "sales manager", "management")
    return {(await his.get(department, path)).status for department, path in ONE_LIST_EACH.items()}


async def at_the_desk(trade: Trade) -> tuple[int, str]:
    token = trade.company.tokens.token(LEAVER, ["sales manager"])
    at = f"http://127.0.0.1:{trade.company.settings['notify'].port}/desk/"
    async with httpx2.AsyncClient(cookies={COOKIE: token}) as browser:
        answer = await browser.get(at, headers={"accept-language": "en"})
        return answer.status_code, answer.text


async def test_whose_access_ends_is_refused_everywhere_within_a_moment_and_let_in_again_when_it_is_given_back(
    trade: Trade,
) -> None:
    assert (await statuses(trade), (await at_the_desk(trade))[0]) == ({200}, 200)
    await put(trade, active=False)
    await within(AT_ONCE_S, lambda: answer_all(trade, 403))
    status, page = await at_the_desk(trade)
    assert (status, "The access of xu.kai has ended" in page) == (403, True)
    await trade.get("sales", "/orders")
    await put(trade, active=True)
    await within(AT_ONCE_S, lambda: answer_all(trade, 200))
    assert (await at_the_desk(trade))[0] == 200


async def answer_all(trade: Trade, status: int) -> bool:
    return await statuses(trade) == {status}
