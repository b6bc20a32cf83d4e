"""Which statements of a file are new, and whether they follow on what is known (FIN-2)."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import NAMESPACE_OID, UUID, uuid5

from chassis.refusal import InvalidInput, Refusal
from contracts.codec import encoded
from contracts.texts import Text
from contracts.value import Value
from services.finance.bank_statements.rules.form import Entry, Statement

Name = tuple[str, str]
"""Account and number."""


class StatementTakenOtherwise(Refusal):
    """Statement {number} of account {account} was taken in already, with other content; nothing of this file is."""

    of_input = True


@dataclass(frozen=True)
class BankFile:
    """Somebody brings a file of a bank."""

    statements: tuple[Statement, ...]
    person: str
    content: bytes
    """As it came, in its own encoding."""

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


class Balances(Value):
    """Of a statement what others must follow on."""

    account: str
    number: str
    year: int
    sequence: int | None
    page: int
    last: bool
    opening: Decimal | None
    closing: Decimal | None
    fingerprint: str


def named(statement: Statement) -> Statement:
    """A table without a number is called by what it says."""
    return statement if statement.number else statement.but(number=f"list {fingerprint(statement)[:16]}")


def fingerprint(statement: Statement) -> str:
    """Of all that it says, wherever in its file it stands."""
    entries = tuple(entry.but(at="") for entry in statement.entries)
    return hashlib.sha256(encoded(statement.but(entries=entries))).hexdigest()


def balances(statement: Statement) -> Balances:
    fields = {name: getattr(statement, name) for name in Balances.__struct_fields__ if name != "fingerprint"}
    return Balances(**fields, fingerprint=fingerprint(statement))


def fresh(statements: Sequence[Statement], known: Mapping[Name, str]) -> list[Statement] | Refusal:
    """Those that nobody brought yet, each once; ``known``: the fingerprints of those that somebody did."""
    seen, new = dict(known), list[Statement]()
    for statement in statements:
        name, mark = (statement.account, statement.number), fingerprint(statement)
        if seen.get(name, mark) != mark:
            return StatementTakenOtherwise(account=statement.account, number=statement.number)
        if name not in seen:
            new.append(statement)
        seen[name] = mark
    return new


def unchained(all_of: Sequence[Balances]) -> InvalidInput | None:
    """Where a balance does not go on as the statement before it ended; a statement that is missing breaks nothing."""
    faults = []
    for before, after in _neighbours(all_of):
        if before.closing != after.opening:
            expected = Text("{amount}, as {number} closed", amount=f"{before.closing:f}", number=before.number)
            field = f"content: {after.number}, opening"
            faults.append({"field": field, "expected": expected, "came": f"{after.opening:f}"})
    return InvalidInput(faults) if faults else None


def _neighbours(all_of: Sequence[Balances]) -> Iterator[tuple[Balances, Balances]]:
    counted = [one for one in all_of if one.sequence is not None and one.opening is not None]
    at = {(one.account, one.year, one.sequence, one.page): one for one in counted}
    for (account, year, sequence, page), one in at.items():
        following = (account, year, (sequence or 0) + 1, 1) if one.last else (account, year, sequence, page + 1)
        if following in at:
            yield one, at[following]


def identified(statement: Statement) -> Iterator[tuple[UUID, Entry]]:
    """Each booked entry with what it is known by: the same one in two files is one, two equal ones in one are two.

    What the bank gave a reference is known by it in a notice and in the statement that follows; what has none is known
    by its statement, in a table by all that it says. Among equals its position tells them apart.
    """
    equals: Counter[str] = Counter()
    for entry in (entry for entry in statement.entries if entry.booked and entry.amount):
        own = entry.bank_reference or (statement.number if statement.kind == "statement" else "")
        said = "" if entry.bank_reference else f"{entry.end_to_end} {entry.text} {entry.payer_account} {entry.payer}"
        amount = f"{entry.amount.normalize():f}"
        name = f"{statement.account}|{own}|{amount}|{entry.currency}|{entry.booked_on}|{said}"
        equals[name] += 1
        yield uuid5(NAMESPACE_OID, f"{name}|{equals[name]}"), entry
