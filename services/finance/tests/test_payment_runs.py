"""Suppliers are paid what is due: proposed, approved by somebody else, sent to the bank, paid once (FIN-5, FIN-7)."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from importlib.resources import files
from typing import Any
from xml.etree.ElementTree import fromstring

import asyncpg
import pytest
import xmlschema

from chassis.handling import Answer, Db
from chassis.papers.company import issuer
from contracts.payables import SupplierPaid, SupplierUnpaid
from contracts.rates import OPENING
from services.finance.bank_statements import handlers as statements
from services.finance.bank_statements.rules.reading import read
from services.finance.bank_statements.rules.taking import BankFile, named
from services.finance.bill.view import RunState
from services.finance.ledger import store as ledger
from services.finance.payee import rules as payee_rules
from services.finance.payee.rules import BankAccount, ConfirmAccount, PutAccount, PutDiscount
from services.finance.payees import handlers as payees
from services.finance.payees import store as payees_listed
from services.finance.payment_runs import handlers as runs
from services.finance.payment_runs import store
from services.finance.payment_runs.rules import asked as rules
from services.finance.payment_runs.rules.credit_transfer import NAMESPACE, Debtor, credit_transfer
from services.finance.policy import Policy
from services.finance.tests.bank_files import Line, camt
from services.finance.tests.bought import DATED, Bought, balances, delivered, entered
from services.finance.tests.test_http import Office, office, pool
from tests.figures import put as put_figures
from tests.needs import needs

__all__ = ["office", "pool"]

pytestmark = needs("FIN-5", "FIN-7")
DUE = DATED + timedelta(days=60)
ACCOUNT = BankAccount(holder="宁波永达五金有限公司", number="3901 1010 0920 0123 456", bic="ICBKCNBJNBO")
COMPANY = Debtor("Gendan Trading Ltd", "DE89370400440532013000", "COBADEFFXXX")
PAIN = {"p": NAMESPACE}


async def confirmed(db: Db) -> None:
    await payees.put_accounts(db, [PutAccount("S-07", ACCOUNT, "li.na")])
    (answer,) = await payees.confirm_accounts(db, [ConfirmAccount("S-07", "chen.yu")])
    assert isinstance(answer, Answer)


async def proposed(db: Db, by: date = DUE) -> Any:
    """The run, or why there is none."""
    (answer,) = await runs.propose(db, [rules.Propose("CNY", by, DUE, "li.na")])
    return answer.body if isinstance(answer, Answer) else answer


async def approved(db: asyncpg.Connection) -> RunState:
    run = await proposed(db)
    (answer,) = await runs.approve(db, [rules.Approve(run.run_id, "chen.yu")])
    assert isinstance(answer, Answer), answer
    assert isinstance(answer.body, RunState)
    return answer.body


@pytest.fixture
async def owed(db: asyncpg.Connection) -> Bought:
    """250 CNY, and 32.50 of tax, that S-07 is owed."""
    bought = Bought("100")
    await delivered(db, bought, "100")
    await entered(db, bought.billed("100", tax="32.50"))
    return bought


async def test_what_is_due_is_proposed_once_and_what_is_not_due_is_not(db: asyncpg.Connection, owed: Bought) -> None:
    await confirmed(db)
    assert isinstance(await proposed(db, DUE - timedelta(days=1)), rules.NothingToPay)
    run = await proposed(db)
    assert (run.number[:4], run.total, run.left_out) == ("PAY-", Decimal("282.50"), ())
    assert isinstance(await proposed(db), rules.NothingToPay)


async def test_bills_of_who_cannot_be_paid_keep_nobody_else_from_his_money(
    db: asyncpg.Connection, owed: Bought
) -> None:
    """However many and old they are."""
    await confirmed(db)
    await db.execute(
        """INSERT INTO payee (supplier, version, doc) SELECT 'S-99', 1,
               doc::jsonb || '{"supplier": "S-99", "confirmed_by": ""}'
           FROM payee WHERE supplier = 'S-07'"""
    )
    await db.execute(
        """INSERT INTO bill (bill_id, supplier, number, state, currency, outstanding, due, purchases, doc)
           SELECT id, 'S-99', n::text, state, currency, outstanding, due - 1, purchases,
                  doc::jsonb || jsonb_build_object('bill_id', id, 'supplier', 'S-99', 'number', n::text, 'due', due - 1)
           FROM (SELECT bill.*, n, gen_random_uuid() AS id FROM bill, generate_series(1, 501) n) each"""
    )
    run = await proposed(db)
    assert (run.total, run.left_out) == (Decimal("282.50"), ("S-99",))


async def test_nobody_is_paid_before_two_people_agree_where(db: asyncpg.Connection, owed: Bought) -> None:
    refused = await proposed(db)
    assert isinstance(refused, rules.NothingToPay)
    assert "S-07" in str(refused)
    await payees.put_accounts(db, [PutAccount("S-07", ACCOUNT, "li.na")])
    (same,) = await payees.confirm_accounts(db, [ConfirmAccount("S-07", "li.na")])
    assert isinstance(same, payee_rules.ConfirmedByTheSame)
    assert isinstance(await proposed(db), rules.NothingToPay)
    await confirmed(db)
    assert (await proposed(db)).total == Decimal("282.50")


async def test_a_new_account_counts_when_it_is_confirmed_and_not_for_a_run_that_is_approved(
    db: asyncpg.Connection, owed: Bought
) -> None:
    await confirmed(db)
    run = await approved(db)
    other = BankAccount(holder="somebody", number="999", bic="ICBKCNBJ")
    await payees.put_accounts(db, [PutAccount("S-07", other, "li.na")])
    (payee,) = await payees_listed.listed(db, "", 10)
    assert (payee.state, payee.account) == ("entered", ACCOUNT)
    await payees.confirm_accounts(db, [ConfirmAccount("S-07", "chen.yu")])
    kept = await store.find(db, run.run_id)
    assert kept
    assert kept.payments[0].account == ACCOUNT


async def test_of_an_account_people_see_the_end(db: asyncpg.Connection, owed: Bought) -> None:
    (answer,) = await payees.put_accounts(db, [PutAccount("S-07", ACCOUNT, "li.na")])
    assert isinstance(answer, Answer)
    assert answer.body.entered.ending == " 456"  # type: ignore[union-attr]


async def test_who_proposed_a_run_does_not_approve_it(db: asyncpg.Connection, owed: Bought) -> None:
    await confirmed(db)
    run = await proposed(db)
    (refused,) = await runs.approve(db, [rules.Approve(run.run_id, "li.na")])
    assert isinstance(refused, rules.ApprovedByTheSame)
    (early,) = await runs.pay(db, [rules.Pay(run.run_id, "B-1", DUE)])
    assert isinstance(early, rules.NotInState)


async def told_by_bank(db: asyncpg.Connection, number: str, *lines: Line) -> list[Any]:
    """What follows from a bank's file."""
    reading = read(camt(*lines, number=number, sequence="", currency="CNY"), {}, OPENING, DUE)
    assert not reading.faults
    (answer,) = await statements.take_in(db, [BankFile(tuple(map(named, reading.statements)), "bank", number.encode())])
    assert isinstance(answer, Answer)
    assert await ledger.faults(db) == []
    return list(answer.events)


