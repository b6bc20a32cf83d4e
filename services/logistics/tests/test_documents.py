"""The documents of a shipment are drawn from what is known, and no two of them may differ (LOG-6, LOG-8)."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from chassis.ids import new_id
from chassis.papers.company import Issuer
from contracts.finance import InvoiceIssued, InvoiceLine
from contracts.money import Money
from contracts.order import Package, PackedContent, ShipmentLine
from services.logistics.documents.rules.consistency import Difference, differences
from services.logistics.documents.rules.customs import customs_data, lacks_of
from services.logistics.documents.rules.document import Party
from services.logistics.documents.rules.document_set import DocumentSet
from services.logistics.documents.rules.drawing import (
    certificate_of_origin,
    commercial_invoice,
    document_set,
    packing_list,
)
from services.logistics.documents.rules.kept import CarriersDocument, Kept, put_transport, take_invoice
from services.logistics.documents.rules.lacks import lacks
from services.logistics.documents.rules.sources import ItemFacts, Sources
from services.logistics.documents.rules.transport import Leg
from services.logistics.papers.rules.packing_list import packing_list_sheet
from services.logistics.tests.samples import content
from tests.needs import needs

pytestmark = needs("LOG-6")
US = Issuer(name="Ningbo Haitong", address="88 Jiangdong Road, Ningbo", tax_number="91330200TEST")
BOLT = ItemFacts("bolt", "pc", Decimal("2.4"), "731815", "CN")


def usd(amount: str) -> Money:
    return Money(amount=Decimal(amount), currency="USD")


def sources(incoterm: str = "CFR Hamburg", country: str = "DE", **other: Any) -> Sources:
    known = Sources(
        shipment_id=new_id(),
        number="SH-2026-000001",
        customer="ALFKI",
        language="",
        country=country,
        home="CN",
        lines=(ShipmentLine(line=1, item="P-1", quantity=Decimal(4)),),
        packages=(
            Package(number=1, weight_kg=Decimal(6), volume_m3=Decimal("0.1")),
            Package(number=2, weight_kg=Decimal(5), volume_m3=Decimal("0.1")),
        ),
        mode="sea",
        carrier="C-1",
        dispatched_on=date(2026, 10, 20),
        content=content().but(incoterm=incoterm),
        items={"P-1": BOLT},
        kept=Kept(shipment_id=new_id()),
        company=US,
    )
    return replace(known, **other)


def issued(shipment_id: UUID) -> InvoiceIssued:
    return InvoiceIssued(
        order_id=new_id(),
        order_version=1,
        customer="ALFKI",
        shipment_id=shipment_id,
        invoice_id=new_id(),
        version=1,
        number="INV-2026-000001",
        lines=(InvoiceLine(line=1, item="P-1", quantity=Decimal(4), amount=usd("20.00")),),
        discount=usd("1.00"),
        freight=usd("10.00"),
        tax=usd("0.00"),
        total=usd("29.00"),
        advance_used=usd("9.00"),
        outstanding=Decimal("20.00"),
        issued_on=date(2026, 10, 20),
        due=date(2026, 11, 19),
    )


BILL = CarriersDocument(
    number="ESL-1",
    kind="bill of lading",
    carrier="Eastern Star Line",
    loading="Ningbo",
    discharge="Hamburg",
    conveyance="Eastern Pearl 042W",
    on_board_on=date(2026, 10, 20),
    freight="prepaid",
    gross_kg=Decimal(11),
    package_count=2,
    originals_issued=3,
)


def with_bill(known: Sources, **read: Any) -> Sources:
    return known.with_kept(put_transport(known.kept, BILL.but(**read)))


def differing(known: Sources) -> list[tuple[str, str, str, str]]:
    return [(d.field, d.other, d.says, d.other_says) for d in differences(document_set(known), customs_data(known))]


@pytest.mark.needs("WHS-6")
def test_a_packing_list_tells_what_the_warehouse_laid_in_which_package() -> None:
    lies = PackedContent(line=1, item="P-1", quantity=Decimal(4), serials=("S-1",))
    known = sources()
    packed = (known.packages[0].but(contents=(lies,)), known.packages[1])
    paper = packing_list(replace(known, packages=packed))
    assert [
        [(one.item, one.description, one.quantity, one.unit) for one in box.contents] for box in paper.packages
    ] == [
        [("P-1", "bolt", Decimal(4), "pc")],
        [],
    ]
    assert packing_list_sheet(paper).tables[-1].rows == (("1", "1", "P-1", "bolt", "4", "pc"),)
    assert len(packing_list_sheet(packing_list(known)).tables) == 2, "of what nobody said nothing is told"


def test_a_packing_list_has_the_packages_and_what_the_goods_weigh_in_and_out_of_them() -> None:
    paper = packing_list(sources())
    assert (paper.number, paper.package_count, paper.gross_kg) == ("SH-2026-000001", 2, Decimal(11))
    assert (paper.net_kg, paper.volume_m3) == (Decimal("9.6"), Decimal("0.2"))
    assert [(line.description, line.customs_code) for line in paper.lines] == [("bolt", "731815")]


def test_what_an_item_weighs_is_not_made_up_where_nobody_said_it() -> None:
    assert packing_list(sources(items={})).net_kg is None


def test_an_invoice_has_finances_amounts_and_the_orders_prices() -> None:
    known = sources()
    assert commercial_invoice(known) is None
    billed = commercial_invoice(known.with_kept(take_invoice(known.kept, issued(known.shipment_id))))
    assert billed
    assert [(line.unit_price, line.amount) for line in billed.lines] == [(usd("5"), usd("20.00"))]
    assert {one.name: one.amount for one in billed.charges} == {"discount": -1, "freight": 10, "advance": -9}
    assert (billed.total, billed.term and billed.term.place) == (usd("20.00"), "Hamburg")
    assert (billed.buyer.name, billed.buyer.address) == ("Alfreds", "Obere Str. 57, Berlin")


def test_a_carriers_document_read_again_takes_the_place_of_the_first_reading() -> None:
    kept = put_transport(put_transport(sources().kept, BILL), BILL.but(conveyance="Eastern Coral 017W"))
    assert [one.conveyance for one in kept.transports] == ["Eastern Coral 017W"]


def test_papers_that_say_the_same_differ_nowhere() -> None:
    known = with_bill(sources())
    assert differing(known.with_kept(take_invoice(known.kept, issued(known.shipment_id)))) == []


@pytest.mark.parametrize(
    ("read", "found"),
    [
        ({"gross_kg": Decimal(12)}, ("transports.0.gross_kg", "packing_lists.0.gross_kg", "12", "11")),
        ({"package_count": 3}, ("transports.0.package_count", "packing_lists.0.package_count", "3", "2")),
        (
            {"consignee": Party(name="Elbe")},
            ("transports.0.consignee", "packing_lists.0.buyer", "Elbe", "Alfreds"),
        ),
        ({"freight": "collect"}, ("transports.0.freight", "customs.term", "collect", "CFR: prepaid")),
    ],
)
def test_a_difference_is_named_with_both_papers_and_both_words(read: Any, found: tuple[str, ...]) -> None:
    assert differing(with_bill(sources(), **read)) == [found]


def test_goods_under_two_bills_are_what_both_say_together() -> None:
    known = sources()
    halves = [BILL.but(number=number, package_count=1, gross_kg=Decimal(kg)) for number, kg in (("A", 6), ("B", 5))]
    kept = put_transport(put_transport(known.kept, halves[0]), halves[1])
    assert differing(known.with_kept(kept)) == []
    wrong = put_transport(known.kept, halves[0])
    assert [one[0] for one in differing(known.with_kept(wrong))] == [
        "transports.0.gross_kg",
        "transports.0.package_count",
    ]


def test_a_bill_to_order_names_no_other_buyer() -> None:
    assert differing(with_bill(sources(), consignee=Party(name="To order of Hanseatische Bank"))) == []


def test_each_leg_begins_where_the_one_before_ended() -> None:
    legs = (
        Leg(mode="rail", start="Zhengzhou", end="Qingdao"),
        Leg(mode="sea", start="Tianjin", end="Hamburg"),
    )
    known = with_bill(sources(), kind="multimodal", receipt_place="Luoyang", delivery_place="hamburg", legs=legs)
    assert differing(known) == [
        ("transports.0.legs.1.start", "transports.0.legs.0.end", "Tianjin", "Qingdao"),
        ("transports.0.legs.0.start", "transports.0.receipt_place", "Zhengzhou", "Luoyang"),
    ]


def test_a_term_for_the_sea_alone_differs_from_goods_that_fly() -> None:
    found = differing(sources("FOB Shanghai", mode="air"))
    assert found == [("customs.mode", "customs.term", "air", "FOB")]


def test_papers_of_one_set_that_count_the_goods_differently_differ() -> None:
    papers = document_set(sources())
    origin = certificate_of_origin(sources())
    fewer = origin.but(lines=(origin.lines[0].but(quantity=Decimal(3)),))
    assert differences(papers.but(origins=(fewer,)), customs_data(sources())) == (
        Difference(field="origins.0.lines", other="packing_lists.0.lines", says="3 × P-1", other_says="4 × P-1"),
    )


def test_an_empty_set_has_no_differences() -> None:
    bare = sources(incoterm="", packages=(), mode=None)
    assert differences(DocumentSet(shipment_id=new_id()), customs_data(bare)) == ()


@needs("LOG-8")
def test_a_complete_declaration_lacks_nothing_and_is_worth_what_the_order_says_until_it_is_billed() -> None:
    known = sources()
    data = customs_data(known)
    assert lacks_of(data, known.term) == ()
    assert [(line.value, line.net_kg) for line in data.lines] == [(usd("20.00"), Decimal("9.6"))]
    billed = take_invoice(known.kept, issued(known.shipment_id).but(lines=()))
    assert customs_data(known.with_kept(billed)).invoice_number == "INV-2026-000001"


@needs("LOG-8")
def test_all_that_a_declaration_lacks_is_told_at_once_field_by_field() -> None:
    bare = sources("CFR", items={}, packages=(), company=Issuer(name="Ningbo Haitong"))
    fields = [lack.field for lack in lacks_of(customs_data(bare), bare.term)]
    assert fields == [
        *("exporter.address", "exporter_tax_number", "term.place", "package_count"),
        *("lines.0.customs_code", "lines.0.origin", "lines.0.net_kg"),
    ]


@needs("LOG-8")
def test_goods_that_stay_in_the_country_need_no_declaration() -> None:
    assert lacks(sources(country="CN", items={}), ()) == ()


def test_a_set_says_what_it_lacks_until_bill_invoice_and_insurance_are_there() -> None:
    known = sources("CIF Hamburg")
    assert [lack.field for lack in lacks(known, ())] == ["invoices", "transports", "insurances"]
    read = with_bill(known, on_board_on=None, originals_issued=None)
    found = [lack.field for lack in lacks(read, document_set(read).transports)]
    assert found == ["invoices", "insurances", "transports.0.on_board_on", "transports.0.originals_issued"]
