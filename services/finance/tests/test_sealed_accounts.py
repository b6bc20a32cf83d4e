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
from services.finance.matching import store as matching
from services.finance.payee.store import load
from services.finance.payees import store as payees
from services.finance.payment_runs import store as runs
from services.finance.receipt import store as receipts
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


IBAN = "DE89370400440532013000"
TWO_CAME = camt(Line("10.00", "goods", "A", payer_account=IBAN), Line("20.00", "goods", "B", payer_account="X"))
IN_CLEAR = """
UPDATE receipt SET doc = (doc::jsonb || jsonb_build_object('payer_account', $1::text))::json, sealed = NULL,
    found_by = NULL, payer_account = $1
"""
"""As a release of before kept it."""


async def kept(db: asyncpg.Connection | asyncpg.Pool) -> str:
    """All that the receipts' rows say; bytes in hexadecimal."""
    return "\n".join(row["row"] for row in await db.fetch("SELECT receipt::text AS row FROM receipt"))


async def test_of_the_account_that_money_came_from_nothing_stands_in_clear_with_its_receipt(
    db: asyncpg.Connection,
) -> None:
    await take(db, camt(Line("10.00", "goods", "A", payer_account=IBAN)))
    held = await kept(db)
    assert "goods" in held
    assert [one for one in (IBAN, IBAN.encode().hex()) if one in held] == []
    (found,) = await receipts.new(db, 10)
    assert found.payer_account == IBAN


@needs("FIN-2")
async def test_a_payer_is_known_again_by_the_mark_of_his_account_whoever_is_named(db: asyncpg.Connection) -> None:
    await take(
        db, camt(Line("10.00", "goods", "A", payer_account=IBAN), Line("20.00", "goods", "B", payer_account="X"))
    )
    first, second = sorted(await receipts.new(db, 10), key=lambda one: one.amount.amount)
    await receipts.save(db, [first.but(customer="ALFKI")])
    (again, other), _ = await matching.look_for(db, [first, second])
    assert [set(case.paid_for) for case in (again, other)] == [{"ALFKI"}, set()]


async def test_an_account_that_is_copied_to_another_receipt_does_not_open(db: asyncpg.Connection) -> None:
    await take(
        db, camt(Line("10.00", "goods", "A", payer_account=IBAN), Line("20.00", "goods", "B", payer_account="X"))
    )
    await db.execute("UPDATE receipt SET sealed = (SELECT sealed FROM receipt WHERE amount = 10) WHERE amount = 20")
    with pytest.raises(CannotBeOpened, match="receipt"):
        await receipts.new(db, 10)


@needs("FIN-2")
async def test_a_receipt_of_before_is_matched_as_it_is_then_sealed_and_matched_by_its_mark(database: Any) -> None:
    async with asyncpg.create_pool(await database("finance"), min_size=1, max_size=3, ssl=False) as pool:
        async with pool.acquire() as db:
            await take(db, camt(Line("10.00", "goods", "A", payer_account=IBAN)))
            (one,) = await receipts.new(db, 10)
            await receipts.save(db, [one.but(customer="ALFKI")])
        await pool.execute(IN_CLEAR, IBAN)
        assert IBAN in await kept(pool)
        for _ in range(2):
            (case,), _owing = await matching.look_for(pool, await receipts.find(pool, one.receipt_id))
            assert (case.receipt.payer_account, set(case.paid_for)) == (IBAN, {"ALFKI"})
            await reseal(pool, HOUSE.sealed)
            assert IBAN not in await kept(pool)


async def test_payers_are_looked_for_by_indexes_alone(db: asyncpg.Connection) -> None:
    await db.execute("SET LOCAL enable_seqscan = off")
    plan = "\n".join(row[0] for row in await db.fetch(f"EXPLAIN {matching.PAYERS}", [IBAN], ["mark"], ["alfreds"]))
    assert ("receipt_found_by" in plan, "Seq Scan on receipt" in plan) == (True, False)


async def test_lists_mask_the_payers_account_and_the_receipts_own_page_shows_it_to_who_books(
    office: Office, pool: asyncpg.Pool
) -> None:
    async with pool.acquire() as db:
        await take(db, camt(Line("10.00", "goods", "A", payer_account=IBAN)))
    _, listed = await office.ask("GET", "/receipts", "accountant")
    assert [one["payer_account"] for one in listed["items"]] == ["DE8****3000"]
    path = f"/receipts/{listed['items'][0]['receipt_id']}"
    assert (await office.ask("GET", path, "accountant"))[1]["payer_account"] == IBAN
    assert (await office.ask("GET", path, "merchandiser"))[0] == 403
    assert (await office.ask("GET", f"/receipts/{UUID(int=1)}", "accountant"))[0] == 404
