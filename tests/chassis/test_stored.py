"""What a release of before let in is read at the nearest bound, and hurts no neighbour (SAL-2, FIN-1)."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from pydantic import ValidationError

from chassis.stored import Remembered, storable, stored
from contracts.codec import decoded
from contracts.scalars import Country, Currency, Day, Days, Moment, Number
from contracts.value import Value


class Row(Value):
    """One of each type that has bounds."""

    day: Day = date(2026, 1, 1)
    at: Moment = datetime(2026, 1, 1, tzinfo=UTC)
    days: Days = 1
    number: Number = Decimal(1)
    currency: Currency = "CNY"
    country: Country = "CN"


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ('{"day": "9999-12-31"}', {"day": date(2199, 12, 31)}),
        ('{"day": "0001-01-01"}', {"day": date(1970, 1, 1)}),
        ('{"at": "9999-12-31T23:59:59Z"}', {"at": datetime(2199, 12, 31, 12, tzinfo=UTC)}),
        ('{"at": "0001-01-01T00:00:00+14:00"}', {"at": datetime(1970, 1, 1, 12, tzinfo=UTC)}),
        ('{"days": 20261127}', {"days": 3650}),
        ('{"number": "0.%s"}' % ("3" * 50), {"number": Decimal("0." + "3" * 28)}),
        ('{"currency": "RMB"}', {"currency": "RMB"}),
        ('{"country": "ZZ"}', {"country": "ZZ"}),
    ],
)
def test_what_was_written_before_the_bounds_is_read_at_the_nearest(text: str, read: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        decoded(Row, text)
    assert stored(Row, text) == Row().but(**read)


def test_what_was_written_or_read_is_not_read_anew() -> None:
    rows = Remembered(Row)
    kept = Row(days=7)
    assert rows.read(rows.written(kept)) is kept
    assert rows.read('{"days": 8}') is rows.read('{"days": 8}')


def test_a_document_that_another_process_wrote_is_read() -> None:
    rows = Remembered(Row)
    rows.written(Row(days=7))
    assert rows.read(storable(Row(days=9))) == Row(days=9)


def test_of_more_than_is_remembered_those_last_asked_for_stay() -> None:
    first, second, third = (Row(days=days) for days in (1, 2, 3))
    rows = Remembered(Row, most=2 * len(storable(first)))
    texts = [rows.written(one) for one in (first, second)]
    assert rows.read(texts[0]) is first
    rows.written(third)
    assert rows.read(texts[0]) is first
    assert rows.read(texts[1]) is not second
    assert rows.read(texts[1]) == second


def test_what_cannot_be_read_is_said_each_time_and_not_remembered() -> None:
    rows = Remembered(Row)
    for _ in range(2):
        with pytest.raises(ValidationError):
            rows.read('{"days": "many"}')
