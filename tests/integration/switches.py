"""A department's policies while it runs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from chassis.figures import read_opening_again

Switch = Callable[..., None]
"""`switch("logistics", dispatch="by_hand")`."""


@contextmanager
def policies() -> Iterator[Switch]:
    """Inside the block policies can be switched; they go through the environment, as in production."""
    with pytest.MonkeyPatch.context() as patch:

        def to(department: str, **figures: Any) -> None:
            for name, value in figures.items():
                patch.setenv(f"GENDAN_{department}_{name}".upper(), str(value))
            read_opening_again()

        yield to
    read_opening_again()
