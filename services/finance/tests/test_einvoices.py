"""An invoice as data that others can read: valid by the official rules, or told what it lacks (EN 16931)."""

from decimal import Decimal
from hashlib import sha256
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import asyncpg
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import etree
from pypdf import PdfReader

from chassis.papers.company import Issuer
from contracts.sales import ItemChanged
from services.finance.credit import handlers as credit
from services.finance.papers import api
from services.finance.papers import handlers as papers
from services.finance.papers.rules.charged import Known, Named
from services.finance.papers.rules.cii import as_cii
from services.finance.papers.rules.commercial_invoice import invoice_paper
from services.finance.papers.rules.credit_note import credit_paper
from services.finance.papers.rules.en16931 import Paper, category, is_vat_number
from services.finance.papers.rules.lacking import lacking
from services.finance.papers.rules.ubl import as_ubl
from services.finance.returns import rules as returns
from services.finance.tests.einvoices import broken_rules
from services.finance.tests.samples import TODAY, Order, agreed, customer, shipped
from services.finance.tests.test_http import Office, invoice, office, pool
from services.finance.tests.test_papers import get
from tests.needs import needs

__all__ = ["invoice", "office", "pool"]
pytestmark = needs("FIN-1", "LOG-6", "ALL-3")

SELLER = Issuer(
    name="Hafen Handel GmbH", address="Kai 1, 20457 Hamburg", country="DE", tax_number="DE123456789",
    iban="DE02120300000000202051", bic="BYLADEM1001",
)  # fmt: skip
KNOWN = Known(
    customer_country="DE",
    customer_tax_number="DE987654321",
    items={"P-1": Named(name="Bolt <M6> & nut", unit="pcs"), "P-2": Named(name="机油", unit="l")},
)
ABROAD = Known(customer_country="US", customer_tax_number="12-3456789", items=KNOWN.items)
CHINESE = Issuer(name="gendan", country="CN", tax_number="CN91440300MA5DXXXX0L")
FRENCH = Issuer(name="Quai SA", country="FR", tax_number="FR12345678901")


def billed(order: Order, seller: Issuer = SELLER, known: Known = KNOWN, advance: str = "0", **lines: str) -> Paper:
    paid = agreed(order).with_advance(received=Decimal(advance))
    (one,) = shipped(paid, order, order.dispatched(None, **lines)).document.invoices
    return invoice_paper(one, order.content(), seller, known)


def credited(order: Order, came: str, **lines: str) -> Paper:
    account = shipped(agreed(order), order, order.dispatched(None, **lines)).document
    back = order.back(account.invoices[0].shipment_id, line1=came)
    after = returns.credit(account, account.invoices[0], back, "CN-2026-000001", "by_hand", TODAY).document
    (one,) = after.invoices
    return credit_paper(one.credit_notes[0], one, order.content(), SELLER, KNOWN)


def test_a_sale_at_home_with_tax_is_valid_in_both_languages() -> None:
    order = Order({1: ("3", "10.125"), 2: ("7.5", "0.333")}, discount="0.1", freight="5", tax="0.19", share="0.5")
    paper = billed(order, advance="10", line1="3", line2="7.5")
    assert category(paper) == "S"
    assert broken_rules(as_ubl(paper)) == broken_rules(as_cii(paper)) == []


@pytest.mark.parametrize(
    ("seller", "known", "expected"),
    [
        (CHINESE, ABROAD, "G"),
        (FRENCH, KNOWN, "K"),
        (SELLER.but(untaxed="Z"), KNOWN, "Z"),
        (SELLER.but(untaxed="E", exempted_by="§ 19 UStG"), KNOWN, "E"),
        (SELLER.but(untaxed="AE"), KNOWN, "AE"),
        (SELLER.but(untaxed="O", tax_number="HRB 4711"), KNOWN, "O"),
    ],
)
def test_a_sale_without_tax_says_why_and_is_valid(seller: Issuer, known: Known, expected: str) -> None:
    """Germany is where the goods of the samples go."""
    paper = billed(Order(freight="5"), seller, known, line1="10")
    assert (category(paper), lacking(paper)) == (expected, [])
    assert broken_rules(as_ubl(paper)) == broken_rules(as_cii(paper)) == []


def test_a_credit_note_names_its_invoice_and_is_valid() -> None:
    order = Order({1: ("10", "10"), 2: ("2", "3")}, discount="0.05", freight="5", tax="0.1")
    note = credited(order, "4", line1="10", line2="2")
    assert broken_rules(as_ubl(note)) == broken_rules(as_cii(note)) == []
    assert b"INV-2026-000001" in as_ubl(note)


def test_the_official_rules_do_find_what_is_wrong() -> None:
    paper = billed(Order(tax="0.19"), line1="10")
    wrong = paper.but(total=paper.total + 1)
    assert any("BR-CO-15" in broken for broken in broken_rules(as_ubl(wrong)))
    assert any("BR-CO-15" in broken for broken in broken_rules(as_cii(wrong)))


