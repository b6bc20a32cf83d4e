"""Papers that exchange control asks for of payments from and to abroad, drawn from what is known (FIN-8)."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import asyncpg
import pytest

from chassis import clock
from chassis.ids import new_id
from chassis.papers.company import Issuer
from contracts.rates import HOME
from services.finance.account.rules.values import Booked, Settled
from services.finance.ledger import store as ledger
from services.finance.papers import api as papers
from services.finance.payment_runs import handlers as runs
from services.finance.payment_runs.rules import asked as run_rules
from services.finance.policy import Policy
from services.finance.rates import store as rates
from services.finance.rates.rules.putting import Rate as Put
from services.finance.settlements import api, store
from services.finance.settlements.rules.asked import CHINAS, PaperAsked
from services.finance.settlements.rules.payment import Moved, Ours, Rate, lacks_of, settlement
from services.finance.tests.bank_files import ACCOUNT, Line, camt
from services.finance.tests.bought import Bought, delivered, entered
from services.finance.tests.samples import money
from services.finance.tests.test_http import Office, invoice, line, office, pool
from services.finance.tests.test_papers import get, words
from services.finance.tests.test_payment_runs import DUE, approved, confirmed
from tests.figures import put as put_figures
from tests.needs import needs

__all__ = ["invoice", "office", "pool"]
pytestmark = needs("FIN-8")
US = Issuer(name="甬江贸易", country="CN", tax_number="91330200MA2AXXXX0L", bank="中国银行宁波分行 123456")
DAY = date(2026, 3, 2)
RATE = Rate(value=Decimal("7.1234"), valid_from=DAY, source="ECB")


def received(**told: Any) -> Moved:
    """100 USD of ALFKI: 60 for an invoice, 40 are an advance."""
    parts = (
        Settled(invoice_id=new_id(), number="INV-1", amount=Decimal(60), outstanding=Decimal(0)),
        Settled(invoice_id=None, number="SO-1", amount=Decimal(40), outstanding=Decimal(0)),
    )
    booked = Booked(
        bank_reference="B/1", order_id=new_id(), customer="ALFKI", reference="INV-1", amount=money("100"),
        settled=parts, refunded=money("0"),
    )  # fmt: skip
    known: dict[str, Any] = {"rate": RATE, "order": "SO-1", "contract": "PO 7", "name": "Alfreds", "country": "DE"}
    return Moved(entry_id=new_id(), booked_on=DAY, payment=booked, **known | told)


def ours(**asked: PaperAsked) -> Ours:
    return Ours(asked or CHINAS, "中国银行 123456", "")


def test_a_payment_from_abroad_is_told_with_what_it_is_for_and_what_it_is_worth() -> None:
    one = settlement(received(), ours())
    assert [(part.document, part.contract, part.amount.amount, part.advance) for part in one.settles] == [
        ("INV-1", "SO-1 / PO 7", Decimal(60), False),
        ("SO-1", "SO-1 / PO 7", Decimal(40), True),
    ]
    assert (one.worth, one.number, one.paid_on) == (Decimal("712.34"), "B/1", DAY)
    assert [(paper.paper, paper.code) for paper in one.papers] == [("涉外收入申报单", "121010")]
    assert lacks_of(one, US.tax_number) == ()


def test_a_paper_is_asked_for_by_way_country_and_currency() -> None:
    asked = {
        "德国": PaperAsked(way="received", countries=("DE",), code="1"),
        "美元": PaperAsked(way="received", currencies=("USD",), code="2"),
        "欧元": PaperAsked(way="received", currencies=("EUR",), code="3"),
        "法国": PaperAsked(way="received", countries=("FR",), currencies=("USD",), code="4"),
        "付款": PaperAsked(way="paid", code="5"),
    }
    assert {paper.code for paper in settlement(received(), ours(**asked)).papers} == {"1", "2"}


def test_all_that_is_missing_is_told_at_once() -> None:
    unknown = settlement(received(rate=None, name="", country=""), Ours({}, "", ""))
    assert list(map(str, lacks_of(unknown, ""))) == [
        "which paper is asked for (figure settlement_papers)",
        "the company's own tax number",
        "the company's own bank account",
        "the name of ALFKI",
        "the country of ALFKI",
        "a rate of USD",
    ]


@pytest.fixture
def known(monkeypatch: pytest.MonkeyPatch) -> None:
    """The company, as its environment would tell it."""
    for one in (api, papers):
        monkeypatch.setattr(one, "issuer", lambda: US)


async def rated(pool: asyncpg.Pool, value: str = "7.2") -> None:
    async with pool.acquire() as db:
        await rates.put(db, [Put("USD", 1, clock.today() - timedelta(days=3), Decimal(value), "li.na", clock.now())])


async def listed(office: Office, role: str = "accountant", asked: str = "") -> list[dict[str, Any]]:
    status, told = await office.ask("GET", f"/settlements{asked}", role)
    assert status == 200, told
    return list(told["items"])


async def test_a_customers_payment_is_drawn_once_its_rate_is_known(
    office: Office, invoice: Any, pool: asyncpg.Pool, known: None
) -> None:
    await office.ask("POST", "/payments", "accountant", line(invoice.number, bank_reference="银行/1"))
    (one,) = await listed(office)
    assert (one["lacks"], one["worth"]) == (["a rate of USD"], None)
    of_order = (await get(office, f"?order={invoice.order_id}")).json()["items"]
    (waits,) = [paper for paper in of_order if paper["kind"] == "received_settlement"]
    assert waits["waits_for"] == "it lacks a rate of USD"
    refused = await get(office, f"/received_settlement/{one['entry_id']}.pdf")
    assert refused.status_code == 409
    await rated(pool)
    (one,) = await listed(office)
    assert (one["lacks"], one["worth"]) == ([], "720.00")
    told = words((await get(office, f"/received_settlement/{one['entry_id']}.pdf?language=zh-Hans")).content)
    for part in (
        "涉外收入申报单",
        "121010",
        invoice.number,
        "Alfreds",
        "USD 100.00",
        "CNY 720.00",
        "7.2",
        US.tax_number,
    ):
        assert part in told
    archived = (await get(office, "/archive?customer=ALFKI&kind=received_settlement")).json()["items"]
    assert [paper["number"] for paper in archived] == ["银行/1"]


async def test_what_is_asked_anew_and_what_went_back_make_the_next_versions(
    office: Office, invoice: Any, pool: asyncpg.Pool, known: None
) -> None:
    await rated(pool)
    await office.ask("POST", "/payments", "accountant", line(invoice.number))
    (one,) = await listed(office)
    path = f"/received_settlement/{one['entry_id']}"
    assert [(await get(office, path)).json()["version"] for _ in range(2)] == [1, 1]
    paper = {"way": "received", "code": "121020", "transaction": "进料加工贸易"}
    async with pool.acquire() as db:
        await put_figures(db, Policy, settlement_papers={"涉外收入申报单": paper})
    assert (await get(office, path)).json()["version"] == 2
    async with pool.acquire() as db:
        await db.execute("""UPDATE payment SET doc = doc || '{"reversed_by": "B-9"}'""")
    third = (await get(office, path)).json()
    assert (third["version"], third["data"]["settlement"]["taken_back"]) == (3, "B-9")
    assert (await get(office, f"{path}?version=1")).json()["data"]["settlement"]["papers"][0]["code"] == "121010"


async def test_what_a_banks_file_brought_is_told_in_its_own_currency_with_its_accounts(
    office: Office, invoice: Any, pool: asyncpg.Pool, known: None
) -> None:
    file = camt(Line("78.00", invoice.number, "B-7", payer_account="DE1234", day="2026-03-01"), currency="EUR")
    assert (await office.ask("POST", "/bank-files", "accountant", {"content": file}))[0] == 200
    receipt = await pool.fetchval("SELECT receipt_id FROM receipt")
    asked = {"reference": invoice.number, "amount": "78.00"}
    status, told = await office.ask("POST", f"/receipts/{receipt}/assign", "accountant", asked)
    assert status == 200, told
    (one,) = await listed(office, "merchandiser")
    assert (one["amount"], one["paid_on"]) == ({"amount": "78.00", "currency": "EUR"}, "2026-03-01")
    assert one["lacks"] == ["a rate of EUR"]
    async with pool.acquire() as db:
        (moved,) = await store.of_order(db, "CN", "day", invoice.order_id)
    drawn = settlement(moved, ours())
    assert (drawn.their_account, drawn.our_account) == ("DE1234", ACCOUNT)


async def refunded(office: Office, pool: asyncpg.Pool) -> dict[str, Any]:
    """What ALFKI paid above his invoice goes back, of a company that told its account and its rate."""
    await rated(pool)
    async with pool.acquire() as db:
        await put_figures(db, Policy, company_account="123456", company_bic="BKCHCNBJ92A")
    (one,) = await listed(office, asked="?way=refunded")
    return one


async def test_what_goes_back_to_a_customer_abroad_has_its_paper(
    office: Office, invoice: Any, pool: asyncpg.Pool, known: None
) -> None:
    await office.ask("POST", "/payments", "accountant", line(invoice.number, "130", bank_reference="银行/1"))
    one = await refunded(office, pool)
    assert (one["number"], one["party"], one["country"]) == ("银行/1", "ALFKI", "DE")
    assert (one["amount"], one["worth"], one["lacks"]) == ({"amount": "30.00", "currency": "USD"}, "216.00", [])
    told = words((await get(office, f"/refunded_settlement/{one['entry_id']}.pdf?language=zh-Hans")).content)
    for part in ("境外汇款申请书（退款）", "一般贸易退款", "Alfreds", "USD 30.00", "CNY 216.00", "BKCHCNBJ92A"):
        assert part in told
    of_order = (await get(office, f"?order={invoice.order_id}")).json()["items"]
    kinds = [paper["kind"] for paper in of_order if paper["kind"].endswith("_settlement")]
    assert kinds == ["received_settlement", "refunded_settlement"]
    assert (await office.ask("GET", "/settlements?way=refunded", "storekeeper"))[0] == 403


async def test_a_refund_that_waits_for_a_person_has_its_paper_once_the_money_left(
    office: Office, invoice: Any, pool: asyncpg.Pool, known: None
) -> None:
    async with pool.acquire() as db:
        await put_figures(db, Policy, refunds="by_hand")
    await office.ask("POST", "/payments", "accountant", line(invoice.number, "130"))
    assert await listed(office, asked="?way=refunded") == []
    path = f"/orders/{invoice.order_id}/refunds/1/approve"
    status, told = await office.ask("POST", path, "finance manager", {})
    assert status == 200, told
    assert (await refunded(office, pool))["amount"]["amount"] == "30.00"


async def test_a_refund_goes_to_where_the_money_came_from_in_the_currency_of_the_order(
    office: Office, invoice: Any, pool: asyncpg.Pool, known: None
) -> None:
    """He paid in euros from an account that the bank's file told; what goes back is in dollars."""
    file = camt(Line("118.00", invoice.number, "B-7", payer_account="DE1234", day="2026-03-01"), currency="EUR")
    assert (await office.ask("POST", "/bank-files", "accountant", {"content": file}))[0] == 200
    receipt = await pool.fetchval("SELECT receipt_id FROM receipt")
    asked = {"reference": invoice.number, "amount": "118.00"}
    status, told = await office.ask("POST", f"/receipts/{receipt}/assign", "accountant", asked)
    assert status == 200, told
    await refunded(office, pool)
    async with pool.acquire() as db:
        (moved,) = await store.of_order(db, "CN", "day", invoice.order_id, "refunded")
    drawn = settlement(moved, ours())
    assert (drawn.their_account, drawn.amount.currency, drawn.rate is not None) == ("DE1234", "USD", True)


