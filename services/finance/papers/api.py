"""HTTP of finance's papers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from chassis import clock
from chassis.figures import holding
from chassis.handling import Reading
from chassis.http.identity import Role
from chassis.papers.api import paper_routes
from chassis.papers.company import issuer
from chassis.papers.kinds import Draft, Form, Found, NotYet, PaperKind
from contracts.texts import Text
from services.finance.account.rules.invoice import CreditNote
from services.finance.papers import store
from services.finance.papers.rules import commercial_invoice, credit_note, statement
from services.finance.papers.rules.charged import Charged
from services.finance.papers.rules.cii import as_cii
from services.finance.papers.rules.commercial_invoice import CommercialInvoice, invoice_paper, invoice_sheet
from services.finance.papers.rules.credit_note import CreditPaper, credit_paper, credit_sheet
from services.finance.papers.rules.lacking import lacking
from services.finance.papers.rules.settlement import TITLE as SETTLEMENT
from services.finance.papers.rules.settlement import SettlementPaper, settlement_sheet
from services.finance.papers.rules.statement import StatementPaper, statement_paper, statement_sheet
from services.finance.papers.rules.ubl import as_ubl
from services.finance.papers.store import Billed
from services.finance.policy import Policy
from services.finance.settlements import store as settlements
from services.finance.settlements.rules.asked import SIDES, Way
from services.finance.settlements.view import drafted
from services.finance.statement import store as statements
from services.finance.statement.paths import STAFF
from services.finance.statement.rules import OfStatement, Side, Statement

READERS: tuple[Role, ...] = (
    "accountant", "finance manager", "general manager", "merchandiser", "salesperson", "sales manager",
    "customer service", "management", "logistics clerk", "customer",
)  # fmt: skip
MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")
ENTRY = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
COMPLETE = "complete"
"""Once it lacks nothing as data it is as it is, whatever a master lacks later: what an invoice says never changes."""
NOTHING_LEFT = NotYet(Text("it is issued when goods have left"))


async def invoices_of(db: Reading, order_id: UUID) -> Sequence[Found[CommercialInvoice]]:
    return [_draft(billed) for billed in await store.of_order(db, order_id)] or [NOTHING_LEFT]


async def invoice_numbered(db: Reading, number: str) -> Draft[CommercialInvoice] | None:
    billed = await store.numbered(db, number)
    return _draft(billed) if billed else None


def _draft(billed: Billed) -> Draft[CommercialInvoice]:
    """An invoice tells for good what it told when it was issued, and more once, when nothing is lacking as data."""
    invoice = billed.invoice
    data = invoice_paper(invoice, billed.content, issuer(), billed.known)
    return Draft(
        document=invoice.number,
        number=invoice.number,
        order_id=invoice.order_id,
        customer=invoice.customer,
        drawn_from=told_by(data),
        final=COMPLETE,
        data=data,
        language=billed.language,
    )


async def credit_notes_of(db: Reading, order_id: UUID) -> Sequence[Draft[CreditPaper]]:
    """None for an order of which nothing came back: there is nothing that it waits for."""
    return _notes(await store.of_order(db, order_id))


async def credit_note_numbered(db: Reading, number: str) -> Draft[CreditPaper] | None:
    notes = _notes(await store.with_credit_note(db, number))
    return next((note for note in notes if note.number == number), None)


def _notes(billed: Sequence[Billed]) -> list[Draft[CreditPaper]]:
    return [_note(one, note) for one in billed for note in one.invoice.credit_notes]


def _note(billed: Billed, note: CreditNote) -> Draft[CreditPaper]:
    data = credit_paper(note, billed.invoice, billed.content, issuer(), billed.known)
    return Draft(
        document=note.number,
        number=note.number,
        order_id=billed.invoice.order_id,
        customer=billed.invoice.customer,
        drawn_from=told_by(data),
        final=COMPLETE,
        data=data,
        language=billed.language,
    )


async def no_papers(_db: Reading, _order_id: UUID) -> Sequence[Found[Any]]:
    """A statement is about no order, nor what a supplier is paid."""
    return []


async def find_statement(side: Side, db: Reading, document: str) -> Found[StatementPaper] | None:
    """ALFKI.2026-10.USD"""
    party, month, currency = (*document.rsplit(".", 2), "", "")[:3]
    if not MONTH.fullmatch(month):
        return None
    named = OfStatement(side, party, date.fromisoformat(f"{month}-01"), currency)
    found = list((await statements.load(db, [named])).values())
    return _statement(found[0], document) if found else None


def _statement(found: Statement, document: str) -> Found[StatementPaper]:
    customer = found.party if found.side == "customer" else ""
    if clock.today() < found.ends:
        return NotYet(Text("the month is not over"), document, customer)
    return Draft(
        document=document,
        number=document,
        order_id=None,
        customer=customer,
        supplier="" if customer else found.party,
        drawn_from=f"{len(found.lines)}: {found.closing:f}",
        data=statement_paper(found, issuer()),
        language=found.language,
    )


def _statements(side: Side, *roles: Role) -> PaperKind[StatementPaper]:
    found = partial(find_statement, side)
    name, known = f"{side}_statement", (*STAFF[side], *roles)
    return PaperKind(name, statement.TITLE, known, StatementPaper, no_papers, found, statement_sheet, answered=True)


async def settlements_of(way: Way, db: Reading, order_id: UUID) -> Sequence[Found[SettlementPaper]]:
    """Of what its customer paid from abroad, or what went back to him there."""
    policy = await holding(db, Policy)
    found = await settlements.of_order(db, issuer().country, policy.receipt_rate, order_id, way)
    drawn = [drafted(one, policy, issuer()) for one in found]
    return [one for one in drawn if one]


async def find_settlement(way: Way, db: Reading, document: str) -> Found[SettlementPaper] | None:
    """By the id of the journal's entry: a bank's reference may have signs that no path has."""
    if not ENTRY.fullmatch(document):
        return None
    policy = await holding(db, Policy)
    found = await settlements.find(db, issuer().country, policy.receipt_rate, way, UUID(document))
    return drafted(found, policy, issuer()) if found else None


def _settlements(way: Way) -> PaperKind[SettlementPaper]:
    of_order = no_papers if way == "paid" else partial(settlements_of, way)
    find, roles = partial(find_settlement, way), STAFF[SIDES[way]]
    return PaperKind(
        f"{way}_settlement", SETTLEMENT, roles, SettlementPaper, of_order, find, settlement_sheet, stays_inside=True
    )


def told_by(data: Charged) -> str:
    """What is drawn while something is lacking is drawn once more when nothing is: its next version."""
    return "issued" if lacking(data) else COMPLETE


CII: Form[Any] = Form("cii", "CII", lacking, as_cii)
FORMS = (Form[Any]("ubl", "UBL", lacking, as_ubl), CII, Form[Any]("factur-x", "Factur-X", lacking, inside=CII))
"""EN 16931 in both its languages, and as a PDF that holds the second (decision 0039)."""
router = paper_routes(
    PaperKind(
        "commercial_invoice",
        commercial_invoice.TITLE,
        READERS,
        CommercialInvoice,
        invoices_of,
        invoice_numbered,
        invoice_sheet,
        FORMS,
    ),
    PaperKind(
        "credit_note",
        credit_note.TITLE,
        READERS,
        CreditPaper,
        credit_notes_of,
        credit_note_numbered,
        credit_sheet,
        FORMS,
    ),
    _statements("customer", "customer"),
    _statements("supplier"),
    _settlements("received"),
    _settlements("paid"),
    _settlements("refunded"),
)