QUANTITY = st.decimals("0.001", "9999", places=3)
PRICE = st.decimals("0", "9999", places=4)
SHARE = st.decimals("0", "0.5", places=3)


@settings(max_examples=40)
@given(
    lines=st.lists(st.tuples(QUANTITY, PRICE), min_size=1, max_size=4),
    discount=SHARE,
    tax=SHARE,
    freight=st.decimals("0", "99", places=2),
    currency=st.sampled_from(["EUR", "JPY", "USD"]),
)
@example(
    lines=[(Decimal("1.072"), Decimal("23.0831"))],
    discount=Decimal("0.000"),
    tax=Decimal("0.004"),
    freight=Decimal("99.00"),
    currency="EUR",
)
def test_whatever_is_sold_its_sums_obey_the_rules(lines: Any, currency: str, **terms: Decimal) -> None:
    """Amounts are the booked ones; the rules only look whether they agree, or a rate that they refuse is told."""
    ordered = {at: (f"{quantity:f}", f"{price:f}") for at, (quantity, price) in enumerate(lines, 1)}
    order = Order(ordered, currency=currency, **{name: f"{value:f}" for name, value in terms.items()})
    known = KNOWN.but(items={f"P-{at}": Named(name="Bolt", unit="kg") for at in ordered})
    paper = billed(order, SELLER.but(untaxed="Z"), known, **{f"line{at}": q for at, (q, _) in ordered.items()})
    refused = [fault["field"] for fault in lacking(paper)] == ["tax_rate"]
    assert bool(broken_rules(as_ubl(paper))) == bool(broken_rules(as_cii(paper))) == refused
    assert sums(as_ubl(paper)) == (paper.goods, paper.taxable, paper.tax, paper.total)


def sums(ubl: bytes) -> tuple[Decimal, ...]:
    root = etree.fromstring(ubl)
    names = ("LineExtensionAmount", "TaxExclusiveAmount")
    total = {name: Decimal(root.findtext(f"{{*}}LegalMonetaryTotal/{{*}}{name}")) for name in names}
    tax = Decimal(root.findtext("{*}TaxTotal/{*}TaxAmount"))
    gross = Decimal(root.findtext("{*}LegalMonetaryTotal/{*}TaxInclusiveAmount"))
    return (*total.values(), tax, gross)


def test_all_that_is_lacking_is_told_at_once_at_its_fields() -> None:
    paper = billed(Order(), Issuer(name="gendan"), Known(), line1="10")
    assert [fault["field"] for fault in lacking(paper)] == [
        "seller.country",
        "seller.tax_number",
        "customer_country",
        "lines.0.name",
        "lines.0.unit",
    ]


def test_a_sale_within_the_union_needs_the_customers_vat_number() -> None:
    (fault,) = lacking(billed(Order(), FRENCH, ABROAD, line1="10"))
    assert (fault["field"], fault["came"]) == ("customer_tax_number", "12-3456789")


@pytest.mark.parametrize(
    ("seller", "terms", "field"),
    [
        (SELLER, {}, "seller.untaxed"),
        (SELLER.but(untaxed="E"), {}, "seller.exempted_by"),
        (SELLER, {"tax": "0.1", "currency": "KWD"}, "currency"),
        (SELLER, {"tax": "0.0049", "freight": "3"}, "tax_rate"),
    ],
)
def test_what_a_sale_lacks_besides_is_told(seller: Issuer, terms: dict[str, str], field: str) -> None:
    assert [fault["field"] for fault in lacking(billed(Order(None, **terms), seller, line1="10"))] == [field]


def test_a_vat_number_begins_with_its_country() -> None:
    assert all(map(is_vat_number, ("DE123456789", "EL123456789", "XI123456789", "ESX9999999R")))
    assert not any(map(is_vat_number, ("", "12-3456789", "91440300MA5D", "ZZ123456789", "de123456789")))


async def learned(pool: asyncpg.Pool) -> None:
    async with pool.acquire() as db:
        await credit.learn(db, [customer(version=2, country="DE", tax_number="DE987654321")])
        item = ItemChanged(item="P-1", version=1, name="Bolt", unit="pcs", weight_kg=Decimal(1), volume_m3=Decimal(1))
        await papers.learn(db, [item])


@pytest.fixture
def company(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api, "issuer", lambda: CHINESE)


async def test_an_invoice_is_had_as_data_and_as_a_pdf_that_holds_the_same_data(
    office: Office, invoice: Any, pool: asyncpg.Pool, company: None
) -> None:
    await learned(pool)
    path = f"/commercial_invoice/{invoice.number}"
    ubl, cii, hybrid = [await get(office, f"{path}/{form}") for form in ("ubl", "cii", "factur-x")]
    assert [one.headers["content-type"] for one in (ubl, cii, hybrid)] == ["application/xml"] * 2 + ["application/pdf"]
    assert broken_rules(ubl.content) == broken_rules(cii.content) == []
    assert PdfReader(BytesIO(hybrid.content)).attachments["factur-x.xml"] == [cii.content]
    assert (await get(office, f"{path}/factur-x")).content == hybrid.content
    assert (await get(office, f"{path}/word")).status_code == 404


