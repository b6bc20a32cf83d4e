"""What a customer gave back, and the page of his link: what he may give back still, and how it stands with the rest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from chassis.papers import replying
from chassis.papers.replying import form, in_html
from chassis.papers.written import quantity
from contracts.order import ShipmentLine
from contracts.texts import Text
from contracts.value import Value
from services.sales.masters.rules import Item
from services.sales.order.rules.document import Order
from services.sales.ticket.rules import State, Ticket
from services.sales.ticket.view import TicketHeard, for_customer
from services.sales.ticketing.rules.opening import OF_GOODS, had

KINDS = {"return": Text("Give back"), "exchange": Text("Exchange"), "repair": Text("Repair")}
STANDS: Mapping[State, Text] = {
    "front_desk": Text("we take care of it"),
    "after_sales": Text("we take care of it"),
    "supervisor": Text("we take care of it"),
    "solved": Text("answered: please tell us whether that solves it"),
    "closed": Text("done"),
}
RADIO = '<label><input type="radio" name="kind" value="{kind}" required> {told}</label> '
LINE = '<p><label>{told} <input name="line.{line}" inputmode="decimal" size="8"></label></p>'
WORDS = '<p><label>{label} <textarea name="words" required maxlength="4000"></textarea></label></p>'


class TicketsGiven(Value):
    """One for each line."""

    tickets: tuple[TicketHeard, ...]


def given(tickets: Sequence[Ticket]) -> TicketsGiven:
    return TicketsGiven(tickets=tuple(map(for_customer, tickets)))


def page(order: Order, tickets: Sequence[Ticket], items: Mapping[str, Item], paper: str, language: str) -> str:
    """``tickets``: all about this order; ``paper``: where the form is read on paper."""
    about = [one for one in tickets if one.kind in OF_GOODS and one.goods]
    content = _form(had(order, tickets), items) + "".join(map(_told, about))
    return replying.page(Text("Returns and exchanges"), order.content.number, paper, content, language)


def _form(left: Mapping[int, ShipmentLine], items: Mapping[str, Item]) -> str:
    if not left:
        return f"<p>{in_html(Text('Of this order you have nothing that could go back.'))}</p>"
    kinds = "".join(RADIO.format(kind=kind, told=in_html(told)) for kind, told in KINDS.items())
    lines = "".join(LINE.format(line=one.line, told=_line(one, items.get(one.item))) for one in left.values())
    words = WORDS.format(label=in_html(Text("Why")))
    how_much = in_html(Text("How much of what:"))
    return form({}, f"<p>{kinds}</p><p>{how_much}</p>{lines}{words}", Text("Send"))


def _line(one: ShipmentLine, item: Item | None) -> str:
    most = quantity(one.quantity, item.unit if item else "")
    name = item.name if item else ""
    return in_html(
        Text("line {line}: {item} {name} (at most {most})", line=one.line, item=one.item, name=name, most=most)
    )


def _told(ticket: Ticket) -> str:
    """How it stands, and what he was answered; nothing of who has it."""
    goods, heard = ticket.goods, for_customer(ticket)
    assert goods
    what = {"number": ticket.number, "what": KINDS[ticket.kind], "line": goods.line, "quantity": f"{goods.quantity:f}"}
    stands = in_html(Text("{number} · {what} · line {line}, {quantity}: {stands}", **what, stands=STANDS[ticket.state]))
    answer = f"<br>{escape(heard.solution)}" if heard.solution else ""
    return f"<p>{stands}{answer}</p>"