async def test_what_a_supplier_abroad_is_paid_is_told_to_who_pays_and_not_to_who_sells(
    office: Office, pool: asyncpg.Pool, known: None
) -> None:
    """A run in the company's own currency; its supplier is abroad."""
    async with pool.acquire() as db:
        bought = Bought("100")
        await delivered(db, bought, "100")
        await entered(db, bought.billed("100"))
        await confirmed(db)
        await db.execute("""UPDATE payee SET doc = doc::jsonb || '{"country": "VN"}'""")
        run = await approved(db)  # type: ignore[arg-type]
        await runs.pay(db, [run_rules.Pay(run.run_id, "B-1", DUE)])
        await put_figures(db, Policy, company_account="123456", company_bic="BKCHCNBJ92A")
        assert await ledger.faults(db) == []
    (one,) = await listed(office, "buyer", "?way=paid")
    assert (one["number"], one["party"], one["country"], one["lacks"]) == (f"{run.number}-1", "S-07", "VN", [])
    assert (one["amount"], one["worth"]) == ({"amount": "250.00", "currency": HOME}, "250.00")
    told = words((await get(office, f"/paid_settlement/{one['entry_id']}.pdf?language=zh-Hans", "buyer")).content)
    for part in ("境外汇款申请书", "YD-1", bought.number, "ICBKCNBJNBO", "BKCHCNBJ92A", "宁波永达五金"):
        assert part in told
    assert await listed(office, "salesperson") == []
    assert (await get(office, f"/paid_settlement/{one['entry_id']}", "salesperson")).status_code == 403
    assert (await office.ask("GET", "/settlements", "storekeeper"))[0] == 403


