"""What every document of a shipment has: who issued it, when, how often, and the goods that it speaks of (LOG-6)."""

from __future__ import annotations

from decimal import Decimal

from contracts.money import Money
from contracts.scalars import Count, Country, Day, Number, Quantity
from contracts.value import Value


class Party(Value):
    """Somebody as a document names him; a bill made out to order has ``TO ORDER OF …`` as its consignee's name."""

    name: str
    address: str = ""
    country: Country | None = None


class GoodsLine(Value):
    """One kind of goods on a document, in the words that stand there."""

    line: Count = 0
    """Of the order; 0 where the document does not say."""
    item: str = ""
    description: str
    quantity: Quantity
    unit: str
    unit_price: Money | None = None
    amount: Money | None = None
    customs_code: str = ""
    """Of the Harmonized System, six digits or more."""
    origin: Country | None = None


class Document(Value):
    """A document on paper or as data; fields that it does not have stay empty."""

    number: str = ""
    issuer: Party
    issued_on: Day | None = None
    signed: bool = False
    originals: Count = 1
    """How many originals are presented."""
    copies: Count = 0
    """How many copies are presented."""
    credit_number: str = ""
    """The letter of credit that it names."""
    invoice_number: str = ""
    """The commercial invoice that it names; an invoice's own number is ``number``."""
    says: tuple[str, ...] = ()
    """Statements that stand on it besides its own fields, such as a certificate that the credit asks for."""


class OfGoods(Document):
    """A document that describes goods; weights in kilograms, volume in cubic metres, all of the whole document."""

    goods: str = ""
    """The description as it stands there; empty where the lines' descriptions are all that it says."""
    lines: tuple[GoodsLine, ...] = ()
    marks: str = ""
    package_count: Count | None = None
    gross_kg: Quantity | None = None
    net_kg: Quantity | None = None
    volume_m3: Quantity | None = None

    @property
    def described(self) -> str:
        """The goods in the document's words."""
        return self.goods or "; ".join(line.description for line in self.lines)

    @property
    def quantities(self) -> dict[str, Decimal]:
        """How much it says of the goods in all, by unit; empty when it names none."""
        units = dict.fromkeys(line.unit for line in self.lines)
        return {unit: sum((x.quantity for x in self.lines if x.unit == unit), Decimal(0)) for unit in units}


class TradeTerm(Value):
    """The Incoterms rule with its named place: CIF, HAMBURG (Incoterms 2020)."""

    rule: str
    place: str = ""
    edition: str = "2020"


class Charge(Value):
    """What an invoice adds to its goods (freight, tax); below zero what it takes off (a discount, an advance)."""

    name: str
    amount: Number
