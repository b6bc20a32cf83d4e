"""XML written as it reads: an element with its parts; what is empty is left out."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, indent, tostring

NOT_OF_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that no XML 1.0 may have (Char, production 2)."""
Part = Element | str | None


def element(name: str, *parts: Part, **attributes: str) -> Element | None:
    """``name`` with its prefix; None without any part that is there."""
    there = [part for part in parts if part is not None and part != ""]
    if not there:
        return None
    made = Element(name, attributes)
    for part in there:
        if isinstance(part, str):
            made.text = NOT_OF_XML.sub("\ufffd", part)
        else:
            made.append(part)
    return made


def document(name: str, namespaces: dict[str, str], *parts: Part) -> bytes:
    """The whole: UTF-8, with its declaration; the same parts are the same bytes."""
    root = element(name, *parts)
    assert root is not None
    root.attrib |= {f"xmlns:{prefix}" if prefix else "xmlns": uri for prefix, uri in namespaces.items()}
    indent(root)
    written: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"
