"""a customer of sales' → his month at finance → disputed with his own token → given to somebody → agreed by letter."""

from datetime import timedelta

from chassis import clock
from tests.integration.bodies import CURRENCY, CUSTOMER
from tests.integration.order import SOON_S
from tests.integration.trade import Trade
from tests.needs import needs
from tests.waiting import within


@needs("FIN-10")
async def test_a_customer_disputes_his_statement_until_it_is_cleared(trade: Trade) -> None:
    month = f"{clock.today().replace(day=1) - timedelta(days=1):%Y-%m}"
    path = f"/statements/customer/{CUSTOMER}/{month}/{CURRENCY}"
    word = {"verdict": "disputed", "closing": "5.00", "reason": "a credit note is missing"}

    async def disputed() -> bool:
        """Once finance has heard of the customer."""
        return (await trade.ask("post", "finance", f"{path}/reply", word, ("customer",), CUSTOMER)).ok

    await within(SOON_S, disputed)
    given = {"owner": "chen.yu", "clear_by": (clock.today() + timedelta(days=3)).isoformat()}
    assert (await trade.do("finance", f"{path}/give", given))["replies"][-1]["owner"] == "chen.yu"
    assert await trade.refused("finance", f"{path}/reply", {"verdict": "agreed", "closing": "5.00"}) == "invalid-input"
    await trade.do("finance", f"{path}/reply", {"verdict": "agreed", "closing": "0.00"})
    (said,) = await trade.items("finance", f"/months/{month}/statements")
    assert (said["reply"]["verdict"], said["reply"]["way"]) == ("agreed", "letter")