async def test_what_is_paid_early_is_proposed_with_what_it_saves_and_booked(
    db: asyncpg.Connection, owed: Bought
) -> None:
    """2 % within 10 days of the bill's date, which is due in 60: 5.65 of 282.50 are saved."""
    await confirmed(db)
    await payees.put_discounts(db, [PutDiscount("S-07", Decimal("0.02"), 10)])
    (late,) = await runs.propose(db, [rules.Propose("CNY", DATED, DATED + timedelta(days=11), "li.na")])
    assert isinstance(late, rules.NothingToPay)
    in_time = DATED + timedelta(days=10)
    (answer,) = await runs.propose(db, [rules.Propose("CNY", DATED, in_time, "li.na")])
    assert isinstance(answer, Answer)
    run: Any = answer.body
    assert (run.total, run.saved, run.payments[0].discount) == (Decimal("276.85"), Decimal("5.65"), Decimal("5.65"))
    await runs.approve(db, [rules.Approve(run.run_id, "chen.yu")])
    out = Line("-276.85", reference="B-1", day=str(in_time), end_to_end=f"{run.number}-1")
    await told_by_bank(db, "S-1", out)
    told = await balances(db)
    assert (told["1002"], told["660301"], "2202" in told) == (Decimal("-276.85"), Decimal("-5.65"), False)
    back = Line("276.85", reference="B-2", day=str(in_time), end_to_end=f"{run.number}-1")
    await told_by_bank(db, "S-2", back)
    told = await balances(db)
    assert (told["2202"], "660301" in told) == (Decimal("-282.50"), False)


