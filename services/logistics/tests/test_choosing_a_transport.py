"""LOG-1: the cheapest that arrives in time, else the fastest, and why."""

from datetime import date
from decimal import Decimal

from services.logistics.shipment.rules.offers import Rate, options
from services.logistics.shipment.rules.transport import Choice, Tariff
from services.logistics.tests.samples import rate
from tests.needs import needs

pytestmark = needs("LOG-1")

TODAY = date(2026, 3, 2)
SEA, AIR = rate(mode="sea", days=30, base="100"), rate("C-2", "air", days=3, base="900")
VALUES = {"USD": Decimal(7), "CNY": Decimal(1)}


def chosen(*rates: Rate, by: date | None, international: bool = True) -> Choice | None:
    tariff = Tariff(
        {"DE": rates}, TODAY, "CN" if international else "DE", VALUES, by_rule=False, on_time_least=Decimal(0)
    )
    return tariff.choose("DE", Decimal(10), by)


def test_the_cheapest_in_time_is_taken() -> None:
    choice = chosen(SEA, AIR, by=date(2026, 5, 1))
    assert choice
    assert (choice.option.rate, choice.reason.code, choice.in_time) == (SEA, "cheapest_in_time", True)


def test_a_cheaper_one_that_comes_too_late_is_not_taken() -> None:
    choice = chosen(SEA, AIR, by=date(2026, 3, 20))
    assert choice
    assert (choice.option.rate, choice.in_time) == (AIR, True)


def test_when_all_are_late_the_fastest_goes_and_says_so() -> None:
    choice = chosen(SEA, AIR, by=date(2026, 3, 3))
    assert choice
    assert (choice.option.rate, choice.reason.code, choice.in_time) == (AIR, "fastest_but_late", False)


def test_arrival_on_the_promised_day_is_in_time() -> None:
    choice = chosen(SEA, AIR, by=date(2026, 4, 1))
    assert choice
    assert choice.option.rate == SEA


def test_without_a_promised_date_the_cheapest_goes() -> None:
    choice = chosen(AIR, SEA, by=None)
    assert choice
    assert choice.option.rate == SEA


def test_without_an_offer_nothing_is_chosen() -> None:
    assert chosen(by=TODAY) is None


def test_the_reason_names_the_modes_that_were_compared() -> None:
    choice = chosen(SEA, AIR, by=date(2026, 5, 1))
    assert choice
    assert choice.reason.text == "sea with C-1 is the cheapest of 2 offers (air, sea) for arrival by 2026-05-01"


def test_an_international_order_with_one_mode_says_that_no_second_is_offered() -> None:
    choice = chosen(SEA, by=None)
    assert choice
    assert choice.reason.text.endswith("no second mode is offered beside sea")


def test_a_second_mode_that_a_clerk_does_not_take_is_offered_all_the_same() -> None:
    tariff = Tariff({"DE": (SEA, AIR)}, TODAY, "CN", VALUES, by_rule=False, on_time_least=Decimal(0))
    named = tariff.choose("DE", Decimal(10), None, "C-1", "sea")
    failed = tariff.choose("DE", Decimal(10), None, without={"C-2"})
    assert named
    assert named.reason.text == "sea with C-1 is the cheapest of 1 offers (sea)"
    assert failed
    assert failed.reason.text.endswith("no second mode is offered beside sea"), "whoever failed it offers nothing"


def test_a_domestic_order_needs_no_second_mode() -> None:
    choice = chosen(SEA, by=None, international=False)
    assert choice
    assert "second mode" not in choice.reason.text


def test_the_cost_is_base_and_weight_rounded_half_up() -> None:
    odd = Rate("C-3", "road", "DE", 9, Decimal("1.005"), Decimal(0), "USD", Decimal(0), Decimal(1))
    (option,) = options([odd], Decimal(1), TODAY, VALUES)
    assert (option.cost.amount, option.arrives) == (Decimal("1.01"), date(2026, 3, 11))


def test_rates_of_two_currencies_are_compared_by_what_they_are_worth() -> None:
    yuan = Rate("C-9", "rail", "DE", 20, Decimal(650), Decimal(0), "CNY", Decimal(0), Decimal(1))
    choice = chosen(SEA, yuan, by=None)
    assert choice
    assert choice.option.rate == yuan
