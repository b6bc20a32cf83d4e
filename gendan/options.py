"""Options that several commands have."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Data = Annotated[Path, typer.Option(help="The folder of the company's data; survives restarts.")]
Reason = Annotated[str | None, typer.Option(help="Why, for the record; at least 5 characters.")]
By = Annotated[str | None, typer.Option("--as", help="Who does it, for the record; by default you.")]
