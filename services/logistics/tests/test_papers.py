"""Papers of a shipment over HTTP: what there is, what they wait for, each as data and as a PDF (LOG-6, LOG-8)."""

from decimal import Decimal
from io import BytesIO
from typing import Any

import httpx2
import pytest
from pypdf import PdfReader

from chassis.handling import Db
from chassis.ids import new_id
from contracts.order import Terms
from contracts.sales import CustomerChanged
from contracts.warehouse import GoodsPacked
from services.logistics.crediting.handlers import take_order as await_credits
from services.logistics.dispatch.handlers import take_order, take_over
from services.logistics.papers.handlers import learn, take_invoice
from services.logistics.review.handlers import keep_weights
from services.logistics.tests.samples import confirmed, content, item, packed
from services.logistics.tests.test_customs import company
from services.logistics.tests.test_documents import issued
from services.logistics.tests.test_http import Office, office
from tests.credits import mt700
from tests.needs import needs
from tests.written import Rows, written

__all__ = ["company", "office"]
pytestmark = needs("LOG-6")
BILL = {
    "document_number": "ESL-1",
    "kind": "bill of lading",
    "carrier": "Eastern Star Line",
    "loading": "Ningbo",
    "discharge": "Hamburg",
    "conveyance": "Eastern Pearl 042W",
    "on_board_on": "2026-10-20",
    "gross_kg": "10",
    "originals_issued": 3,
    "containers": [{"number": "CSQU3054383", "seal": "ES7"}],
    "legs": [{"mode": "sea", "start": "Ningbo", "end": "Hamburg"}],
}


@pytest.fixture
async def goods(office: Office) -> GoodsPacked:
    """Packed for an order to Germany, CFR, of which customs would ask all."""
    packed_goods = packed(new_id())
    agreed = confirmed(packed_goods.order_id)
    async with office.pool.acquire() as db:
        await keep_weights(db, [item()])
        await take_order(db, [agreed.but(content=content().but(incoterm="CFR Hamburg"))])
        await take_over(db, [packed_goods])
    return packed_goods


async def papers(office: Office, goods: GoodsPacked) -> dict[str, Any]:
    found = await office.ask("GET", f"/papers?order={goods.order_id}")
    return {one["kind"]: one for one in found["items"]}


