"""What the demo's board, its summary and its closing story show."""

import io
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from contracts.sentences import Language
from gendan import play_credit
from gendan.play_board import counts_of
from gendan.play_summary import print_story, print_summary
from gendan.play_works import inspected, lines, made, offered, presented, quoted, recalled, replaced
from gendan.why.story import as_text, head, lines_of_page
from world.recalls import RECALLED
from world.replacing import TOO_LATE


def summary(by_stage: dict[str, int], by_state: dict[str, int], left_at: dict[str, int]) -> dict[str, Any]:
    return {"by_stage": by_stage, "by_state": by_state, "left_at": Counter(left_at)}


def test_an_order_that_was_cancelled_is_counted_as_that_and_not_at_the_stage_where_it_stood() -> None:
    shown = counts_of(summary({"confirmed": 1, "closed": 19}, {"cancelled": 1, "closed": 19}, {"confirmed": 1}))
    assert shown == {"closed": 19, "cancelled": 1}


def test_orders_on_their_way_are_counted_by_their_stage_in_the_order_of_an_orders_life() -> None:
    shown = counts_of(summary({"packed": 2, "confirmed": 3}, {"open": 4, "rejected": 1}, {"confirmed": 1}))
    assert list(shown.items()) == [("confirmed", 2), ("packed", 2), ("rejected", 1)]


def test_an_order_that_is_paid_and_not_yet_closed_is_on_the_board() -> None:
    assert counts_of(summary({"paid": 1, "closed": 1}, {"open": 1, "closed": 1}, {})) == {"paid": 1, "closed": 1}


def narrow() -> tuple[Console, io.StringIO]:
    told = io.StringIO()
    return Console(file=told, width=60), told


def event(at: str, topic: str, **facts: Any) -> dict[str, Any]:
    return {"at": f"2026-11-28T{at}+00:00", "topic": topic, "facts": facts, "summary": "as notify keeps it"}


PLAY = Path("a play")
PAGE: dict[str, Any] = {
    "number": "SO-1",
    "customer": "ACME [red]",
    "customer_po": "PO [7]",
    "value": "12000.50",
    "currency": "EUR",
    "events": [
        event("07:59:00", "order.received", version=1, missing=""),
        event("08:00:00", "stock.reserved", lines="100 S-403, 200.0 S-403", lacks=""),
        event("08:01:00", "order.cancelled", reason="he said [b]no[/b] :smile: " + "and again " * 10),
    ],
}


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_closing_story_is_told_in_the_words_of_timeline_a_line_a_step(lang: Language) -> None:
    console, told = narrow()
    print_story(PAGE, lang, console, PLAY)
    first, *lines = told.getvalue().strip("\n").splitlines()
    assert lines == list(as_text(lines_of_page(PAGE, lang), lang))
    assert first == f"SO-1  {head(PAGE, lang)}"


def test_what_people_wrote_stands_literally_in_the_closing_story() -> None:
    console, told = narrow()
    print_story(PAGE, "en", console, PLAY)
    assert all(text in told.getvalue() for text in ("ACME [red]", "PO [7]", "[b]no[/b] :smile:", "300 × S-403"))


def test_a_folded_story_names_the_command_that_shows_all_of_it() -> None:
    console, told = narrow()
    aside = [event(f"08:{minute:02}:00", "purchase.changed", served=f"{minute + 1} S-403") for minute in range(40)]
    print_story({**PAGE, "events": [*PAGE["events"], *aside]}, "en", console, PLAY)
    assert "40 more lines" in told.getvalue()
    assert "timeline SO-1 --all --data 'a play' shows them" in told.getvalue()


def test_the_summary_is_for_people() -> None:
    console, told = narrow()
    seconds = {"paid": {"p50": 86400, "p95": 172800}}
    print_summary(
        {"orders": 2, "by_state": {"closed": 1, "open": 1}, "explained": {"[sealed] from finance": 1},
         "stage_seconds": seconds, "ledger_balance": {"CNY": "0.00", "USD": "0.00"}, "ledger_ok": True,
         "stock_ok": False, "purchases": 4, "bank_files": 3, "bills": 2, "bills_matched": 1,
         "months_closed": ["2026-11"], "papers_of": "SO-1", "papers": {"sales_slip": 2, "commercial_invoice": 1},
         "production": made([]), "gates": presented([]), "inspection": inspected([], []), "quotation": quoted([]),
         "alternatives": offered([]), "replaced": replaced([]), "recall": recalled([], []), "credit": {}},
        console,
    )  # fmt: skip
    lines = [line.strip() for line in told.getvalue().splitlines()]
    assert "1 open, waiting for [sealed] from finance" in lines
    assert "time per stage, business days" in lines
    assert "debit less credit: CNY 0.00, USD 0.00; receivables agree: yes" in lines
    assert "stock adds up: NO; shortages bought: 4" in lines
    assert "bank files taken: 3; bills matched: 1 of 2; months closed: 2026-11" in told.getvalue()
    assert "papers of SO-1: 3 (2 sales slip, 1 commercial invoice)" in lines


