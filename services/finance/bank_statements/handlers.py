"""Files of banks are taken in whole, or not at all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from chassis import clock
from chassis.handling import Answer, Db
from chassis.refusal import Refusal
from contracts.money import Money
from contracts.payables import BillMatched
from services.finance.account import store as accounts
from services.finance.account.rules.values import ZERO
from services.finance.bank_statements import store
from services.finance.bank_statements.rules.form import Entry, Statement
from services.finance.bank_statements.rules.taking import BankFile, balances, fresh, identified, unchained
from services.finance.bank_statements.view import FileTaken, Taken
from services.finance.bill import store as payables
from services.finance.bill.rules.run import PaymentRun
from services.finance.bill.rules.values import Payables, Posted, Tolerance
from services.finance.bill.store import Touched
from services.finance.bill.work import command
from services.finance.bills.store import tolerances
from services.finance.payment_runs.rules.executed import Executed, Named, Said, execute, of_runs
from services.finance.payment_runs.rules.executed import named as named_run
from services.finance.receipt import store as receipts
from services.finance.receipt.rules import Receipt, came

Paid = Mapping[str, tuple[str, Any]]


async def take_in(db: Db, files: Sequence[BankFile]) -> list[Answer[Said | BillMatched] | Refusal]:
    """Each file by itself: one that is brought again changes nothing."""
    return [await _take_in(db, file) for file in files]


async def _take_in(db: Db, file: BankFile) -> Answer[Said | BillMatched] | Refusal:
    new = fresh(file.statements, await store.known(db, file.statements))
    if isinstance(new, Refusal):
        return new
    if broken := unchained([*await store.around(db, new), *map(balances, new)]):
        return broken
    entries = [pair for statement in new for pair in identified(statement)]
    runs, events = await _of_runs(db, entries)
    runs |= await _paid_by_hand(db, entries)
    found = dict(pair for statement in new for pair in _receipts(statement) if pair[0] not in runs)
    came_before = await receipts.known(db, list(found))
    paid = await store.paid(db, [one.bank_reference for one in found.values() if one.bank_reference])
    taken = {key: one for key, one in found.items() if key not in came_before and not _is_paid(one, paid)}
    await store.save(db, new, file, clock.now())
    await receipts.save(db, list(taken.values()))
    await accounts.post(db, [came(one) for one in taken.values()], clock.today())
    return Answer(FileTaken(statements=tuple(_told(one, taken) for one in file.statements)), events)


async def _of_runs(db: Db, entries: Sequence[tuple[UUID, Entry]]) -> tuple[set[UUID], tuple[Said | BillMatched, ...]]:
    """What the bank says of our own payment runs: which entries are booked with them, and what follows."""
    told = [_named(*found, key, entry) for key, entry in entries if (found := named_run(entry.end_to_end))]
    ids = await payables.runs_numbered(db, sorted({one.run for one in told})) if told else {}
    asked = [
        Executed(run_id, tuple(one for one in told if one.run == number)) for number, run_id in sorted(ids.items())
    ]
    if not asked:
        return set(), ()
    runs = list[PaymentRun]()

    def do(known: Payables, one: Executed, _: Tolerance) -> tuple[PaymentRun, Posted[Said]]:
        done = execute(known, one)
        runs.append(done[0])
        return done

    answers = await command(db, asked, Touched(runs=ids.values()), do, tolerances)
    events = [event for answer in answers if isinstance(answer, Answer) for event in answer.events]
    return set(of_runs(runs, told)), tuple(events)


async def _paid_by_hand(db: Db, entries: Sequence[tuple[UUID, Entry]]) -> set[UUID]:
    """What somebody entered as a run that is paid under the bank's reference of the whole."""
    out = [(key, entry) for key, entry in entries if entry.amount < 0 and entry.bank_reference]
    found = await payables.runs_paid_by(db, [entry.bank_reference for _, entry in out]) if out else []
    sums = {(run.bank_reference, run.currency, -run.total) for run in found}
    return {key for key, entry in out if (entry.bank_reference, entry.currency, entry.amount) in sums}


def _named(run: str, place: int | None, key: UUID, entry: Entry) -> Named:
    return Named(key, run, place, entry.amount, entry.currency, entry.booked_on, entry.bank_reference)


def _receipts(statement: Statement) -> Iterator[tuple[UUID, Receipt]]:
    """What came in, what of it was taken back, and what we paid, which waits for a person from the beginning."""
    for receipt_id, entry in identified(statement):
        receipt = _receipt(receipt_id, statement, entry)
        yield receipt_id, receipt.but(state="waiting") if receipt.own else receipt


def _receipt(receipt_id: UUID, statement: Statement, entry: Entry) -> Receipt:
    names = ("booked_on", "value_on", "bank_reference", "end_to_end", "text", "payer", "payer_account", "reversal")
    return Receipt(
        receipt_id=receipt_id,
        account=statement.account,
        statement=statement.number,
        amount=Money(amount=entry.amount, currency=entry.currency),
        rest=entry.amount,
        **{name: getattr(entry, name) for name in names},
    )


def _is_paid(receipt: Receipt, paid: Paid) -> bool:
    """It was booked as a payment by its reference."""
    return paid.get(receipt.bank_reference) == (receipt.amount.currency, receipt.amount.amount)


def _told(statement: Statement, taken: Mapping[UUID, Receipt]) -> Taken:
    found = dict(_receipts(statement))
    of_customers = [key for key, one in found.items() if not one.own]
    new = [taken[key] for key in of_customers if key in taken]
    return Taken(
        account=statement.account,
        number=statement.number,
        receipts=sum(1 for one in new if not one.reversal),
        amount=sum((one.amount.amount for one in new), ZERO),
        currency=statement.currency,
        known=len(of_customers) - len(new),
        reversals=sum(1 for one in new if one.reversal),
        pending=sum(1 for entry in statement.entries if not entry.booked),
        out=len(found) - len(of_customers),
    )