@pytest.mark.parametrize("said", [{"end_to_end": "-1"}, {"batch": ""}])
async def test_a_run_that_the_banks_own_file_names_is_paid_by_it_once(
    db: asyncpg.Connection, owed: Bought, said: dict[str, str]
) -> None:
    await confirmed(db)
    run = await approved(db)
    names: dict[str, Any] = {name: f"{run.number}{end}" for name, end in said.items()}
    assert await told_by_bank(db, "S-0", Line("-282.49", reference="B-0", day=str(DUE), **names)) == []
    out = Line("-282.50", reference="B-1", day=str(DUE), **names)
    (paid,) = await told_by_bank(db, "S-1", out)
    assert isinstance(paid, SupplierPaid)
    assert paid.paid_on == DUE
    assert await told_by_bank(db, "S-2", out) == []
    assert (await balances(db))["224101"] == Decimal("282.49"), "what does not fit the run waits for a person"
    kept = await store.find(db, run.run_id)
    assert kept
    assert (kept.state, kept.bank_reference, kept.payments[0].paid_on) == ("paid", "B-1", DUE)


async def test_what_the_bank_brings_back_is_owed_and_proposed_again(db: asyncpg.Connection, owed: Bought) -> None:
    await confirmed(db)
    run = await approved(db)
    await runs.pay(db, [rules.Pay(run.run_id, "B-1", DUE)])
    back = Line("282.50", reference="B-2", day=str(DUE), end_to_end=f"{run.number}-1")
    (unpaid,) = await told_by_bank(db, "S-1", back)
    assert isinstance(unpaid, SupplierUnpaid)
    assert (unpaid.purchase_id, unpaid.amount.amount, unpaid.version) == (owed.id, Decimal("282.50"), 3)
    assert await told_by_bank(db, "S-2", back) == []
    told = await balances(db)
    assert (told["2202"], "1002" in told, "224101" in told) == (Decimal("-282.50"), False, False)
    again = await proposed(db)
    assert (again.total, again.number == run.number) == (Decimal("282.50"), False)


async def test_money_that_only_names_a_run_is_a_receipt_as_any_other(db: asyncpg.Connection, owed: Bought) -> None:
    await confirmed(db)
    run = await approved(db)
    assert await told_by_bank(db, "S-1", Line("282.50", reference="B-2", end_to_end=f"{run.number}-1")) == []
    assert (await balances(db))["224101"] == Decimal("-282.50")