@pytest.mark.needs("PUR-11", "WHS-5", "SAL-1", "SAL-10")
def test_what_was_made_inspected_and_quoted_has_a_line_each() -> None:
    production = [
        {"item": "K-104", "accepted": "150.0", "state": "finished"},
        {"item": "T-306", "accepted": "0", "state": "released"},
    ]
    lots = [
        {"again": False, "state": "accepted"},
        {"again": False, "state": "rejected"},
        {"again": True, "state": "accepted"},
        {"again": False, "state": "conceded"},
    ]
    quotations = [{"approved_by": ""}, {"approved_by": "zhou.ting"}]
    ways = [{"way": "new_date"}, {"way": "ship_in_part"}]
    offers = [{"offered": ways, "choice": choice} for choice in (None, 1, 2)]
    late = {"number": "PO-1", "item": "X-1", "supplier": "S-1", "reason": TOO_LATE, "promised_on": "04-20"}
    sooner = {"number": "PO-2", "item": "X-1", "supplier": "S-2", "reason": "", "promised_on": "04-08"}
    gone = {"left_us": "60.0", "customers": ["C-1", "C-2"], "here": "15"}
    recall = {"lot": "LOT-1", "supplier": "S-1", "item": "X-1", **gone}
    complaints = [{"words": words} for words in (f"{RECALLED}LOT-1", f"{RECALLED}LOT-1", "too late")]
    told = {
        "recall": recalled([recall], complaints),
        "replaced": replaced([late | {"accepted": "0"}, sooner | {"accepted": "40"}]),
        "production": made(production),
        "gates": presented([{"again": False, "state": "failed"}, {"again": True, "state": "passed"}]),
        "inspection": inspected(lots, [{"kind": "rework"}]),
        "quotation": quoted([{"quotations": quotations, "orders": ["o1"]}]),
        "alternatives": offered([{"alternatives": None}, *({"alternatives": one} for one in offers)]),
    }
    assert [str(line) for line in lines(told)] == [
        "made in our own shop: 150 × K-104; production orders finished: 1 of 2",
        "first articles and runs inspected: 1, failed: 1, passed after their rework: 1; let go on by a concession: 0",
        "lots inspected: 3, rejected: 2",
        "rejected lots reworked: 1, passed then: 1; let in by a concession: 1; sent back: 0; scrapped: 0",
        "inquiries: 1, quotations: 2, signed below the floor: 1; orders by quotation: 1",
        "orders with alternatives: 3, chosen: 2, in part: 1",
        "late suppliers replaced before the date: 1; X-1 of S-1 was put off to 04-20, S-2 brought it for 04-08",
        (
            "lot recalled: LOT-1 of S-1; 60 × X-1 were traced to 2 customers, complaints opened for them: 2; "
            "barred here: 15"
        ),
    ]


def test_of_what_a_company_does_not_do_the_summary_has_no_line() -> None:
    nothing = {"production": made([]), "gates": presented([]), "inspection": inspected([], []), "quotation": quoted([])}
    late = {"alternatives": offered([]), "replaced": replaced([]), "recall": recalled([], [])}
    assert lines({**nothing, **late}) == ()


@pytest.mark.needs("LOG-7")
def test_an_order_paid_by_credit_is_told_with_its_papers_and_what_was_found() -> None:
    finding = {"field": "transports.0.freight", "asked": "collect", "came": "prepaid", "article": "ISBP 745 E27; 46A"}
    credit = {
        "order": "SO-1", "number": "LC1", "amount": {"amount": "90.50", "currency": "USD"},
        "papers": [{"kind": "invoices", "number": "INV-1"}, {"kind": "transports", "number": "ESL1"}],
        "examined": [
            {"on": "2026-12-03", "verdict": "discrepant", "findings": [finding]},
            {"on": "2026-12-04", "verdict": "conform", "findings": []},
        ],
        "bank": "Bank", "presented_on": "2026-12-05", "pays_on": "2026-12-09", "state": "closed", "page": "http://desk/1",
    }  # fmt: skip
    assert [str(line) for line in play_credit.lines({"credit": credit})] == [
        "paid by letter of credit: SO-1, credit LC1 over 90.50 USD",
        "  its documents: invoice INV-1; transport document ESL1",
        "  examined for 2026-12-03: discrepancies",
        "    transports.0.freight: the credit asks for collect, there stands prepaid (ISBP 745 E27; 46A)",
        "  examined for 2026-12-04: the documents conform",
        "  presented to Bank on 2026-12-05; it pays on 2026-12-09; the order is closed",
        "  its page at the desk: http://desk/1",
    ]
    assert play_credit.lines({"credit": {}}) == ()
