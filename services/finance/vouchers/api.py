"""HTTP of those who write what no document books, and who sign it."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Response
from pydantic import BaseModel, Field, StringConstraints

from chassis.http.identity import Person, allow
from chassis.http.page import FIRST, Limit, Page
from chassis.http.router import Router
from chassis.http.web import Ask, Look
from chassis.refusal import NotFound
from contracts.scalars import Currency, Number, Reference, Told
from services.finance.account.rules.entries import ACCOUNT
from services.finance.voucher import store
from services.finance.voucher.paths import VoucherId
from services.finance.voucher.rules import Line
from services.finance.voucher.view import VoucherShown, shown
from services.finance.vouchers import handlers, rules

router = Router(prefix="/api/v1", tags=["vouchers"])
Writer = Annotated[Person, Depends(allow("accountant"))]
Signer = Annotated[Person, Depends(allow("finance manager", "general manager"))]
Reader = Annotated[Person, Depends(allow("accountant", "finance manager", "general manager", "management"))]
AccountNumber = Annotated[str, StringConstraints(strip_whitespace=True, pattern=ACCOUNT.pattern)]
Amount = Annotated[Number, Field(ge=0, lt=10**12)]
LINES_MAX = 200


class VoucherLine(BaseModel):
    """A debit or a credit of an account, by its number in the chart of accounts."""

    account: Annotated[AccountNumber, Field(examples=["6602"])]
    debit: Amount = Decimal(0)
    credit: Amount = Decimal(0)


class WriteVoucher(BaseModel):
    """Debits and credits of the same sum, in one currency."""

    currency: Currency
    lines: Annotated[tuple[VoucherLine, ...], Field(min_length=2, max_length=LINES_MAX)]
    reason: Told


class ReverseVoucher(BaseModel):
    """A booked voucher by its number."""

    voucher: Reference
    reason: Told


class SignVoucher(BaseModel):
    approve: bool


class Vouchers(Page[VoucherShown]):
    """Vouchers in the order of their writing; ``next`` is the cursor of the next page."""


@router.post("/vouchers", response_model=VoucherShown)
async def write_voucher(by: Writer, asked: WriteVoucher, ask: Ask) -> Response:
    """What no document books: depreciation, accruals, corrections; booked when all have signed (FIN-3, FIN-7)."""
    lines = tuple(Line(account=one.account, debit=one.debit, credit=one.credit) for one in asked.lines)
    command = rules.Write(asked.currency, lines, asked.reason, by.code)
    return await ask(handlers.write, command, key=by.code, by=by)


@router.post("/voucher-reversals", response_model=VoucherShown)
async def reverse_voucher(by: Writer, asked: ReverseVoucher, ask: Ask) -> Response:
    """Take back what was booked by hand, by a voucher the other way round that is signed as well (FIN-3)."""
    command = rules.Reverse(asked.voucher.upper(), asked.reason, by.code)
    return await ask(handlers.reverse, command, key=command.number, by=by)


@router.post("/vouchers/{voucher_id}/sign", response_model=VoucherShown)
async def sign_voucher(by: Signer, voucher_id: VoucherId, asked: SignVoucher, ask: Ask) -> Response:
    """By nobody who wrote it or signed it before; the last signature books it (FIN-7)."""
    command = rules.Sign(voucher_id, asked.approve, by.code, by.roles)
    return await ask(handlers.sign, command, key=str(voucher_id), by=by)


@router.get("/vouchers", response_model=Vouchers)
async def list_vouchers(
    db: Look, _: Reader, awaited: bool = False, after: UUID = FIRST, limit: Limit = 100
) -> Vouchers:
    """All, or those that wait for a signature (FIN-3)."""
    found = await store.listed(db, awaited, after, limit)
    reversals = await store.reversed_by(db, [one.number for one in found])
    items = tuple(shown(one, reversals) for one in found)
    return Vouchers(items=items, next=items[-1].voucher_id if len(items) == limit else None)


@router.get("/vouchers/{voucher_id}", response_model=VoucherShown)
async def show_voucher(_: Reader, voucher_id: VoucherId, db: Look) -> VoucherShown:
    known = await store.find(db, voucher_id)
    if known is None:
        raise NotFound(what="voucher", id=voucher_id)
    return shown(known, await store.reversed_by(db, [known.number]))
