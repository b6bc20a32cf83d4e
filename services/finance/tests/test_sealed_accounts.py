"""Who has finance's database alone does not read where suppliers are paid (ALL-3, FIN-5)."""

from decimal import Decimal
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from chassis.keyring import CannotBeOpened
from chassis.process.resealing import reseal
from chassis.stored import storable
from services.finance.bill.rules.run import PaymentRun, RunPayment
from services.finance.house import HOUSE
from services.finance.payee.store import load
from services.finance.payees import store as payees
from services.finance.payment_runs import store as runs
from services.finance.tests.bank_files import Line, camt
from services.finance.tests.bought import Bought
from services.finance.tests.test_http import Office, office, pool
from services.finance.tests.test_payment_runs import ACCOUNT, DUE, approved, confirmed, owed
from services.finance.tests.test_receipts import take
from tests.dumped import dumped
from tests.needs import needs

__all__ = ["office", "owed", "pool"]
pytestmark = needs("ALL-3", "FIN-5")
DUE_RUN = UUID(int=7)
PLANTED = (ACCOUNT.number, ACCOUNT.holder)


async def test_of_a_payee_and_of_a_run_nothing_of_the_account_stands_in_clear(
    db: asyncpg.Connection, owed: Bought
) -> None:
    await confirmed(db)
    run = await approved(db)
    held = await dumped(db)
    assert [one for one in PLANTED if one in held] == []
    assert run.number in held
    found = await runs.find(db, run.run_id)
    assert found
    assert [payment.account for payment in found.payments] == [ACCOUNT]
    assert (await load(db, ["S-07"]))["S-07"].account == ACCOUNT


async def test_an_account_that_is_copied_to_another_payee_does_not_open(db: asyncpg.Connection, owed: Bought) -> None:
    await confirmed(db)
    await db.execute("INSERT INTO payee SELECT 'S-98', version, doc, sealed FROM payee WHERE supplier = 'S-07'")
    with pytest.raises(CannotBeOpened, match="payee S-98"):
        await payees.listed(db, "", 100)


async def test_a_run_of_before_is_read_as_it_is_and_sealed_in_the_background(database: Any) -> None:
    payment = RunPayment(bill_id=DUE_RUN, supplier="S-07", number="B-1", due=DUE, amount=Decimal(100), account=ACCOUNT)
    run = PaymentRun(
        run_id=DUE_RUN, number="PR-1", currency="CNY", pay_on=DUE, payments=(payment,), state="approved",
        proposed_by="li.na",
    )  # fmt: skip
    async with asyncpg.create_pool(await database("finance"), min_size=1, max_size=3, ssl=False) as pool:
        insert = "INSERT INTO payment_run (run_id, number, state, doc) VALUES ($1, 'PR-1', 'approved', $2::json)"
        await pool.execute(insert, DUE_RUN, storable(run))
        assert await runs.find(pool, DUE_RUN) == run
        await reseal(pool, HOUSE.sealed)
        assert ACCOUNT.number not in await dumped(pool)
        assert await runs.find(pool, DUE_RUN) == run


async def test_lists_mask_the_payers_account_and_the_receipts_own_page_shows_it_to_who_books(
    office: Office, pool: asyncpg.Pool
) -> None:
    iban = "DE89370400440532013000"
    async with pool.acquire() as db:
        await take(db, camt(Line("10.00", "goods", "A", payer_account=iban)))
    _, listed = await office.ask("GET", "/receipts", "accountant")
    assert [one["payer_account"] for one in listed["items"]] == ["DE8****3000"]
    path = f"/receipts/{listed['items'][0]['receipt_id']}"
    assert (await office.ask("GET", path, "accountant"))[1]["payer_account"] == iban
    assert (await office.ask("GET", path, "merchandiser"))[0] == 403
    assert (await office.ask("GET", f"/receipts/{UUID(int=1)}", "accountant"))[0] == 404
