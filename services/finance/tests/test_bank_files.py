"""Files of banks in one form, and all that is wrong with them told at once (FIN-2)."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from chassis.http.files import as_text, bytes_of
from chassis.language import catalogue
from contracts.rates import OPENING
from contracts.texts import said, saying
from services.finance.bank_statements.rules.form import Reading, Statement
from services.finance.bank_statements.rules.reading import decoded, read, text_of
from services.finance.bank_statements.rules.table import Columns, OwnAccount
from services.finance.house import HOUSE
from services.finance.tests.bank_files import ACCOUNT, Line, camt, mt940
from tests.needs import needs

pytestmark = needs("FIN-2")

TODAY = date(2026, 3, 3)
COLUMNS = Columns(
    date="日期", credit="贷方", debit="借方", reference="流水号", text="摘要", payer="对方户名", day="%Y%m%d"
)
TABLE = """日期,贷方,借方,流水号,摘要,对方户名
20260302,"1,300.00",,F1,货款 SO-2026-000001,宁波外贸
20260302,,20.00,F2,手续费,
"""
D = Decimal


def reading(content: str, **accounts: OwnAccount) -> Reading:
    return read(content, accounts, OPENING, TODAY)


def good(content: str, **accounts: OwnAccount) -> Statement:
    found = reading(content, **accounts)
    assert not found.faults
    (statement,) = found.statements
    return statement


def faults(content: str, **accounts: OwnAccount) -> list[tuple[str, str, str]]:
    return [(str(f["field"]), str(f["expected"]), f["came"]) for f in reading(content, **accounts).faults]


@pytest.mark.parametrize("version", ["02", "08"])
def test_a_camt_statement_says_who_paid_what_for_what(version: str) -> None:
    line = Line("300.00", "INV-2026-000001", "FT1", "Muster AG", "DE11", end_to_end="E2E-1")
    statement = good(camt(line, version=version))
    (entry,) = statement.entries
    assert (statement.account, statement.sequence, statement.year) == (ACCOUNT, 1, 2026)
    assert (statement.opening, statement.closing) == (D(1000), D(1300))
    assert (entry.amount, entry.currency, entry.booked_on) == (D(300), "USD", date(2026, 3, 2))
    assert (entry.bank_reference, entry.end_to_end, entry.text) == ("FT1", "E2E-1", "INV-2026-000001")
    assert (entry.payer, entry.payer_account) == ("Muster AG", "DE11")


@pytest.mark.parametrize("version", ["02", "08"])
def test_a_batch_is_opened_by_its_details(version: str) -> None:
    batch = Line("300.00", reference="FT1", details=(("100.00", "SO-2026-000001"), ("200.00", "SO-2026-000002")))
    entries = good(camt(batch, version=version)).entries
    assert [(e.amount, e.text, e.bank_reference) for e in entries] == [
        (D(100), "SO-2026-000001", "FT1#1"),
        (D(200), "SO-2026-000002", "FT1#2"),
    ]


def test_a_batch_whose_details_tell_no_amounts_stays_one_payment() -> None:
    """Three payments of 300 are never made of one of 300."""
    (entry,) = good(camt(Line("300.00", details=(("", "A 1"), ("", "B 2"), ("", "C 3"))))).entries
    assert (entry.amount, entry.text) == (D(300), "A 1 B 2 C 3")


def test_details_that_do_not_sum_up_are_a_fault() -> None:
    batch = Line("300.00", details=(("100.00", "A"), ("100.00", "B")))
    assert faults(camt(batch)) == [
        ("statement 1, entry 1, TxDtls", "details that sum up to 300.00", "100.00 + 100.00"),
        ("S-1, closing", "a closing balance of 1200.00, by its entries", "1300.00"),
    ]


def test_what_is_pending_is_not_booked_and_a_reversal_goes_the_way_that_it_says() -> None:
    pending, back = good(camt(Line("50.00", status="PDNG"), Line("-20.00", reversal=True))).entries
    assert (pending.booked, back.booked, back.amount, back.reversal) == (False, True, D(-20), True)


def test_a_notice_is_known_by_the_banks_references() -> None:
    assert good(camt(Line("10.00", reference="FT1"), kind="054")).kind == "notice"
    ((field, *_),) = faults(camt(Line("10.00"), kind="054"))
    assert field == "notice 1, entry 1, AcctSvcrRef"


def test_all_faults_of_a_file_are_told_at_once_with_their_places() -> None:
    content = camt(Line("10.001"), Line("1.00", day="2026-13-01"), closing="7", count="3", number="")
    assert [field for field, *_ in faults(content)] == [
        "statement 1, Id",
        "statement 1, entry 2, ValDt",
        "statement 1, entry 2, BookgDt",
        "statement 1, entry 2, BookgDt",
        "statement 1, NbOfNtries",
        "statement 1, entry 1, amount",
        ", closing",
    ]


def test_a_currency_that_nobody_valued_and_an_unknown_account_are_told() -> None:
    accounts: dict[str, Any] = {"X-1": OwnAccount(currency="CHF")}
    ((field, expected, came),) = faults(camt(Line("1.00", reference="A"), account="X-1", currency="CHF"), **accounts)
    assert (field, expected, came) == ("statement 1, entry 1, currency", "a currency with a rate", "CHF")
    ((field, expected, _),) = faults(camt(account="X-2"), **accounts)
    assert (field, expected) == ("X-2, account", "a known account: X-1")


@pytest.mark.parametrize(
    "content",
    ["", " ", "\ufeff", "no,such,table\n1,2,3", f'{TABLE}"{"x" * 140_000}', "<Document><BkToCstmrStmt/></Document>"],
)
def test_what_is_no_file_of_a_bank_is_refused(content: str) -> None:
    assert len(faults(content)) == 1


@pytest.mark.parametrize("cut", [0.3, 0.6, 0.99])
def test_a_file_that_was_cut_off_is_refused_whole(cut: float) -> None:
    whole = camt(Line("10.00", "A", "1"), Line("20.00", "B", "2"))
    found = reading(whole[: int(len(whole) * cut)])
    assert (len(found.faults), found.statements) == (1, [])
    lines = (":61:2603020302C300,00NTRFNONREF//B1", ":86:one", ":61:2603020302C200,00NTRFNONREF//B2", ":86:two")
    told = mt940(*lines, closing="C260302USD1500,00")
    assert reading(told[: int(len(told) * cut) - 20]).faults


@needs("ALL-5")
@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("<Document><cut", ("文件", "第 1 行第 11 列有误")),
        ('<!DOCTYPE a [<!ENTITY x "y">]><a/>', ("文件", "含有此类文件不需要的文档类型定义（DTD）")),
        (camt(Line("1.00"), number=""), ("第 1 份对账单，Id", "")),
        (camt(Line("1.00"), closing="7"), ("S-1，期末余额", "7")),
        (":20:A\n:25:X\n:28C:1\n:60F:broken", ("文件", "文件已损坏，或不是 MT940 文件")),
    ],
)
def test_what_is_wrong_in_a_file_of_a_bank_and_where_is_told_in_chinese(content: str, told: tuple[str, str]) -> None:
    with saying(catalogue("zh", HOUSE.locale)):
        found = [{name: said(value) for name, value in one.items()} for one in reading(content).faults]
    assert told in [(one["field"], one["came"]) for one in found]
    for one in found:
        assert not re.search("[a-z]{4,}", one["expected"])


def test_an_entity_is_refused_before_it_is_opened() -> None:
    bomb = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
    content = camt(Line("1.00", "&x;")).replace("?><", f"?>{bomb}<", 1)
    ((field, expected, _),) = faults(content)
    assert (field, expected) == ("file", "a readable XML file")


def test_mt940_signs_a_reversal_and_keeps_what_stands_before_the_first_keyword() -> None:
    lines = (
        ":61:2603020302C300,00NTRFNONREF//B1",
        ":86:166?00GUTSCHRIFT?20INV-2026-0?2100001 EREF+E2E-1 SVWZ+rest?30BANK?31DE11?32Muster?33 AG",
        ":61:2603020302RC100,00NTRFNONREF//B2",
        ":86:taken back",
    )
    one, back = good(mt940(*lines, closing="C260302USD1200,00")).entries
    assert (one.amount, one.bank_reference, one.end_to_end) == (D(300), "B1", "E2E-1")
    assert (one.payer, one.payer_account) == ("Muster AG", "DE11")
    assert one.text.startswith("INV-2026-000001")
    assert (back.amount, back.reversal, back.text) == (D(-100), True, "taken back")


@pytest.mark.parametrize(
    ("value", "entry", "booked"),
    [
        ("251231", "0102", date(2026, 1, 2)),
        ("260102", "1231", date(2025, 12, 31)),
        ("260301", "", date(2026, 3, 1)),
        ("251115", "0105", date(2026, 1, 5)),
    ],
)
def test_the_year_of_an_entry_date_is_that_nearest_to_its_value_date(value: str, entry: str, booked: date) -> None:
    content = mt940(f":61:{value}{entry}C1,00NTRFNONREF", ":86:x", closing="C260302USD1001,00")
    assert good(content).entries[0].booked_on == booked


def test_a_table_is_read_by_the_columns_of_the_account_that_has_them() -> None:
    accounts = {"6222": OwnAccount(currency="CNY", csv=COLUMNS)}
    statement = good(TABLE, **accounts)
    assert (statement.account, statement.currency, statement.kind) == ("6222", "CNY", "list")
    assert [(e.amount, e.bank_reference, e.payer) for e in statement.entries] == [
        (D(1300), "F1", "宁波外贸"),
        (D(-20), "F2", ""),
    ]
    assert faults(TABLE.replace("1,300.00", "viel"), **accounts) == [("line 2, 贷方", "an amount", "viel")]


def test_a_file_is_decoded_as_it_declares_or_as_chinese_banks_write() -> None:
    declared = '<?xml version="1.0" encoding="ISO-8859-1"?><a>Müller</a>'
    assert decoded(declared.encode("latin-1")) == declared
    assert decoded("宁波外贸".encode("gb18030")) == "宁波外贸"
    assert decoded("宁波".encode()) == "宁波"


def test_a_file_in_base64_is_decoded_and_a_text_is_taken_as_it_is_whatever_it_declares() -> None:
    for content, text in (
        (as_text("宁波外贸".encode("gb18030")), "宁波外贸"),
        ('<?xml version="1.0" encoding="GB18030"?><a>宁波</a>', '<?xml version="1.0" encoding="GB18030"?><a>宁波</a>'),
        (":20:外贸", ":20:外贸"),
        (" ", ""),
    ):
        assert text_of(content, bytes_of(content)) == text