async def test_a_pdf_with_data_says_so_in_its_metadata_and_is_archival(
    office: Office, invoice: Any, pool: asyncpg.Pool, company: None
) -> None:
    await learned(pool)
    hybrid = await get(office, f"/commercial_invoice/{invoice.number}/factur-x")
    root: Any = PdfReader(BytesIO(hybrid.content)).root_object
    told = root["/Metadata"].get_data().decode()
    for part in ("<pdfaid:part>3<", "<fx:ConformanceLevel>EN 16931<", "<fx:DocumentFileName>factur-x.xml<"):
        assert part in told
    (held,) = root["/AF"]
    assert held.get_object()["/AFRelationship"] == "/Alternative"


async def test_what_an_invoice_lacks_as_data_is_told_and_the_pdf_is_there(office: Office, invoice: Any) -> None:
    refused = await get(office, f"/commercial_invoice/{invoice.number}/ubl")
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/lacking-as-data")
    assert {"field", "expected", "came"} == set(refused.json()["faults"][0])
    assert (await get(office, f"/commercial_invoice/{invoice.number}.pdf")).status_code == 200


async def test_once_nothing_is_lacking_a_paper_has_its_next_version(
    office: Office, invoice: Any, pool: asyncpg.Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = f"/commercial_invoice/{invoice.number}"
    assert (await get(office, path)).json()["version"] == 1
    monkeypatch.setattr(api, "issuer", lambda: CHINESE)
    await learned(pool)
    again = (await get(office, path)).json()
    assert (again["version"], again["data"]["total"]) == (2, "100.00")
    assert {"seller.country", "lines.0.name"} <= {change["field"] for change in again["changed"]}
    assert (await get(office, f"{path}/ubl")).status_code == 200
    assert (await get(office, path)).json()["version"] == 2


async def test_an_invoice_that_was_complete_once_is_final_whatever_a_master_lacks_later(
    office: Office, invoice: Any, pool: asyncpg.Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = f"/commercial_invoice/{invoice.number}"
    monkeypatch.setattr(api, "issuer", lambda: CHINESE)
    await learned(pool)
    whole = (await get(office, path)).json()
    async with pool.acquire() as db:
        await credit.learn(db, [customer(version=3, country="", tax_number="")])
    assert (await get(office, path)).json() == whole
    assert (await get(office, f"{path}?language=zh-Hans")).json()["version"] == whole["version"]
    assert (await get(office, f"{path}/ubl")).status_code == 200
    (listed,) = (await get(office, f"?order={invoice.order_id}")).json()["items"]
    assert listed["up_to_date"]


async def test_the_forms_are_in_the_list_and_can_be_shared(
    office: Office, invoice: Any, pool: asyncpg.Pool, company: None
) -> None:
    await learned(pool)
    (listed,) = (await get(office, f"?order={invoice.order_id}")).json()["items"]
    assert [form["name"] for form in listed["forms"]] == ["ubl", "cii", "factur-x"]
    path = f"/papers/commercial_invoice/{invoice.number}/link"
    _, made = await office.ask("POST", path, "accountant", {"form": "ubl"})
    opened = await office.client.get(made["path"])
    assert (opened.headers["content-type"], broken_rules(opened.content)) == ("application/xml", [])


async def test_data_is_for_those_who_may_see_the_paper(
    office: Office, invoice: Any, pool: asyncpg.Pool, company: None
) -> None:
    await learned(pool)
    path = f"/commercial_invoice/{invoice.number}/ubl"
    anatr = {"authorization": f"Bearer {office.token('customer', 'ANATR')}"}
    assert (await get(office, path, "buyer")).status_code == 403
    assert (await get(office, path, **anatr)).status_code == 404


@needs("FIN-9")
async def test_what_was_handed_out_as_data_is_in_the_archive_beside_its_paper(
    office: Office, invoice: Any, pool: asyncpg.Pool, company: None
) -> None:
    await learned(pool)
    path = f"/commercial_invoice/{invoice.number}"
    handed = {form: (await get(office, f"{path}/{form}")).content for form in ("ubl", "factur-x")}
    items = (await get(office, "/archive?kind=commercial_invoice")).json()["items"]
    forms = {"", ".ubl", ".cii", ".factur-x"}
    assert {one["kind"] for one in items} == {f"commercial_invoice{form}" for form in forms}
    kept = {one["kind"]: one["pdf_sha256"] for one in items}
    assert kept["commercial_invoice.ubl"] == sha256(handed["ubl"]).hexdigest()
    with ZipFile(BytesIO((await get(office, "/archive.zip")).content)) as bundle:
        ubl = bundle.read(f"commercial_invoice.ubl/{invoice.number}-1-en.xml")
        drawn = bundle.read(f"commercial_invoice.factur-x/{invoice.number}-1-en.pdf")
    assert (ubl, drawn) == (handed["ubl"], handed["factur-x"])
    assert (await get(office, "/archive", "buyer")).json()["items"] == []
