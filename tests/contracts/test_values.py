"""What a line may ask: what is made of it can be summed, multiplied and rounded (SAL-3, FIN-1)."""

from dataclasses import dataclass
from decimal import Decimal

import pytest
from pydantic import TypeAdapter, ValidationError

from contracts.codec import decoded
from contracts.money import Money, rounded
from contracts.order import AskedLine, DraftLine, OrderLine
from contracts.value import fields_of
from tests.needs import needs

DRAFT: TypeAdapter[DraftLine] = TypeAdapter(DraftLine)
CHANGED: TypeAdapter[OrderLine] = TypeAdapter(OrderLine)
ASKED: TypeAdapter[OrderLine] = TypeAdapter(AskedLine)


def line(quantity: str = "1", price: str = "1") -> dict[str, object]:
    return {"line": 1, "item": "P-1", "quantity": quantity, "unit_price": {"amount": price, "currency": "USD"}}


@pytest.mark.parametrize("quantity", ["999999999.999999", "0", "1E+3", "1.500000000"])
@pytest.mark.parametrize("price", ["999999999999.99999999", "-5", "0"])
def test_what_is_within_reason_can_be_asked_and_its_worth_rounded(quantity: str, price: str) -> None:
    asked = ASKED.validate_python(line(quantity, price))
    assert DRAFT.validate_python(line(quantity, price)).quantity == asked.quantity
    assert rounded(asked.quantity * asked.unit_price.amount * 500, "KWD").is_finite()


@pytest.mark.parametrize("quantity", ["1E400", "1000000000", "0.0000001", "-1", "NaN", "Infinity"])
def test_a_quantity_beyond_reason_is_refused(quantity: str) -> None:
    with pytest.raises(ValidationError, match="quantity"):
        DRAFT.validate_python(line(quantity))
    with pytest.raises(ValidationError, match="quantity"):
        ASKED.validate_python(line(quantity))


@pytest.mark.parametrize("price", ["1E400", "-1E400", "1000000000000", "0.000000001", "NaN"])
def test_a_price_beyond_reason_is_refused(price: str) -> None:
    with pytest.raises(ValidationError, match="unit_price"):
        DRAFT.validate_python(line(price=price))
    with pytest.raises(ValidationError, match=r"expected an amount|unit_price"):
        ASKED.validate_python(line(price=price))


def test_what_was_asked_is_money_and_a_line_like_any_other() -> None:
    """A class of its own would equal no other."""
    assert ASKED.validate_python(line()) == CHANGED.validate_python(line())
    assert type(DRAFT.validate_python(line()).unit_price) is Money


@needs("FIN-1")
@pytest.mark.parametrize(
    ("currency", "amount"), [("USD", "0.34"), ("JPY", "0"), ("CLP", "0"), ("KWD", "0.336"), ("CLF", "0.3355")]
)
def test_an_amount_is_rounded_half_up_to_its_currencys_minor_unit(currency: str, amount: str) -> None:
    assert str(rounded(Decimal("0.33550"), currency)) == amount


@dataclass(frozen=True)
class Kept:
    item: str
    surplus: Decimal = Decimal(0)


def test_a_field_that_an_earlier_release_did_not_keep_is_among_the_fields_with_its_default() -> None:
    assert fields_of(decoded(Kept, '{"item": "P-1"}')) == {"item": "P-1", "surplus": 0}
