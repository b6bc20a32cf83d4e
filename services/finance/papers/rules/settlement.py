"""The settlement paper: what a bank and exchange control are told of a payment from or to abroad (FIN-8)."""

from __future__ import annotations

from chassis.papers.company import Issuer
from chassis.papers.sheet import Column, Fact, Party, Sheet, Table, told
from chassis.papers.written import money, quantity
from contracts.rates import HOME
from contracts.texts import Text
from contracts.value import Value
from services.finance.settlements.rules.payment import Rate, Settlement, Settles

TITLE = Text("Settlement paper")
SOURCES = {"hand": Text("put by finance"), "ECB": Text("European Central Bank")}


class SettlementPaper(Value):
    """What it tells: the company as it was, and the payment."""

    issuer: Issuer
    settlement: Settlement


def settlement_sheet(paper: SettlementPaper) -> Sheet:
    one, received = paper.settlement, paper.settlement.way == "received"
    other = tuple(filter(None, (one.name, one.party, one.country, one.their_account)))
    back = Text("The money went back: {by}.", by=one.taken_back)
    return Sheet(
        title=TITLE,
        number=one.number,
        parties=(
            Party(label=Text("Received by") if received else Text("Paid by"), lines=paper.issuer.lines),
            Party(label=Text("Paid by") if received else Text("Received by"), lines=other),
        ),
        facts=told(
            (Text("Date of payment"), one.paid_on.isoformat()),
            (Text("Our account"), one.our_account),
            (Text("Country"), one.country),
            (Text("Rate"), _rate(one.rate, one.amount.currency) if one.rate else ""),
        ),
        tables=(_asked(one), _settled(one)),
        totals=_totals(one),
        notes=(back,) if one.taken_back else (),
        signatures=(Text("Declared by"),),
    )


def _rate(rate: Rate, currency: str) -> Text:
    value = f"{quantity(rate.value)} {HOME}"
    named = {"currency": currency, "value": value, "day": rate.valid_from, "source": SOURCES[rate.source]}
    return Text("1 {currency} = {value}, of {day}, {source}", **named)


def _asked(one: Settlement) -> Table:
    columns = (
        Column(label=Text("Paper")), Column(label=Text("Transaction code")), Column(label=Text("Transaction"))
    )  # fmt: skip
    return Table(columns=columns, rows=tuple((each.paper, each.code, each.transaction) for each in one.papers))


def _settled(one: Settlement) -> Table:
    columns = (
        Column(label=Text("Document")),
        Column(label=Text("For")),
        Column(label=Text("Contract")),
        Column(label=Text("Amount"), number=True),
    )
    rows = tuple(
        (each.document, _of(one, each), each.contract, money(each.amount.amount, each.amount.currency))
        for each in one.settles
    )
    return Table(columns=columns, rows=rows)


def _of(one: Settlement, part: Settles) -> Text:
    if part.advance:
        return Text("Advance")
    return {"received": Text("Invoice"), "paid": Text("Bill"), "refunded": Text("Refund")}[one.way]


def _totals(one: Settlement) -> tuple[Fact, ...]:
    worth = money(one.worth, HOME) if one.worth is not None else ""
    return told(
        (Text("Amount"), money(one.amount.amount, one.amount.currency)),
        (Text("Worth in {currency}", currency=HOME), worth),
    )
