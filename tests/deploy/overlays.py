"""The overlays of this repository, each rendered once."""

from functools import cache
from pathlib import Path

import pytest

from deploy.check.__main__ import OVERLAYS
from deploy.check.rendered import Rendered, render

LOCAL, PLAY, RESTORE, PRODUCTION = OVERLAYS[1:]
rendered = cache(render)
each_overlay = pytest.mark.parametrize("overlay", OVERLAYS, ids=lambda overlay: overlay.name)


def shown(overlay: Path) -> Rendered:
    return rendered(overlay)
