"""An invoice is had as data that the customer's programs read, once the company and its masters tell all of it."""

from collections.abc import Iterator

import httpx2
import pytest

from chassis.papers.company import issuer
from services.finance.tests.einvoices import broken_rules
from tests.integration.order import SOON_S
from tests.integration.trade import STAFF, Trade
from tests.needs import needs
from tests.waiting import within


@pytest.fixture
def company_of_china(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("GENDAN_COMPANY_COUNTRY", "CN")
    monkeypatch.setenv("GENDAN_COMPANY_TAX_NUMBER", "CN91440300MA5DXXXX0L")
    issuer.cache_clear()
    yield
    issuer.cache_clear()


async def as_data(trade: Trade, number: str) -> httpx2.Response:
    url = f"http://127.0.0.1:{trade.company.settings['finance'].port}/api/v1/papers/commercial_invoice/{number}/ubl"
    token = trade.company.tokens.token("li.na", STAFF)
    return await trade.company.http.get(url, headers={"authorization": f"Bearer {token}"})


@needs("FIN-1", "LOG-6", "SAL-25")
async def test_what_an_invoice_lacks_as_data_is_mended_in_the_masters(trade: Trade, company_of_china: None) -> None:
    item = await trade.keep(5, unit="barrow")
    order = await trade.order({item: 4})
    await order.until("dispatched")
    (invoice,) = await order.invoices()
    (fault,) = (await as_data(trade, invoice["number"])).json()["faults"]
    assert (fault["field"], fault["came"]) == ("lines.0.unit", "barrow")
    await trade.put("sales", f"/items/{item}", {"name": "Bolt M6", "weight_kg": "1", "volume_m3": "0.01"})

    async def told() -> bool:
        return (await as_data(trade, invoice["number"])).status_code == 200

    await within(SOON_S, told)
    written = (await as_data(trade, invoice["number"])).content
    assert broken_rules(written) == []
    assert b"VATEX-EU-G" in written
    assert b"Bolt M6" in written
