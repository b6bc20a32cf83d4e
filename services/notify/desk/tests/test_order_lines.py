"""What departments know of an order's lines and its money, put together (NOT-2)."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import msgspec

from contracts.money import Money
from services.notify.desk.choices import Choices
from services.notify.desk.drawing import templates, wording
from services.notify.desk.figures import Figures
from services.notify.desk.order import told
from services.notify.desk.order.asking import Answers
from services.notify.desk.order.lines import bought_of, columns_of, lines_of
from services.notify.desk.order.money import margins_of, rate_of
from tests.needs import needs

pytestmark = needs("NOT-2")

ORDER = uuid4()


def order(*lines: tuple[int, str, str], discount: str = "0") -> told.Order:
    """Number, item and quantity; each sold for 10 USD."""
    price = Money(amount=Decimal(10), currency="USD")
    each = (told.OrderLine(line=n, item=item, quantity=Decimal(q), unit_price=price) for n, item, q in lines)
    return told.Order(content=told.Content(lines=tuple(each), discount=Decimal(discount)))


def stocked(line: int, item: str, **quantities: int) -> told.StockedLines:
    names = ("ordered", "held", "reserved", "packed", "dispatched", "returned", "lacking")
    told_of = {name: Decimal(quantities.get(name, 0)) for name in names}
    return told.StockedLines(lines=(told.StockedLine(line=line, item=item, **told_of),))


def purchase(item: str, quantity: int, **more: Any) -> told.Purchase:
    usual: dict[str, Any] = {
        "number": "PO-1", "item": item, "supplier": "S-1", "state": "ordered", "quantity": Decimal(quantity),
        "accepted": Decimal(0), "cancelled": Decimal(0), "unit_price": None,
        "ordered_on": date(2026, 3, 2), "promised_on": None, "served": (),
    }  # fmt: skip
    return told.Purchase(**usual | more)


def purchases(*items: told.Purchase) -> told.Purchases:
    return told.Purchases(items=items)


def invoice(line: int, item: str, quantity: int, returned: int = 0) -> told.Invoice:
    of = told.InvoiceLine(line=line, item=item, quantity=Decimal(quantity), returned=Decimal(returned))
    return told.Invoice(lines=(of,))


def test_a_line_has_what_each_department_knows_of_it() -> None:
    known = stocked(1, "bolt", ordered=8, held=1, reserved=1, packed=1, dispatched=3, returned=1, lacking=2)
    bought = purchases(purchase("bolt", 5, accepted=Decimal(3), cancelled=Decimal(1)), purchase("bolt", 2))
    billed = told.Invoices(items=(invoice(1, "bolt", 2), invoice(1, "bolt", 1, returned=1)))
    (line,) = lines_of(order((1, "bolt", "8")), known, bought, billed)
    assert line.figures == {
        "ordered": 8, "purchased": 6, "received": 3, "reserved": 3, "lacking": 2, "shipped": 3, "returned": 1,
        "invoiced": 3, "credited": 1,
    }  # fmt: skip


def test_what_nobody_told_is_not_nought_but_no_column() -> None:
    lines = lines_of(order((1, "bolt", "8"), (2, "nut", "4")), None, None, None)
    assert [line.figures for line in lines] == [{"ordered": Decimal(8)}, {"ordered": Decimal(4)}]
    assert list(columns_of(lines)) == ["ordered"]


def test_whom_sales_tells_nothing_hears_of_the_warehouse_what_is_ordered() -> None:
    (line,) = lines_of(None, stocked(1, "bolt", ordered=8), None, None)
    assert line.figures["ordered"] == 8


def test_lacking_returned_and_credited_have_a_column_only_where_there_is_some() -> None:
    billed = told.Invoices(items=(invoice(1, "bolt", 2),))
    lines = lines_of(order((1, "bolt", "8")), stocked(1, "bolt", ordered=8, lacking=6), None, billed)
    assert list(columns_of(lines)) == ["ordered", "reserved", "lacking", "shipped", "invoiced"]


def test_an_item_that_a_change_took_off_a_line_keeps_what_left_of_it() -> None:
    left = stocked(1, "bolt", dispatched=3)
    lines = lines_of(order((1, "nut", "8")), left, None, told.Invoices(items=(invoice(1, "bolt", 3),)))
    assert [(line.line, line.item, line.figures.get("invoiced")) for line in lines] == [
        (1, "bolt", Decimal(3)),
        (1, "nut", None),
    ]


def test_a_line_of_which_the_customer_told_no_item_is_shown() -> None:
    draft = told.Order(content=told.Content(lines=(told.OrderLine(line=1),)))
    assert [(line.line, line.item, line.figures) for line in lines_of(draft, None, None, None)] == [(1, "", {})]


def test_a_price_that_is_asked_is_no_purchase_yet() -> None:
    (line,) = lines_of(order((1, "bolt", "8")), None, purchases(purchase("bolt", 5, ordered_on=None)), None)
    assert "purchased" not in line.figures


def test_of_a_purchase_for_many_it_is_told_what_is_still_to_come_for_this_order() -> None:
    served = tuple(told.Served(order_id=one, quantity=Decimal(q)) for one, q in ((ORDER, 2), (uuid4(), 7)))
    (one,) = bought_of(ORDER, purchases(purchase("bolt", 10, accepted=Decimal(1), served=served)))
    assert (one.quantity, one.received, one.for_order) == (Decimal(10), Decimal(1), Decimal(2))


RATES = told.Rates(items=(told.Rate(currency="USD", value=Decimal(7)), told.Rate(currency="EUR", value=Decimal(8))))


def test_a_margin_compares_a_unit_in_and_out_at_todays_rates() -> None:
    cost = Money(amount=Decimal("3.5"), currency="EUR")
    (margin,) = margins_of(
        order((1, "bolt", "8"), discount="0.2"), purchases(purchase("bolt", 5, unit_price=cost)), RATES
    )
    assert margin.price == Money(amount=Decimal(8), currency="USD")
    assert margin.share == Decimal("0.5")


def test_who_is_told_no_price_sees_no_cost_and_who_sees_no_order_no_margin() -> None:
    cost = Money(amount=Decimal(3), currency="EUR")
    assert margins_of(order((1, "bolt", "8")), purchases(purchase("bolt", 5)), RATES) == ()
    (margin,) = margins_of(None, purchases(purchase("bolt", 5, unit_price=cost)), RATES)
    assert (margin.cost, margin.price, margin.share) == (cost, None, None)


def test_goods_that_are_given_away_have_no_margin() -> None:
    cost = Money(amount=Decimal(3), currency="EUR")
    (margin,) = margins_of(
        order((1, "bolt", "8"), discount="1"), purchases(purchase("bolt", 5, unit_price=cost)), RATES
    )
    assert margin.share is None


def test_a_rate_is_written_with_all_its_decimals_and_a_margin_with_one() -> None:
    figures = Figures(Choices("en", "auto", ZoneInfo("Asia/Shanghai")))
    assert (figures.number(Decimal("0.00028")), figures.number(Decimal("5.000"))) == ("0.00028", "5")
    assert (figures.share(Decimal("0.12345")), figures.share(None)) == ("12.3 %", "–")


def test_an_answer_is_read_as_far_as_the_desk_needs_it() -> None:
    came = {
        "order_id": str(ORDER),
        "content": {"discount": "0.1", "lines": [{"line": 1, "item": "bolt", "quantity": "8"}]},
    }
    (read,) = msgspec.convert(came, told.Order).content.lines
    assert (read.quantity, read.unit_price) == (Decimal(8), None)
    assert rate_of(None, RATES) is None


@needs("SAL-9")
def test_a_purchase_tells_what_the_goods_of_this_order_are_to_be_and_since_when_otherwise() -> None:
    words = [
        told.Specified(order_id=one, line=1, specification="RAL 3000", process="", changed_on=date(2026, 3, 5))
        for one in (ORDER, uuid4())
    ]
    (bought,) = bought_of(ORDER, purchases(purchase("bolt", 5, specified=tuple(words))))
    assert bought.specified == (words[0],)
    figures = Figures(Choices("en", "auto", ZoneInfo("Asia/Shanghai")))
    seen = {**wording(figures.choices), "lines": (), "bought": (bought,), "answers": Answers({}, (), ())}
    text = templates().get_template("order_lines.html").render(**seen)
    assert "line 1: <bdi>RAL 3000</bdi>" in text
    assert "changed after it was ordered, on 5 Mar 2026" in text
