"""The machine's own Chromium, which nobody has to fetch."""

import shutil

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
"""The first is the browser without windows: a page costs a third of what it costs in the others."""


def find_chromium() -> str | None:
    return next((path for name in NAMES if (path := shutil.which(name))), None)
