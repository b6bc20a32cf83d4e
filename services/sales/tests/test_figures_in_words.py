"""What the values of a table of figures mean stands beside them in the reader's language (ALL-5, SAL-12)."""

from chassis import clock
from chassis.http.figure_view import state_of
from chassis.language import catalogue
from contracts.texts import saying
from services.sales.house import HOUSE
from services.sales.policy import Policy
from tests.needs import needs

pytestmark = needs("ALL-5", "SAL-12")


def test_the_values_of_a_table_are_told_in_words_and_stay_codes_for_programs() -> None:
    figure = state_of(Policy, [], clock.today(), "complaint_departments")
    with saying(catalogue("zh", HOUSE.locale)):
        told = figure.model_dump()
    assert told["value"]["quality"] == "warehouse"
    assert (told["keys"]["quality"], told["choices"]["warehouse"]) == ("质量", "仓库")


def test_a_table_of_numbers_needs_no_words() -> None:
    assert state_of(Policy, [], clock.today(), "urgency_weights").choices == {}
