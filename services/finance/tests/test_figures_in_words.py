"""What a figure is called, means and is counted in, as its reader says it (ALL-4, ALL-5)."""

from chassis import clock
from chassis.http.figure_view import state_of
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
