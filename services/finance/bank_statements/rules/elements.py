"""Elements of a message of ISO 20022 by their names, whatever version they are of (FIN-2)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from chassis.file_faults import Unreadable, damaged
from contracts.texts import Text

_DECLARED = re.compile(r"^\s*<\?xml[^>]*\?>")


def parsed(content: str) -> Element:
    """The root. Unreadable for what is no XML, is cut off, or defines entities (the DTD is refused whole)."""
    try:
        root: Element = fromstring(_DECLARED.sub("", content, count=1), forbid_dtd=True)
    except ParseError as fault:
        line, column = fault.position
        raise Unreadable(Text("a fault in line {line}, column {column}", line=line, column=column + 1)) from fault
    except DefusedXmlException as fault:
        raise Unreadable(Text("a document type (DTD), which no such file needs")) from fault
    except ValueError as fault:
        raise Unreadable(damaged("XML")) from fault
    return root


def named(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def each(element: Element | None, path: str) -> Iterator[Element]:
    """All elements at a path of names."""
    if element is None:
        return
    name, _, rest = path.partition("/")
    for child in element:
        if named(child) == name:
            yield from each(child, rest) if rest else (child,)


def first(element: Element | None, *paths: str) -> Element | None:
    """The first that is there of several paths: versions name the same thing differently."""
    return next((found for path in paths for found in each(element, path)), None)


def text(element: Element | None, *paths: str) -> str:
    """What it says, in one line; empty where it is not there."""
    for path in paths:
        for found in each(element, path):
            if said := " ".join((found.text or "").split()):
                return said
    return ""
