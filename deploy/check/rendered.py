"""What an overlay renders to, as objects and as pods."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

Manifest = dict[str, Any]
KUBECTL = Path(sys.executable).with_name("kubectl")
MAKERS = ("Deployment", "StatefulSet", "Job", "CronJob")
"""The kinds that make pods."""
NAME, DEPARTMENT = "app.kubernetes.io/name", "app.kubernetes.io/component"
COMPANY = "gendan"
"""The name that the pods of all departments bear."""


class NotRendered(Exception):
    """kubectl has something to say against the overlay."""


@dataclass(frozen=True)
class Pod:
    """The pods that one object makes."""

    maker: Manifest

    def __str__(self) -> str:
        return f"{self.maker['kind']} {self.name}"

    @property
    def name(self) -> str:
        return str(self.maker["metadata"]["name"])

    @property
    def namespace(self) -> str:
        return str(self.maker["metadata"].get("namespace", ""))

    @property
    def template(self) -> Manifest:
        spec = self.maker["spec"]
        found: Manifest = spec["jobTemplate"]["spec"]["template"] if "jobTemplate" in spec else spec["template"]
        return found

    @property
    def labels(self) -> Mapping[str, str]:
        found: Mapping[str, str] = self.template["metadata"]["labels"]
        return found

    @property
    def spec(self) -> Manifest:
        found: Manifest = self.template["spec"]
        return found

    @property
    def department(self) -> str:
        """Empty where it is none's."""
        return self.labels.get(DEPARTMENT, "") if self.labels.get(NAME) == COMPANY else ""

    @property
    def volumes(self) -> list[Manifest]:
        found: list[Manifest] = self.spec.get("volumes", [])
        return found

    def containers(self) -> list[Manifest]:
        """Those that begin, and those that stay."""
        return [*self.spec.get("initContainers", []), *self.spec["containers"]]

    def ports(self) -> list[str]:
        return [port["name"] for each in self.spec["containers"] for port in each.get("ports", [])]


@dataclass(frozen=True)
class Rendered:
    """Every object of an overlay."""

    objects: tuple[Manifest, ...]

    def of_kind(self, *kinds: str) -> Iterator[Manifest]:
        return (each for each in self.objects if each["kind"] in kinds)

    def named(self, *kinds: str) -> dict[str, Manifest]:
        return {each["metadata"]["name"]: each for each in self.of_kind(*kinds)}

    def pods(self) -> list[Pod]:
        return [Pod(each) for each in self.of_kind(*MAKERS)]

    def restricted(self) -> list[Pod]:
        """All but those of a namespace that says that it lets in anything."""
        open_to_all = {
            name
            for name, each in self.named("Namespace").items()
            if each["metadata"]["labels"].get("pod-security.kubernetes.io/enforce") == "privileged"
        }
        return [pod for pod in self.pods() if pod.namespace not in open_to_all]

    def departments(self) -> dict[str, Pod]:
        return {pod.department: pod for pod in self.pods() if pod.department}


def render(overlay: Path) -> Rendered:
    """As `kubectl apply -k` would; raises NotRendered, for a warning too."""
    shown = subprocess.run([KUBECTL, "kustomize", overlay], capture_output=True, text=True, check=False)
    if shown.stderr:
        raise NotRendered(shown.stderr.strip())
    return Rendered(tuple(yaml.safe_load_all(shown.stdout)))


def chosen(selector: Mapping[str, Any], labels: Mapping[str, str]) -> bool:
    """Whether a label selector (or a Service's plain one) chooses who bears these labels."""
    plain = {name: value for name, value in selector.items() if isinstance(value, str)}
    asked: Mapping[str, str] = selector.get("matchLabels", plain)
    return asked.items() <= labels.items()
