"""Write the schemas of `custom/` from operators' CustomResourceDefinitions: `python -m deploy.check.trim FILE…`.

Texts and defaults go, and of the widest fields all that is inside: what they hold is not checked.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import yaml

from deploy.check.schemas import CUSTOM

DROPPED = {"description", "title", "default", "example", "format", "nullable"}
WIDE = {
    "affinity", "backup", "behavior", "bootstrap", "certificates", "clientsCa", "cruiseControl", "env",
    "envFrom", "ephemeralVolumeSource", "externalClusters", "jmxOptions", "kafkaExporter", "livenessProbe", "logging",
    "maintenanceTimeWindows", "metricRelabelings", "metricsConfig", "monitoring", "oauth2", "plugins",
    "podSecurityContext", "probes", "projectedVolumeTemplate", "pvcTemplate", "quotas", "readinessProbe", "relabelings",
    "replica", "seccompProfile", "securityContext", "startupProbe", "status", "tablespaces", "template", "tlsConfig",
    "topologySpreadConstraints", "tracing", "walStorage",
}  # fmt: skip


def trimmed(node: Any) -> Any:
    """The part of an OpenAPI schema that JSON Schema reads, closed against fields that nobody knows."""
    if not isinstance(node, dict):
        return node
    if node.get("x-kubernetes-int-or-string"):
        return {"type": ["integer", "string"]}
    kept = {name: _part(name, part) for name, part in node.items() if name not in DROPPED and name[:2] != "x-"}
    if "properties" in node and not node.get("x-kubernetes-preserve-unknown-fields"):
        kept["additionalProperties"] = False
    return kept


def _part(name: str, part: Any) -> Any:
    if name == "properties":
        return {field: {} if field in WIDE else trimmed(of) for field, of in part.items()}
    if name in ("oneOf", "anyOf", "allOf"):
        return [trimmed(one) for one in part]
    return trimmed(part) if name in ("items", "additionalProperties") else part


def write(file: Path) -> None:
    """Of the newest version that the definition names."""
    spec = yaml.safe_load(file.read_text())["spec"]
    schema = trimmed(spec["versions"][-1]["schema"]["openAPIV3Schema"])
    schema["properties"]["metadata"] = {}
    target = CUSTOM / f"{spec['group']}_{spec['names']['kind']}.json"
    target.write_text(json.dumps(schema, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    for name in sys.argv[1:]:
        write(Path(name))
