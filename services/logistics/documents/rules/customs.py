"""What customs is told of a shipment that leaves the country, and what is not known of it yet (LOG-8)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from contracts.incoterms import Agreed
from contracts.money import Money, rounded
from contracts.scalars import Count, Country, Currency, Day, Mode, Quantity
from contracts.texts import Text
from contracts.value import Value
from services.logistics.documents.rules.document import Party, TradeTerm
from services.logistics.documents.rules.drawing import weighed
from services.logistics.documents.rules.sources import (
    Sources,
    buyer,
    goods_of,
    ordered,
    seller,
    trade_term,
)


class DeclaredLine(Value):
    """One line of the declaration; ``value`` before what the whole is charged or allowed."""

    line: Count
    item: str
    description: str
    customs_code: str
    origin: Country | None
    quantity: Quantity
    unit: str
    net_kg: Quantity | None
    value: Money | None


class CustomsData(Value):
    """The data sheet of a declaration: whatever is empty is not known yet."""

    number: str
    exporter: Party
    exporter_tax_number: str
    consignee: Party
    from_country: Country
    to_country: Country
    mode: Mode | None
    conveyance: str = ""
    left_on: Day | None
    term: TradeTerm | None
    currency: Currency | None
    invoice_number: str
    lines: tuple[DeclaredLine, ...]
    package_count: Count | None = None
    gross_kg: Quantity | None = None
    net_kg: Quantity | None = None
    volume_m3: Quantity | None = None


class Lack(Value):
    """A field that is empty and must not be, and what should stand there."""

    field: str
    wanted: Text


def customs_data(sources: Sources) -> CustomsData:
    """What the goods are worth is finance's word once there is an invoice, and the order's prices until then."""
    content, invoice = sources.content, sources.kept.invoice
    return CustomsData(
        number=sources.number,
        exporter=seller(sources),
        exporter_tax_number=sources.company.tax_number,
        consignee=buyer(sources),
        from_country=sources.home,
        to_country=sources.country,
        mode=sources.mode,
        conveyance=next((one.conveyance for one in sources.kept.transports), ""),
        left_on=sources.dispatched_on,
        term=trade_term(sources),
        currency=content.currency if content else None,
        invoice_number=invoice.number if invoice else "",
        lines=tuple(_lines(sources)),
        **weighed(sources),
    )


def lacks_of(data: CustomsData, term: Agreed | None) -> tuple[Lack, ...]:
    """All that customs asks and nobody knows yet, field by field; empty when the sheet is complete."""
    lacks = [*_of_the_head(data, term), *(lack for at, line in enumerate(data.lines) for lack in _of_line(at, line))]
    return tuple(Lack(field=field, wanted=wanted) for field, wanted in lacks)


def _of_the_head(data: CustomsData, term: Agreed | None) -> Iterator[tuple[str, Text]]:
    if not data.exporter.address:
        yield "exporter.address", Text("the company's address")
    if not data.exporter_tax_number:
        yield "exporter_tax_number", Text("the number by which customs knows the exporter")
    if not data.consignee.address:
        yield "consignee.address", Text("where the goods go")
    if term is None:
        yield "term", Text("a rule of Incoterms 2020")
    elif not term.place:
        yield "term.place", Text("the place that {term} names", term=term.term.code)
    if not data.package_count:
        yield "package_count", Text("the packages with their weights")


def _of_line(at: int, line: DeclaredLine) -> Iterator[tuple[str, Text]]:
    if not line.customs_code:
        yield f"lines.{at}.customs_code", Text("the customs code of {item}", item=line.item)
    if line.origin is None:
        yield f"lines.{at}.origin", Text("the country that {item} was made in", item=line.item)
    if not line.net_kg:
        yield f"lines.{at}.net_kg", Text("what {item} weighs", item=line.item)
    if line.value is None:
        yield f"lines.{at}.value", Text("what {item} is worth", item=line.item)


def _lines(sources: Sources) -> Iterator[DeclaredLine]:
    prices = ordered(sources)
    billed = {line.line: line.amount for line in sources.kept.invoice.lines} if sources.kept.invoice else {}
    for goods in goods_of(sources):
        facts = sources.items.get(goods.item)
        price = prices[goods.line].unit_price if goods.line in prices else None
        yield DeclaredLine(
            line=goods.line,
            item=goods.item,
            description=goods.description,
            customs_code=goods.customs_code,
            origin=goods.origin,
            quantity=goods.quantity,
            unit=goods.unit,
            net_kg=goods.quantity * facts.weight_kg if facts and facts.weight_kg else None,
            value=billed.get(goods.line) or _worth(goods.quantity, price),
        )


def _worth(quantity: Decimal, price: Money | None) -> Money | None:
    return Money(amount=rounded(quantity * price.amount, price.currency), currency=price.currency) if price else None
