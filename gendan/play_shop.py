"""What a play's company makes itself, how it inspects, its price list: what no table of an import can hold."""

from __future__ import annotations

import hashlib
import json
import tomllib
from pathlib import Path
from typing import Any

from contracts.texts import Text
from gendan.told import Told
from world.client import Api

FILE, KEPT_BY = "shop.toml", "gendan.import"


class NotKept(Told):
    """A department refuses what the file says."""


async def keep_shop(source: Path, api: Api) -> int:
    """Put each body of the source's ``shop.toml`` as it stands, in its role; how many, 0 without a file.

    Raises NotKept at the first that is refused, for what follows stands on it.
    """
    file = source / FILE
    puts = tomllib.loads(file.read_text(encoding="utf-8"))["put"] if file.is_file() else []
    for one in puts:
        await _put(one, api)
    return len(puts)


async def _put(one: dict[str, Any], api: Api) -> None:
    department, _, path = one["at"].partition("/")
    key = "shop:" + hashlib.sha256(json.dumps(one, sort_keys=True).encode()).hexdigest()
    who = api.acting_as(KEPT_BY, one["role"])
    answer = await who.put(department, f"/{path}", one["body"], key=key)
    if not answer.ok:
        raise NotKept(Text("{file}: {at} is not taken: {fault}", file=FILE, at=one["at"], fault=answer.body))
