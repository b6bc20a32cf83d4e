"""An order's story is told in words, with numbers, amounts and people; a long one folded."""

import re
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from contracts.catalogue import EVENTS
from contracts.sentences import Language, shown
from contracts.texts import FIELD
from contracts.value import names_of
from gendan.language import language
from gendan.why.story import LONG, NUMBERED, Line, as_text, contents, folded, head, lines_of_page, told
from gendan.why.words import PHRASES, sentence
from whereabouts.picture import Picture
from whereabouts.tests.pictures import TODAY, Company
from whereabouts.timeline import timeline

pytestmark = pytest.mark.needs("NOT-2")

OF_NO_ORDER = ("currency", "customer", "item", "supplier", "person", "month", "trial_id", "document_id")
PAGE = {"number": "SO-1", "customer": "ACME", "customer_po": "PO #7", "value": "12000.50", "currency": "EUR"}


def lines(company: Company, *events: dict[str, Any], everything: bool = False) -> list[Line]:
    pictures = [answer for answer in company.answers() if isinstance(answer, Picture)]
    return told(timeline(pictures), contents(pictures, {"events": events}), everything=everything)


def event(topic: str, **facts: Any) -> dict[str, Any]:
    return {"topic": topic, "at": TODAY.isoformat(), "facts": facts}


@pytest.mark.needs("ALL-5")
@pytest.mark.parametrize("lang", PHRASES)
@pytest.mark.parametrize("topic", [topic for topic, each in EVENTS.items() if each.key_field not in OF_NO_ORDER])
def test_every_event_has_its_line_in_both_languages_and_it_names_what_the_event_has(topic: str, lang: Language) -> None:
    summary = EVENTS[topic].summary
    numbers = {name for name, _ in NUMBERED.values()}
    assert summary
    for words in (summary, *summary.when.values()):
        line = words.en if lang == "en" else words.zh
        assert line
        assert set(FIELD.findall(line)) <= {*names_of(EVENTS[topic]), *numbers}


@pytest.mark.needs("ALL-5")
def test_both_languages_tell_the_same() -> None:
    assert set(PHRASES["en"]) == set(PHRASES["zh"])
    for summary in filter(None, (event.summary for event in EVENTS.values())):
        for words in (summary, *summary.when.values()):
            assert set(FIELD.findall(words.en)) == set(FIELD.findall(words.zh)), words.en


@pytest.mark.parametrize("topic", EVENTS)
def test_other_words_are_told_by_a_value_of_a_field_of_the_event(topic: str) -> None:
    summary = EVENTS[topic].summary
    names = {condition.partition("=")[0] for condition in summary.when} if summary else set()
    assert names.issubset(names_of(EVENTS[topic]))


@pytest.mark.parametrize(
    ("topic", "facts", "en", "zh"),
    [
        (
            "purchase.ordered",
            {"number": "PO-2026-000004", "quantity": "300.0", "item": "S-403", "supplier": "LIN"},
            "ordered 300 × S-403 from LIN with PO-2026-000004",
            "已下采购单 PO-2026-000004：300 × S-403，供应商 LIN",
        ),
        (
            "purchase.changed",
            {"served": "100 S-403, 200.0 S-403"},
            "purchase divided anew: it serves 300 × S-403",
            "采购单重新分配：供 300 × S-403",
        ),
        (
            "payment.received",
            {"amount": "1234567.50 CNY", "outstanding": "0.00", "advance": False},
            "payment of 1,234,567.50 CNY received",
            "收款 1,234,567.50 CNY",
        ),
        (
            "payment.received",
            {"amount": "30.00 CNY", "outstanding": "70.00", "advance": True},
            "advance of 30.00 CNY received, 70.00 CNY still open",
            "收到预付款 30.00 CNY，尚欠 70.00 CNY",
        ),
        (
            "shipment.dispatched",
            {"number": "SH-1", "carrier": "C-1", "mode": "sea", "tracking": "00123", "expected": "2026-07-01"},
            "shipment SH-1 left by sea with C-1, tracking 00123, expected 2026-07-01",
            "货物发出，运单 SH-1，承运 C-1（海运），单号 00123，预计 2026-07-01 到",
        ),
        ("order.closed", {"outcome": "cancelled"}, "order closed: cancelled and undone", "订单结案：已取消并撤回"),
        ("order.cancelled", {"reason": "{x} [y] 100.0"}, "order cancelled: {x} [y] 100.0", "订单已取消：{x} [y] 100.0"),
        ("goods.packed", {}, "packed", "已装箱"),
        ("something.new", {"a": 1}, "something.new", "something.new"),
    ],
)
def test_an_event_in_words(topic: str, facts: dict[str, Any], en: str, zh: str) -> None:
    assert (sentence(topic, facts, "en"), sentence(topic, facts, "zh")) == (en, zh)