@needs("FIN-3")
async def test_what_the_bank_paid_is_owed_no_more_and_is_booked_once(db: asyncpg.Connection, owed: Bought) -> None:
    await confirmed(db)
    run = await approved(db)
    (answer,) = await runs.pay(db, [rules.Pay(run.run_id, "B-1", DUE)])
    assert isinstance(answer, Answer)
    (paid,) = answer.events
    assert isinstance(paid, SupplierPaid)
    assert (paid.purchase_id, paid.amount.amount, paid.version) == (owed.id, Decimal("282.50"), 2)
    (again,) = await runs.pay(db, [rules.Pay(run.run_id, "B-1", DUE)])
    assert isinstance(again, Answer)
    assert again.events == ()
    (other,) = await runs.pay(db, [rules.Pay(run.run_id, "B-2", DUE)])
    assert isinstance(other, rules.PaidOtherwise)
    left = await balances(db)
    assert (left["1002"], "2202" in left) == (Decimal("-282.50"), False)
    assert await ledger.faults(db) == []


async def test_bills_of_a_run_that_is_withdrawn_are_proposed_again(db: asyncpg.Connection, owed: Bought) -> None:
    await confirmed(db)
    run = await approved(db)
    await runs.withdraw(db, [rules.Withdraw(run.run_id, manager=True)])
    again = await proposed(db)
    assert ([p.number for p in again.payments], again.number[-1]) == (["YD-1"], "2")


async def test_what_was_approved_is_recalled_by_a_manager_alone(db: asyncpg.Connection, owed: Bought) -> None:
    """The bank may have its file: proposed again, its bills would be paid twice (FIN-7)."""
    await confirmed(db)
    run = await approved(db)
    (refused,) = await runs.withdraw(db, [rules.Withdraw(run.run_id, manager=False)])
    assert isinstance(refused, rules.BankMayHaveIt)


async def test_the_file_is_what_iso_20022_says_with_names_in_their_own_letters(
    db: asyncpg.Connection, owed: Bought
) -> None:
    await confirmed(db)
    run = await store.find(db, (await approved(db)).run_id)
    assert run
    text = credit_transfer(run, COMPANY, datetime(2026, 5, 8, 1, 2, 3, tzinfo=UTC))
    schema = xmlschema.XMLSchema(str(files("sepaxml") / "schemas" / "pain.001.001.09.xsd"))
    schema.validate(text.decode())
    document = fromstring(text)
    transfer = document.find(".//p:CdtTrfTxInf", PAIN)
    assert transfer is not None
    assert transfer.findtext("p:Cdtr/p:Nm", "", PAIN) == "宁波永达五金有限公司"
    assert transfer.findtext("p:CdtrAcct/p:Id/p:Othr/p:Id", "", PAIN) == ACCOUNT.number
    assert transfer.findtext("p:RmtInf/p:Ustrd", "", PAIN) == "YD-1"
    assert document.findtext(".//p:DbtrAcct/p:Id/p:IBAN", "", PAIN) == COMPANY.account
    assert document.findtext(".//p:GrpHdr/p:CtrlSum", "", PAIN) == "282.50"


async def test_the_bank_gets_the_file_of_a_run_that_is_approved(office: Office, pool: asyncpg.Pool) -> None:
    async with pool.acquire() as db:
        bought = Bought("100")
        await delivered(db, bought, "100")
        await entered(db, bought.billed("100"))
        await confirmed(db)
        run = await proposed(db)
        path = f"/payment-runs/{run.number}"
        assert (await office.ask("GET", f"{path}/file.xml", "accountant"))[1]["title"] == "not in state"
        await runs.approve(db, [rules.Approve(run.run_id, "chen.yu")])
        assert (await office.ask("GET", f"{path}/file.xml", "accountant"))[1]["title"] == "company unknown to bank"
        await put_figures(db, Policy, company_account=COMPANY.account, company_bic=COMPANY.bic)
    headers = {"authorization": f"Bearer {office.token('accountant')}"}
    answer = await office.client.get(f"/api/v1{path}/file.xml", headers=headers)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/xml")
    document = fromstring(answer.content)
    assert document.findtext(".//p:MsgId", "", PAIN) == run.number
    assert document.findtext(".//p:Dbtr/p:Nm", "", PAIN) == issuer().name, "as on all papers"
    assert (await office.ask("GET", path, "buyer"))[0] == 403