async def test_payments_at_home_are_declared_to_nobody(office: Office, pool: asyncpg.Pool, known: None) -> None:
    async with pool.acquire() as db:
        bought = Bought("100")
        await delivered(db, bought, "100")
        await entered(db, bought.billed("100"))
        await confirmed(db)
        run = await approved(db)  # type: ignore[arg-type]
        await runs.pay(db, [run_rules.Pay(run.run_id, "B-1", DUE)])
    assert await listed(office) == []
    assert (await get(office, f"/paid_settlement/{new_id()}")).status_code == 404
    assert (await get(office, "/paid_settlement/B-1")).status_code == 404


async def test_payments_come_page_by_page_the_newest_first(office: Office, invoice: Any, known: None) -> None:
    for place in range(3):
        await office.ask("POST", "/payments", "accountant", line(invoice.number, "10", f"B-{place}"))
    assert [one["number"] for one in await listed(office)] == ["B-2", "B-1", "B-0"]
    first = (await office.ask("GET", "/settlements?limit=2", "accountant"))[1]
    assert [one["number"] for one in await listed(office, asked=f"?after={first['next']}")] == ["B-0"]


ENTRIES = """
INSERT INTO journal_entry (entry_id, booked_on, kind, document, order_id, customer, currency)
SELECT ('01980000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, '2026-01-01',
    (ARRAY['payment', 'invoice', 'cost', 'credit'])[1 + n % 4], 'D-' || n,
    gen_random_uuid(), 'C-' || n % 50, 'USD'
FROM generate_series(1, 5000) n
"""


async def test_payments_are_read_from_the_newest_on_and_an_orders_by_its_index(db: asyncpg.Connection) -> None:
    """However long the journal is: each fourth entry or so is a payment, so that they have no index of their own."""
    async with db.transaction():
        await db.execute(ENTRIES)
        await db.execute("ANALYZE journal_entry")
        newest = await db.fetch(f"EXPLAIN {store.LISTED}", "2202", "day", HOME, "CN", ["payment"], None, 100)
        of_one = await db.fetch(f"EXPLAIN {store.OF_ORDER}", "2202", "day", HOME, "CN", new_id(), "payment")
    for rows, index in ((newest, "journal_entry_pkey"), (of_one, "journal_entry_order")):
        plan = "\n".join(row[0] for row in rows)
        assert index in plan
        assert "Seq Scan on journal_entry e" not in plan, plan
