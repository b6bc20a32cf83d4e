"""PUR-2, PUR-3: a figure that makes no sense ends the start by its name."""

import pytest

from chassis.environment import SettingsFault
from services.purchasing.policy import ready


@pytest.mark.parametrize(
    ("name", "value"), [("DAYS_BEFORE_PROMISE", "20261127"), ("TOLERANCE", "5"), ("TOLERANCE", "NaN"), ("BUYER", " ")]
)
def test_a_figure_that_makes_no_sense_ends_the_start(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(f"GENDAN_PURCHASING_{name}", value)
    with pytest.raises(SettingsFault, match=f"GENDAN_PURCHASING_{name}"):
        ready()
