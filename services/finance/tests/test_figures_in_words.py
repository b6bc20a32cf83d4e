"""What a figure is called, means and is counted in, as its reader says it (ALL-4, ALL-5)."""

from chassis import clock
from chassis.figures import Figure
from chassis.http.figure_view import put_state, state_of
from chassis.language import catalogue
from contracts.texts import saying
from services.finance.house import HOUSE
from services.finance.policy import Policy
from tests.needs import needs

pytestmark = needs("ALL-4", "ALL-5")


def test_a_figure_is_told_in_chinese_and_its_name_stays_for_programs() -> None:
    figure = state_of(Policy, [], clock.today(), "hold_after_days")
    with saying(catalogue("zh", HOUSE.locale)):
        told = figure.model_dump()
    assert (told["name"], told["label"], told["unit"]) == ("hold_after_days", "逾期多少天冻结", "天")
    assert told["says"] == "FIN-4：到期后多少自然日自动冻结。"
    assert figure.model_dump()["label"] == "Hold after days"


def test_what_a_switch_is_set_to_is_told_in_words_and_its_code_stays_for_programs() -> None:
    by_hand = Figure("refunds", 1, clock.today(), "by_hand", "wang.fang", clock.now())
    figure = state_of(Policy, [by_hand], clock.today(), "refunds")
    with saying(catalogue("zh", HOUSE.locale)):
        told = figure.model_dump()
    assert (told["value"], told["value_says"]) == ("by_hand", "人工")
    assert told["choices"] == {"automatic": "自动", "by_hand": "人工"}
    assert put_state(Policy, by_hand).model_dump()["value_says"] == "by hand"


def test_the_keys_of_a_table_are_told_in_words_and_stay_codes_for_programs() -> None:
    figure = state_of(Policy, [], clock.today(), "price_change_signers")
    assert isinstance(figure.value, dict)
    assert figure.keys.keys() >= figure.value.keys()
    with saying(catalogue("zh", HOUSE.locale)):
        told = figure.model_dump()["keys"]
    assert told["general manager"] == "总经理"
    assert state_of(Policy, [], clock.today(), "bank_accounts").keys == {}


def test_an_amount_is_no_code_and_needs_no_words() -> None:
    figure = state_of(Policy, [], clock.today(), "hold_above")
    assert (figure.value_says, figure.choices) == (None, {})
