"""A sample as people see it."""

from __future__ import annotations

from datetime import date

from contracts.value import fields_of
from services.sales.sample.rules import Sample, Standing


class SampleState(Sample):
    state: Standing
    """As it stands today: one that is to be sent or judged may be overdue."""


def state_of(sample: Sample, today: date) -> SampleState:
    return SampleState(**fields_of(sample), state=sample.standing(today))