async def drawn(office: Office, path: str) -> str:
    answer: httpx2.Response = await office.client.get(f"/api/v1/papers/{path}.pdf", headers=office.headers())
    pages = PdfReader(BytesIO(answer.content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


async def test_a_packing_list_is_drawn_of_what_was_packed(office: Office, goods: GoodsPacked) -> None:
    listed = (await papers(office, goods))["packing_list"]
    words = await drawn(office, f"packing_list/{listed['document']}")
    for part in ("Packing list", listed["number"], "Alfreds", "Obere Str. 57", "bolt", "Gross weight, kg 10"):
        assert part in words


@needs("ALL-5")
async def test_a_customers_papers_are_in_the_language_that_sales_told_last_and_customs_data_in_the_readers(
    office: Office, goods: GoodsPacked, company: None
) -> None:
    newest = CustomerChanged(
        customer=content().customer,
        version=2,
        name="Alfreds",
        grade="A",
        country="DE",
        currency="USD",
        language="zh",
        terms=Terms(days=30),
        credit_limit=Decimal(1000),
    )
    async with office.pool.acquire() as db:
        await learn(db, [newest])
        await learn(db, [newest.but(version=1, language="de")])
        await keep_weights(db, [item(version=2).but(customs_code="731815", origin="CN")])
    listed = await papers(office, goods)
    assert "装箱单" in await drawn(office, f"packing_list/{listed['packing_list']['document']}")
    assert "Customs data" in await drawn(office, f"customs_data/{listed['customs_data']['document']}")


async def test_a_carriers_number_with_signs_of_a_path_still_leads_to_its_paper(
    office: Office, goods: GoodsPacked
) -> None:
    number = "EUKL/26?9#1"
    await office.ask("POST", f"/shipments/{goods.shipment_id}/transport-document", BILL | {"document_number": number})
    listed = (await papers(office, goods))["transport_document"]
    assert listed["number"].endswith(number)
    assert "Eastern Pearl 042W" in await drawn(office, f"transport_document/{listed['document']}")


async def test_what_a_clerk_reads_from_the_carriers_document_becomes_a_paper(
    office: Office, goods: GoodsPacked
) -> None:
    assert (await papers(office, goods))["transport_document"]["waits_for"]
    read = await office.ask("POST", f"/shipments/{goods.shipment_id}/transport-document", BILL)
    assert (read["status"], read["differences"]) == (200, [])
    listed = (await papers(office, goods))["transport_document"]
    words = await drawn(office, f"transport_document/{listed['document']}")
    for part in ("Eastern Pearl 042W", "CSQU3054383", "ES7", "Hamburg", "2026-10-20"):
        assert part in words


async def test_a_carriers_document_that_weighs_the_goods_otherwise_is_told(office: Office, goods: GoodsPacked) -> None:
    read = await office.ask("POST", f"/shipments/{goods.shipment_id}/transport-document", BILL | {"gross_kg": "12"})
    (difference,) = read["differences"]
    assert (difference["field"], difference["says"], difference["other_says"]) == ("transports.0.gross_kg", "12", "10")


async def test_all_faults_of_a_carriers_document_are_told_at_once(office: Office, goods: GoodsPacked) -> None:
    wrong = {"kind": "raft", "carrier": "", "legs": [{"mode": "sea", "start": "", "end": "X"}], "gross_kg": "-1"}
    told = await office.ask("POST", f"/shipments/{goods.shipment_id}/transport-document", wrong)
    assert {fault["field"] for fault in told["faults"]} == {
        "document_number",
        "kind",
        "carrier",
        "legs.0.start",
        "gross_kg",
    }


async def test_an_insurance_that_was_read_is_one_of_the_documents(office: Office, goods: GoodsPacked) -> None:
    policy: dict[str, Any] = {
        "document_number": "PMI-1",
        "issuer": "Pacific Marine",
        "kind": "policy",
        "covers": ["ICC (A)"],
    }
    policy |= {"insured": {"name": "gendan"}, "amount": {"amount": "22.00", "currency": "USD"}}
    told = await office.ask("POST", f"/shipments/{goods.shipment_id}/insurance-document", policy)
    assert [(one["number"], one["covers"]) for one in told["documents"]["insurances"]] == [("PMI-1", ["ICC (A)"])]


CERTIFIED = {
    "kind": "inspection",
    "title": "Inspection certificate",
    "document_number": "SGS-1",
    "issuer": "SGS",
    "inspected_on": "2026-10-15",
    "result": "refused",
    "certifies": ["in good order"],
}


async def test_a_certificate_that_was_read_again_takes_the_place_of_the_first_reading(
    office: Office, goods: GoodsPacked
) -> None:
    path = f"/shipments/{goods.shipment_id}/certificate"
    await office.ask("POST", path, CERTIFIED)
    told = await office.ask("POST", path, CERTIFIED | {"result": "passed"})
    (report,) = told["documents"]["inspections"]
    assert (report["issuer"]["name"], report["passed"], report["says"]) == ("SGS", True, ["in good order"])
    chamber = {"kind": "origin", "title": "Certificate of origin", "issuer": "CCPIT", "origin": "CN"}
    told = await office.ask("POST", path, chamber)
    assert [one["origin"] for one in told["documents"]["origins"]] == ["CN"]


async def test_what_we_ourselves_certify_becomes_a_paper_for_signing(office: Office, goods: GoodsPacked) -> None:
    ours = {"kind": "another", "title": "Beneficiary's certificate", "certifies": ["One set was sent by courier"]}
    told = await office.ask("POST", f"/shipments/{goods.shipment_id}/certificate", ours)
    assert [one["issuer"]["name"] for one in told["documents"]["certificates"]] != [""]
    listed = (await papers(office, goods))["own_certificate"]
    words = await drawn(office, f"own_certificate/{listed['document']}")
    for part in ("Beneficiary's certificate", "One set was sent by courier"):
        assert part in words


async def test_our_own_certificate_may_be_called_whatever_a_path_cannot_bear(
    office: Office, goods: GoodsPacked
) -> None:
    ours = {"kind": "another", "title": "Courier's receipt / " + "copy of it " * 15, "certifies": ["One set was sent"]}
    await office.ask("POST", f"/shipments/{goods.shipment_id}/certificate", ours)
    listed = (await papers(office, goods))["own_certificate"]
    assert "One set was sent" in await drawn(office, f"own_certificate/{listed['document']}")


async def test_all_faults_of_a_certificate_are_told_at_once(office: Office, goods: GoodsPacked) -> None:
    wrong = {"kind": "poem", "result": "maybe", "net_kg": "-1"}
    told = await office.ask("POST", f"/shipments/{goods.shipment_id}/certificate", wrong)
    assert {fault["field"] for fault in told["faults"]} == {"kind", "title", "result", "net_kg"}


@needs("LOG-7")
async def test_the_draft_is_drawn_from_the_credit_the_invoice_and_the_bill(office: Office, goods: GoodsPacked) -> None:
    assert "bill_of_exchange" not in await papers(office, goods)
    async with office.pool.acquire() as db:
        agreed = content().but(incoterm="CFR Hamburg", terms=Terms(days=30, by_credit=True))
        await await_credits(db, [confirmed(goods.order_id).but(content=agreed)])
    credit = {"text": mt700("LC/1", "USD30,", f42C="60 DAYS AFTER B/L DATE FOR 80PCT OF INVOICE VALUE")}
    await office.ask("POST", f"/letters-of-credit/{goods.order_id}/read", credit)
    assert (await papers(office, goods))["bill_of_exchange"]["waits_for"]
    async with office.pool.acquire() as db, db.transaction():
        await take_invoice(db, [issued(goods.shipment_id)])
    await office.ask("POST", f"/shipments/{goods.shipment_id}/transport-document", BILL)
    listed = (await papers(office, goods))["bill_of_exchange"]
    words = await drawn(office, f"bill_of_exchange/{listed['document']}")
    for part in ("USD SIXTEEN ONLY", "USD 16.00", "60 DAYS AFTER B/L DATE", "2026-12-19", "COBADEFF", "L/C NO. LC/1"):
        assert part in words


@needs("LOG-7")
async def test_papers_of_goods_that_have_not_left_are_not_presented(office: Office, goods: GoodsPacked) -> None:
    """Finance will never invoice them if they go back."""
    told = await office.ask("POST", f"/shipments/{goods.shipment_id}/present", {"bank": "Bank of China"})
    assert (told["status"], told["type"]) == (409, "/problems/goods-have-not-left")


@needs("LOG-7")
async def test_each_shipment_of_an_order_has_its_own_draft(office: Office, goods: GoodsPacked) -> None:
    both = (goods, packed(goods.order_id))
    async with office.pool.acquire() as db:
        await take_over(db, [both[1]])
        agreed = content().but(incoterm="CFR Hamburg", terms=Terms(days=30, by_credit=True))
        await await_credits(db, [confirmed(goods.order_id).but(content=agreed)])
    credit = {"text": mt700("LC/1", "USD60,", f42C="60 DAYS AFTER B/L DATE FOR 80PCT OF INVOICE VALUE")}
    await office.ask("POST", f"/letters-of-credit/{goods.order_id}/read", credit)
    async with office.pool.acquire() as db, db.transaction():
        await take_invoice(db, [issued(one.shipment_id).but(number=f"INV-{n}") for n, one in enumerate(both)])
    for one in both:
        await office.ask("POST", f"/shipments/{one.shipment_id}/transport-document", BILL)
    found = (await office.ask("GET", f"/papers?order={goods.order_id}"))["items"]
    drafts = sorted(one["document"] for one in found if one["kind"] == "bill_of_exchange")
    for n, draft in enumerate(drafts):
        assert f"INV-{n}" in await drawn(office, f"bill_of_exchange/{draft}")
    assert len(drafts) == 2


@needs("LOG-8")
async def test_customs_data_wait_until_all_is_known(office: Office, goods: GoodsPacked) -> None:
    """The company of a test has no address and no number, the item no code and no origin."""
    waits = (await papers(office, goods))["customs_data"]["waits_for"]
    for part in ("the company's address", "the customs code of P-1", "the country that P-1 was made in"):
        assert part in waits
    shown = await office.ask("GET", f"/shipments/{goods.shipment_id}/documents")
    assert "customs.lines.0.customs_code" in [lack["field"] for lack in shown["lacks"]]


async def test_an_invoice_is_kept_for_goods_that_leave_the_country_alone(office: Office, goods: GoodsPacked) -> None:
    home = packed(new_id())
    async with office.pool.acquire() as db:
        inland = content(country="CN")
        await take_order(db, [confirmed(home.order_id).but(content=inland)])
        await take_over(db, [home])
        assert await kept(db, home) == {}
        assert await kept(db, goods) == {"shipment_document": Rows(inserted=1)}
    shown = await office.ask("GET", f"/shipments/{goods.shipment_id}/documents")
    assert [one["number"] for one in shown["documents"]["invoices"]] == ["INV-2026-000001"]


async def test_goods_that_stay_in_the_country_have_a_packing_list_and_no_more(office: Office) -> None:
    home = packed(new_id())
    async with office.pool.acquire() as db:
        await take_order(db, [confirmed(home.order_id).but(content=content(country="CN"))])
        await take_over(db, [home])
    assert list(await papers(office, home)) == ["packing_list"]


async def kept(db: Db, goods: GoodsPacked) -> dict[str, Rows]:
    """What finance's invoice writes."""
    async with db.transaction(), written(db) as rows:
        await take_invoice(db, [issued(goods.shipment_id)])
    return {table: row for table, row in rows.items() if table != "shipment"}


@needs("LOG-5")
async def test_numbers_that_prove_themselves_are_proven_as_they_are_read(office: Office, goods: GoodsPacked) -> None:
    wrong = BILL | {"document_number": "999-12345676", "containers": [{"number": "CSQU3054384"}]}
    read = await office.ask("POST", f"/shipments/{goods.shipment_id}/transport-document", wrong)
    assert [fault["field"] for fault in read["faults"]] == ["document_number", "containers.0.number"]
