"""What a customer said is written down, agreed to by him, and named by what is quoted (SAL-19)."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest

from chassis import clock
from chassis.refusal import InvalidInput
from services.sales.confirming import rules
from services.sales.confirming.rules import Agree, Answered, Record
from services.sales.inquiry.rules import Inquiry
from services.sales.needs.rules.document import Needs, Version, inquiry_of, unconfirmed_in
from services.sales.needs.rules.questions import OPENING, Question
from services.sales.papers.rules.needs_confirmation import needs_paper, needs_sheet
from services.sales.papers.store import of_order
from services.sales.policy import Policy
from services.sales.quoting import rules as quoting
from services.sales.tests.calling import CUSTOMER, Caller, an_order
from services.sales.tests.story import DAY, POLICY
from services.sales.tests.test_intake import ALFKI
from services.sales.tests.test_papers import US, words
from services.sales.tests.test_quoting import LIST, NUMBER, _inquiry, _quotation, opened, quote
from tests.needs import needs

pytestmark = needs("SAL-19")
INQUIRY = opened()
CONFIRMED = f"{NUMBER.replace('IN', 'NC')}-"
MUST = ("use", "quality", "date", "packing")


def answered(question: str, answer: str = "如图纸", on: date = DAY) -> Answered:
    return Answered(question, answer, "phone", "Maria Anders", on)


def recorded(*answers: Answered, before: Needs | None = None, kind: str | None = None) -> Needs:
    asked = Record(INQUIRY.inquiry_id, kind, answers, "wang.fang")
    done = rules.record(INQUIRY, before, asked, OPENING, DAY)
    assert isinstance(done, Needs)
    return done


def yes(version: int, on: date = DAY) -> Agree:
    return Agree(INQUIRY.inquiry_id, version, "Maria Anders", on, "letter", "wang.fang")


def agreed(told: Needs) -> Needs:
    done = rules.agree(INQUIRY, told, yes(told.newest.version))
    assert isinstance(done, Needs)
    return done


ALL = recorded(*map(answered, MUST))


def test_what_the_customer_said_is_kept_with_who_when_how_and_the_question_as_it_was_worded() -> None:
    (only,) = recorded(answered("use")).newest.needs
    assert (only.said_by, only.said_on, only.channel, only.recorded_by) == ("Maria Anders", DAY, "phone", "wang.fang")
    assert only.asked == OPENING["general"]["use"]


def test_a_kind_of_product_is_asked_more_than_every_product() -> None:
    assert unconfirmed_in(None, OPENING) == MUST
    food = recorded(answered("shelf_life"), kind="food")
    assert unconfirmed_in(food, OPENING) == (*MUST, "shelf_life", "allergens")
    assert recorded(answered("allergens"), before=food).newest.kind == "food"
    for kind, list_of_kind in OPENING.items():
        both = {one for question in list_of_kind.values() for one in (question.en, question.zh)}
        assert len(both) == 2 * len(list_of_kind), kind


def test_an_answer_counts_once_the_customer_agreed_to_it_and_not_after_it_changed() -> None:
    assert unconfirmed_in(ALL, OPENING) == MUST
    held = agreed(ALL)
    assert (unconfirmed_in(held, OPENING), held.confirmed) == ((), f"{CONFIRMED}1")
    changed = recorded(answered("date", "再早一周"), before=held)
    assert (unconfirmed_in(changed, OPENING), changed.confirmed) == (("date",), f"{CONFIRMED}1")
    again = agreed(changed)
    assert (unconfirmed_in(again, OPENING), again.confirmed) == ((), f"{CONFIRMED}2")
    assert [one.answers["date"] for one in again.versions] == ["如图纸", "再早一周"]


def test_a_version_that_nobody_agreed_to_makes_room_for_the_next_one() -> None:
    second = recorded(answered("labels"), before=ALL)
    assert [(one.version, len(one.needs)) for one in second.versions] == [(2, 5)]
    assert second.numbered(f"{CONFIRMED}1") is None


def test_the_same_answer_again_makes_no_version() -> None:
    held = agreed(ALL)
    assert recorded(answered("use", on=DAY - timedelta(days=1)), before=held) is held


def test_an_unknown_kind_an_unknown_question_and_two_answers_to_one_are_refused_at_once() -> None:
    answers = (answered("colour"), answered("use"), answered("use", "other"))
    refused = rules.record(INQUIRY, None, Record(INQUIRY.inquiry_id, "toys", answers, "wang.fang"), OPENING, DAY)
    assert isinstance(refused, InvalidInput)
    fields = [fault["field"] for fault in refused.faults]
    assert fields == ["kind", *(f"answers.{place}.question" for place in range(3))]
    assert str(refused.faults[0]["expected"]) == "one of general, electrical, food, textile"


def test_nothing_old_or_unsaid_is_agreed_to_and_nothing_twice_otherwise() -> None:
    assert isinstance(rules.agree(INQUIRY, None, yes(1)), rules.NothingToAgreeTo)
    second = recorded(answered("labels"), before=ALL)
    assert isinstance(rules.agree(INQUIRY, second, yes(1)), rules.NeedsChangedSince)
    held = agreed(second)
    assert rules.agree(INQUIRY, held, yes(2)) is held
    other = rules.agree(INQUIRY, held, replace(yes(2), person="Otto Anders"))
    assert isinstance(other, rules.NeedsAgreedAlready)
    early = rules.agree(INQUIRY, second, yes(2, DAY - timedelta(days=1)))
    assert isinstance(early, InvalidInput)
    assert [fault["field"] for fault in early.faults] == ["agreed_on"]


def quoted(told: Needs | None, policy: Policy = POLICY) -> Any:
    return quoting.quote(INQUIRY, quote(INQUIRY, (1, "10")), {"P-1": "pcs"}, LIST, DAY, told, policy)


@pytest.mark.parametrize(
    ("told", "names", "lacks"),
    [(None, "", MUST), (ALL, "", MUST), (agreed(ALL), f"{CONFIRMED}1", ())],
)
def test_a_quotation_names_what_was_agreed_and_what_was_not(
    told: Needs | None, names: str, lacks: tuple[str, ...]
) -> None:
    done = quoted(told)
    assert isinstance(done, Inquiry)
    assert done.newest
    assert (done.newest.needs, done.newest.unconfirmed) == (names, lacks)


def test_the_company_may_refuse_to_quote_before_the_needs_are_agreed_to() -> None:
    strict = POLICY.model_copy(update={"quote_before_needs": "refused"})
    refused = quoted(ALL, strict)
    assert isinstance(refused, quoting.NeedsToConfirm)
    assert str(refused).endswith("use, quality, date, packing.")
    assert isinstance(quoted(agreed(ALL), strict), Inquiry)


@pytest.mark.parametrize(("language", "asked"), [("zh-Hans", "何时"), ("de", "By when")])
def test_the_paper_lists_the_needs_by_number_in_the_customers_language(language: str, asked: str) -> None:
    version: Version = agreed(ALL).newest
    paper = needs_paper(agreed(ALL), version, INQUIRY, ALFKI.but(language=language), US)
    sheet = needs_sheet(paper)
    (table,) = sheet.tables
    assert ([row[0] for row in table.rows], asked in str(table.rows[2][1])) == (["1", "2", "3", "4"], True)
    assert str(table.rows[2][3]) == "Maria Anders, 2026-03-02, by telephone"
    assert {str(fact.label): str(fact.value) for fact in sheet.facts}["Agreed by"] == "Maria Anders"


@pytest.mark.parametrize("number", ["NC-2026-000001", "IN-2026-000001-1", "NC-2026-000001-0x", "SO-2026-000001"])
def test_what_is_no_number_of_a_version_names_no_needs(number: str) -> None:
    assert inquiry_of(number) is None


def test_the_lists_of_the_company_have_one_for_every_product() -> None:
    toys = {"age": Question(about="hidden", en="For which age?", zh="适用年龄？")}
    with pytest.raises(ValueError, match="general"):
        Policy(need_questions={"toys": toys})


def said(*questions: str, **how: str) -> dict[str, Any]:
    known = {"answer": "如图纸", "channel": "mail", "said_by": "Maria Anders", "said_on": clock.today().isoformat()}
    return {"answers": [{"question": question, **known, **how} for question in questions]}


ALFKI_HIMSELF: Any = {"who": "ALFKI", "role": "customer"}
BONAP: Any = {"who": "BONAP", "role": "customer"}


async def test_a_customer_agrees_by_the_link_to_the_version_that_it_leads_to(call: Caller) -> None:
    await call("PUT", "/customers/ALFKI", CUSTOMER | {"language": "zh-Hans"})
    await call("POST", "/inquiries", _inquiry())
    path, first = f"/inquiries/{NUMBER}", f"{CONFIRMED}1"
    told = (await call("POST", f"{path}/needs", said(*MUST))).json()
    assert ([one["question"] for one in told["open"]], told["unconfirmed"]) == (
        ["parts", "labels", "papers", "trouble"],
        [*MUST],
    )
    old = (await call("POST", f"/papers/needs_confirmation/{first}/link", {})).json()
    assert "何时需要" in words((await call("GET", f"/papers/needs_confirmation/{first}.pdf")).content)
    await call("POST", f"{path}/needs", said("labels"))
    assert "重新记录" in (await call.client.get(old["reply_path"], headers={"accept-language": "zh"})).text
    form = {"person": "Maria Anders"}
    late = await call.client.post(old["reply_path"], data=form)
    assert (late.status_code, late.json()["type"]) == (409, "/problems/needs-changed-since")

    new = (await call("POST", f"/papers/needs_confirmation/{CONFIRMED}2/link", {})).json()
    assert "<form" in (await call.client.get(new["reply_path"])).text
    for _ in range(2):  # a double click
        assert (await call.client.post(new["reply_path"], data=form)).status_code == 303
    assert "<form" not in (await call.client.get(new["reply_path"])).text
    (version,) = (await call("GET", f"{path}/needs", **ALFKI_HIMSELF)).json()["versions"]
    assert (version["number"], version["agreement"]["way"], version["agreement"]["recorded_by"]) == (
        f"{CONFIRMED}2",
        "link",
        "wang.fang",
    )
    drawn = await call("GET", f"/papers/needs_confirmation/{CONFIRMED}2.pdf", **ALFKI_HIMSELF)
    assert "Maria Anders" in words(drawn.content)

    other = 'SELECT (jsonb_populate_record(one, \'{"kind": "order_confirmation"}\')).* FROM paper one'
    await call.pool.execute(f"INSERT INTO paper {other}; UPDATE paper_link SET kind = 'order_confirmation'")
    assert (await call.client.post(new["reply_path"], data=form)).status_code == 404
    await call.pool.execute("UPDATE paper_link SET ends_at = now()")
    assert (await call.client.post(new["reply_path"], data=form)).status_code == 410
    assert (await call.client.get("/papers/shared/nothing/reply")).status_code == 404


async def test_the_company_puts_lists_of_its_own_and_what_was_told_keeps_its_question(call: Caller) -> None:
    await call("POST", "/inquiries", _inquiry())
    first = {"about": "hidden", "en": "For which age?", "zh": "适用年龄？", "obligatory": True}
    manager: Any = {"role": "sales manager"}
    toys = {"kind": "toys", **said("age")}
    for question in (first, {**first, "en": "From which age on?"}):
        lists = {"value": {"general": {}, "toys": {"age": question}}}
        put = await call("PUT", "/figures/need_questions", lists, **manager)
        assert (put.status_code, put.json()["set_by"]) == (200, "wang.fang")
        assert (await call("POST", f"/inquiries/{NUMBER}/needs", toys)).status_code == 200
    told = (await call("GET", f"/inquiries/{NUMBER}/needs")).json()
    assert (told["kind"], told["unconfirmed"]) == ("toys", ["age"])
    assert told["versions"][0]["needs"][0]["asked"]["en"] == "For which age?"
    assert len((await call("GET", "/figures/need_questions", **manager)).json()["items"]) == 2


async def test_another_customer_neither_sees_nor_agrees_to_them(call: Caller) -> None:
    await call("POST", "/inquiries", _inquiry())
    path = f"/inquiries/{NUMBER}"
    await call("POST", f"{path}/needs", said(*MUST))
    word = {"expected_version": 1, "person": "Maria Anders", "agreed_on": clock.today().isoformat()}
    assert (await call("POST", f"{path}/agree-needs", word, **BONAP)).status_code == 404
    assert (await call("GET", f"{path}/needs", **BONAP)).status_code == 404
    assert (await call("GET", f"/papers/needs_confirmation/{CONFIRMED}1", **BONAP)).status_code == 404
    assert (await call("GET", f"/papers/needs_confirmation/{CONFIRMED}9")).status_code == 404
    assert (await call("GET", f"/inquiries/{uuid4()}/needs")).status_code == 404
    assert (await call("POST", f"{path}/needs", said("use"), **ALFKI_HIMSELF)).status_code == 403
    him = (await call("POST", f"{path}/agree-needs", word, **ALFKI_HIMSELF)).json()
    assert (him["confirmed"], him["versions"][0]["agreement"]["way"]) == (f"{CONFIRMED}1", "himself")


async def test_an_order_by_the_quotation_is_confirmed_with_the_needs_that_it_was_quoted_for(call: Caller) -> None:
    await call("POST", "/inquiries", _inquiry())
    path = f"/inquiries/{NUMBER}"
    await call("POST", f"{path}/needs", said(*MUST))
    word = {"expected_version": 1, "person": "Maria Anders", "agreed_on": clock.today().isoformat()}
    await call("POST", f"{path}/agree-needs", word)
    answer = (await call("POST", f"{path}/quote", _quotation())).json()["quotations"][0]
    assert (answer["needs"], answer["unconfirmed"]) == (f"{CONFIRMED}1", [])
    placed = (await call("POST", "/orders", an_order("4711", quotation=answer["number"]))).json()
    async with call.pool.acquire() as db:
        papered = await of_order(db, placed["order_id"])
    assert papered
    assert papered.needs == f"{CONFIRMED}1"