@pytest.mark.parametrize("value", ["{'a': 1}", "code='x' text='y'", "one, two", "300"])
def test_what_is_no_list_of_items_stays_as_it_is(value: str) -> None:
    assert shown("lines", value) == value


@pytest.mark.needs("ALL-4")
def test_a_step_is_told_with_who_asked_for_it_and_the_command_not_besides() -> None:
    company = Company()
    asked = UUID(int=50)
    company.fact("sales", "asked", "POST /orders/release", asked, None, ago_s=70)
    fact = company.pictures["sales"].facts[-1].model_copy(update={"note": "li.na"})
    company.change("sales", facts=(fact,))
    company.said("sales", "order.released", cause=asked, ago_s=60)
    facts = event("order.released", slip_number="SS-2026-000001")
    (line,) = lines(company, facts)
    assert (line.person, line.text) == ("li.na", "shipment released with sales slip SS-2026-000001")
    assert next(line.text for line in lines(company, facts, everything=True)) == "asked: POST /orders/release"
    assert next(as_text([line])).endswith("sales       shipment released with sales slip SS-2026-000001, by li.na")


def test_a_command_of_which_nothing_came_is_told_by_itself() -> None:
    company = Company()
    company.fact("warehouse", "asked", "retry order.released", UUID(int=50), None, ago_s=70)
    (line,) = lines(company)
    assert line.text == "asked: retry order.released"


def test_what_is_called_by_an_id_is_told_by_the_number_that_was_given_to_it() -> None:
    page = [
        event("purchase.ordered", purchase_id="7", number="PO-1", quantity="2", item="K"),
        event("goods.received", purchase_id="7", accepted="2", item="K", outstanding="0", receipt_number="GR-1"),
    ]
    assert lines_of_page({"events": page})[1].text == "goods received 2 × K with receipt GR-1 of PO-1"


def test_a_long_story_is_folded_to_what_matters_and_a_short_one_not() -> None:
    company = [Line(TODAY + timedelta(minutes=n), "sales", f"step {n}", aside=n % 2 == 0) for n in range(LONG + 2)]
    assert len(folded(company)) == LONG // 2 + 1
    assert folded(company[:LONG]) == company[:LONG]


def test_the_same_again_is_one_line_with_how_often() -> None:
    once = Line(TODAY, "sales", "reserved")
    (line,) = folded([once, once, once])
    assert (line.count, next(as_text([line]))) == (3, "  2026-06-01 10:00  sales       reserved (3 times)")


@pytest.mark.needs("ALL-5")
@pytest.mark.parametrize(
    ("environment", "lang"),
    [
        ({}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "en_US.UTF-8"}, "en"),
        ({"LANG": "C", "LC_MESSAGES": "zh_TW"}, "zh"),
        ({"LANG": "de_DE"}, "en"),
    ],
)
def test_the_language_is_that_of_who_asks(environment: dict[str, str], lang: str) -> None:
    assert language(environment) == lang


def test_the_head_says_whose_order_it_is_and_what_it_is_worth() -> None:
    assert head(PAGE) == "customer ACME, PO PO #7, worth 12,000.50 EUR"
    assert head({}) == ""


def test_no_line_shows_how_a_program_writes_a_value() -> None:
    every = dict.fromkeys(("scribble",), "{'a': 1}")
    for lang in PHRASES:
        for topic in EVENTS:
            assert not re.search(r"[{}\[\]]", sentence(topic, every, lang))
