"""The six departments, by the names that their topics, databases and settings bear."""

from typing import Literal, get_args

Department = Literal["sales", "purchasing", "warehouse", "logistics", "finance", "notify"]
DEPARTMENTS: tuple[str, ...] = get_args(Department)
