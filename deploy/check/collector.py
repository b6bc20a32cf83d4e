"""What a collector of traces is told fits together: a collector that is told otherwise does not start."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import yaml

from deploy.check.rendered import Rendered

PARTS = ("receivers", "processors", "exporters")


def pipelines_are_whole(rendered: Rendered) -> Iterator[str]:
    """In each ConfigMap that tells a collector what to do."""
    for name, settings in rendered.named("ConfigMap").items():
        for file, text in settings.get("data", {}).items():
            if file.startswith("collector"):
                yield from (f"ConfigMap {name}: {file}: {fault}" for fault in faults_of(yaml.safe_load(text)))


def faults_of(told: Mapping[str, Any]) -> Iterator[str]:
    """A part that a pipeline names is described, what is described is named, and a pipeline takes in and gives out."""
    service = told["service"]
    pipelines = service["pipelines"]
    for name, pipeline in pipelines.items():
        yield from (f"pipeline {name}: no {part}" for part in ("receivers", "exporters") if not pipeline.get(part))
    for part in PARTS:
        used = {each for pipeline in pipelines.values() for each in pipeline.get(part, ())}
        yield from _unlike(part, set(told.get(part) or ()), used)
    yield from _unlike("extensions", set(told.get("extensions") or ()), set(service.get("extensions", ())))


def _unlike(part: str, described: set[str], used: set[str]) -> Iterator[str]:
    yield from (f"{part}: {name} is used and not described" for name in sorted(used - described))
    yield from (f"{part}: {name} is described and not used" for name in sorted(described - used))


RULES = (pipelines_are_whole,)
