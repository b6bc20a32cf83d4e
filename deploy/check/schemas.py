"""Each object keeps its schema, in the three newest versions of Kubernetes; what operators bring keeps their own."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import kubernetes_validate
from jsonschema import Draft202012Validator
from kubernetes_validate.utils import all_versions

from deploy.check.rendered import Manifest, Rendered

CUSTOM = Path(__file__).with_name("custom")
"""Trimmed schemas of the operators' kinds; its README tells where they are from."""
VERSIONS = tuple(dict.fromkeys(all_versions()))[-3:]


def keeps_its_schema(rendered: Rendered) -> Iterator[str]:
    """No field that nobody knows, none of a wrong type, none missing."""
    for each in rendered.objects:
        for fault in _faults(each):
            yield f"{each['kind']} {each['metadata']['name']}: {fault}"


def _faults(each: Manifest) -> Iterator[str]:
    group = each["apiVersion"].partition("/")[0]
    if schema := _custom(group, each["kind"]):
        for fault in Draft202012Validator(schema).iter_errors(each):
            yield f"{'.'.join(map(str, fault.path))}: {fault.message}"
    else:
        yield from _faults_in_kubernetes(json.dumps(each))


@cache
def _faults_in_kubernetes(text: str) -> list[str]:
    """By the object's text: a look at a schema takes long, and most objects are the same in each overlay."""
    each, found = json.loads(text), []
    for version in VERSIONS:
        try:
            kubernetes_validate.validate(each, version, strict=True)
        except kubernetes_validate.SchemaNotFoundError:
            found.append(f"Kubernetes {version} does not know {each['apiVersion']}, nor does deploy/check/custom")
        except kubernetes_validate.ValidationError as fault:
            found.append(f"Kubernetes {version}: {fault}")
    return found


@cache
def _custom(group: str, kind: str) -> dict[str, Any] | None:
    file = CUSTOM / f"{group}_{kind}.json"
    found: dict[str, Any] | None = json.loads(file.read_text()) if file.exists() else None
    return found


RULES = (keeps_its_schema,)
