"""Hold overlays against schemas and rules: `python -m deploy.check [OVERLAY…]`, by default those of this repository."""

from __future__ import annotations

import sys
from pathlib import Path

from deploy.check import collector, pods, rights, schemas, wiring
from deploy.check.rendered import NotRendered, Rendered, render
from deploy.locked import CHECKOUT

NAMES = ("company", "overlays/local", "overlays/play", "overlays/restore", "overlays/production")
OVERLAYS = tuple(CHECKOUT / "deploy" / "k8s" / name for name in NAMES)
RULES = (*collector.RULES, *schemas.RULES, *pods.RULES, *wiring.RULES, *rights.RULES)


def faults(rendered: Rendered) -> list[str]:
    """All that is wrong, at once."""
    return [fault for rule in RULES for fault in rule(rendered)]


def main() -> None:
    """Ends with 1 when something is wrong."""
    wrong = 0
    for overlay in map(Path, sys.argv[1:] or OVERLAYS):
        try:
            rendered = render(overlay)
        except NotRendered as fault:
            raise SystemExit(f"{overlay}: {fault}") from None
        found = faults(rendered)
        wrong += len(found)
        print(f"{overlay}: {len(rendered.objects)} objects, {len(RULES)} rules, {len(found)} faults")
        print("".join(f"  {fault}\n" for fault in found), end="")
    raise SystemExit(int(wrong > 0))


if __name__ == "__main__":
    main()
