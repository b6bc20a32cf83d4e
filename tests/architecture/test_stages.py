"""How far an order is has one vocabulary, contracts/stages.py: no page, list or event has a word of its own for it."""

from collections.abc import Iterator
from typing import Any, get_args

import pytest

from chassis.stored import stored
from contracts.catalogue import EVENTS
from contracts.codec import checker
from contracts.departments import DEPARTMENTS
from contracts.stages import ENDS, STAGE_OF, STAGES, WORDS, State
from services.finance.account.rules.account import Account
from services.sales.order.rules.stage import Stage as StageOfSales
from tests.needs import needs

pytestmark = needs("NOT-1")

BOARDS = {"sales": "OrderBrief", "notify": "OrderOnBoard"}


@pytest.mark.parametrize("department", DEPARTMENTS)
def test_every_stage_that_a_department_shows_or_is_asked_for_is_of_the_vocabulary(
    documents: dict[str, dict[str, Any]], department: str
) -> None:
    assert set(words(documents[department], within=False)) <= set(WORDS)


def test_sales_finance_and_the_board_show_stages(documents: dict[str, dict[str, Any]]) -> None:
    """Else the test before would hold for want of anything to look at."""
    shown = {name for name in DEPARTMENTS if set(words(documents[name], within=False))}
    assert shown == {"sales", "finance", "notify"}


@pytest.mark.parametrize(("department", "page"), BOARDS.items())
def test_an_order_as_a_whole_has_one_word_on_sales_page_and_on_the_board(
    documents: dict[str, dict[str, Any]], department: str, page: str
) -> None:
    state = documents[department]["components"]["schemas"][page]["properties"]["state"]
    assert set(state["enum"]) == {"open", *ENDS} == set(get_args(State))


def test_an_event_brings_an_order_to_words_of_the_vocabulary() -> None:
    ends = [(topic, word) for topic, event in EVENTS.items() for word in (event.stage, event.ends) if word]
    schemas = {topic: checker(event).json_schema() for topic, event in EVENTS.items()}
    named = [(topic, word) for topic, schema in schemas.items() for word in words(schema, within=False)]
    assert not [(topic, word) for topic, word in (*ends, *named) if word not in WORDS]


def test_stages_are_reached_in_the_order_of_the_vocabulary() -> None:
    assert [word for word in WORDS if word in STAGES] == list(STAGES)


def test_the_board_has_a_stage_for_every_word_of_sales() -> None:
    """What says more than a stage comes after it and before the next one."""
    for word in set(get_args(StageOfSales)) - set(ENDS):
        stage = STAGE_OF.get(word, word)
        assert stage == next(known for known in reversed(WORDS[: WORDS.index(word) + 1]) if known in STAGES)


@pytest.mark.parametrize(("word", "stage"), [("clarified", "received"), ("changed", "confirmed")])
def test_an_account_that_an_earlier_release_wrote_is_read_in_the_words_of_today(word: str, stage: str) -> None:
    account = stored(Account, f'{{"order_id": "019a2f3e-0000-7000-8000-000000000001", "stage": "{word}"}}')
    assert account.stage == stage


def words(part: Any, *, within: bool) -> Iterator[str]:
    """What an enum allows under a property or parameter that is called by a stage."""
    if isinstance(part, list):
        for each in part:
            yield from words(each, within=within)
    if not isinstance(part, dict):
        return
    if within and "enum" in part:
        yield from part["enum"]
    within = within or "stage" in str(part.get("name", ""))
    for name, each in part.items():
        yield from words(each, within=within or "stage" in name)
