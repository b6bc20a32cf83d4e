"""From a label to what waits for whoever scanned it, with the forms filled in (NOT-17)."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote, urlencode
from uuid import UUID

from fastapi import Request

from chassis.handling import Reading
from chassis.http.sight import hidden
from contracts.order import Package as Packed
from contracts.value import Value
from services.notify.desk.doing.actions import Actions, Command, Document, actions_of, called, opening
from services.notify.desk.forms.drawing import is_told
from services.notify.desk.operations.company import company_of
from services.notify.desk.order.asking import Answers, Asks, answers_of
from services.notify.desk.scanned.label import Label, read
from services.notify.desk.session import Session
from services.notify.desk.trace import trace_of
from whereabouts.asking import ask, order_of

NAMES_MAX = 6


class Package(Value):
    """A package by its label: of which slip and order it is, and what lies in it (WHS-6)."""

    slip_number: str
    order_id: UUID
    package: Packed


class Code(Value):
    """As the warehouse tells what a code names; each empty where it names none."""

    item: str = ""
    lot: str = ""
    place: str = ""
    serial: str = ""
    package: Package | None = None


class Went(Value):
    """A shipment in whose packages a piece was."""

    slip_number: str
    order_id: UUID
    order_number: str | None = None
    customer: str | None = None
    came_back: bool = False


class Piece(Value):
    """Where a piece with a serial number is, whence it came and to whom it went (WHS-1)."""

    item: str
    serial: str
    stands: str
    receipt: str
    lot: str
    supplier: str
    purchase: str
    went: tuple[Went, ...]
    place: str = ""
    transfer: str = ""


class Traced(Value):
    pieces: tuple[Piece, ...] = ()


class Items(Value):
    """As sales tells whose barcode it is."""

    items: tuple[str, ...] = ()


NOTHING = Code()


@dataclass(frozen=True)
class Found:
    """What a label leads to; nothing, where nobody knows it."""

    text: str
    label: Label
    actions: Actions
    code: Code = NOTHING
    order: UUID | None = None
    """It called an order, whose documents these are."""
    pieces: tuple[Piece, ...] = ()
    """Those whose serial number it is."""

    @property
    def is_known(self) -> bool:
        return bool(self.actions.documents or self.order or self.code != NOTHING)

    @property
    def opened(self) -> str:
        """The form that stands open: the first one of the first document."""
        return next((command.id for document in self.actions.documents for command in document.possible), "")


async def look_for(request: Request, db: Reading, session: Session, department: str, text: str) -> Found:
    """By each name of the label, the surest that is known; what is the company's beside is an order's."""
    departments, trace, label = request.app.state.departments, trace_of(request), read(text)
    sold = await _asked(request, session, _of_gtin(label))
    ours = sold.of("gtin", Items) or Items()
    names = tuple(dict.fromkeys((*ours.items, *label.names)))[:NAMES_MAX]
    every = await asyncio.gather(*(called(departments, department, session, trace, name) for name in names))
    codes = await _asked(request, session, {name: ("warehouse", _code_path(name)) for name in names})
    code = _code([codes.of(name, Code) or NOTHING for name in names])
    found = next((one for one in every if one.documents), Actions())
    away = tuple(dict.fromkeys((*sold.away, *codes.away, *(name for one in every for name in one.away))))
    if found.documents or code != NOTHING:
        pieces = await _traced(request, session, code)
        new = await opening(departments, department, session, trace)
        documents = (*_filled(found, _said(label, code)), *_begun(new, _said(label, code, begun=True)))
        return Found(text, label, Actions(documents, away), code, pieces=pieces)
    return await _of_an_order(request, db, session, department, Found(text, label, Actions(away=away)))


def _of_gtin(label: Label) -> Asks:
    return {"gtin": ("sales", f"/api/v1/items?{urlencode({'gtin': label.gtin})}")} if label.gtin else {}


def _code_path(name: str) -> str:
    return f"/api/v1/codes?{urlencode({'code': name})}"


async def _asked(request: Request, session: Session, asks: Asks) -> Answers:
    return await answers_of(request.app.state.departments, session, trace_of(request), asks)


async def _traced(request: Request, session: Session, code: Code) -> tuple[Piece, ...]:
    if not code.serial:
        return ()
    path = f"/api/v1/serials/{quote(code.serial, safe='')}?{urlencode({'item': code.item})}"
    answers = await _asked(request, session, {"traced": ("warehouse", path)})
    return (answers.of("traced", Traced) or Traced()).pieces


def _code(told: list[Code]) -> Code:
    """All of it together; a lot of another item than the label's own is not meant."""
    item = next((one.item for one in told if one.item), "")
    lot = next((one.lot for one in told if one.lot and one.item == item), "")
    serial = next((one.serial for one in told if one.serial and one.item == item), "")
    package = next((one.package for one in told if one.package), None)
    place = next((one.place for one in told if one.place), "")
    return Code(item=item, lot=lot, place=place, serial=serial, package=package)


def _said(label: Label, code: Code, *, begun: bool = False) -> Mapping[str, str]:
    """By field; to what is begun anew a lot is the receipt with which it came, to a delivery its supplier's name."""
    known = {"item": code.item, "place": code.place} | ({"serial": code.serial} if code.serial else {})
    ours = known | ({"lot": code.lot} if begun else {})
    return {name: value for name, value in {**label.fields, **ours}.items() if value}


def _filled(actions: Actions, said: Mapping[str, str]) -> list[Document]:
    return [replace(one, commands=tuple(_with(command, said) for command in one.commands)) for one in actions.documents]


def _begun(actions: Actions, said: Mapping[str, str]) -> list[Document]:
    """What he may open, as far as it is about what was scanned."""
    fitting = [
        replace(one, commands=tuple(_with(each, said) for each in one.commands if _takes(each, said)))
        for one in actions.documents
    ]
    return [one for one in fitting if one.commands]


def _with(command: Command, said: Mapping[str, str]) -> Command:
    """Its form with what the label says; a quantity of goods that come is what is accepted."""
    if "quantity" in said:
        said = {"accepted": said["quantity"], **said}
    fields = _fields(command)
    typed: dict[str, Any] = {name: said[name] for name in fields & said.keys()}
    if "serial" in said and "serials" in fields:
        typed["serials"] = [said["serial"]]
    return replace(command, typed={**command.draft, **typed}) if typed else command


def _takes(command: Command, said: Mapping[str, str]) -> bool:
    return bool(_fields(command) & said.keys() & {"item", "place", "lot"})


def _fields(command: Command) -> set[str]:
    asked = (command.schema or {}).get("properties", {})
    return {name for name, schema in asked.items() if not is_told(schema)}


async def _of_an_order(request: Request, db: Reading, session: Session, department: str, nothing: Found) -> Found:
    """By any number that a paper of the company bears."""
    for name in nothing.label.names[:1]:
        order = order_of(await ask(company_of(request, session), name))
        if order and not await hidden(db, [order]):
            told = await actions_of(request.app.state.departments, department, session, trace_of(request), order)
            documents = tuple(_filled(told, nothing.label.fields))
            return replace(nothing, actions=replace(told, documents=documents), order=order)
    return nothing
