"""The parts of a workbook and the relations between them, as they lie in its zip."""

import posixpath
import re
from collections.abc import Iterator
from typing import Any, Final

from lxml import etree

from lexibulle.documents.archive import parsed

MAIN: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATED: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_RELATIONS: Final = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_TYPES: Final = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_TYPES_PART: Final = "[Content_Types].xml"
KIND: Final = "un classeur Excel (.xlsx)"
WORKBOOK: Final = "xl/workbook.xml"
DAMAGED: Final = "Ce classeur est abîmé. Ouvrez-le dans Excel et enregistrez-le de nouveau."
_KINDS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_CELL: Final = re.compile(r"([A-Z]{1,3})(\d{1,7})")


def serialized(root: Any) -> bytes:
    """With the declaration that Office and LibreOffice write."""
    standalone = ' standalone="yes"' if root.getroottree().docinfo.standalone is not False else ""
    return f'<?xml version="1.0" encoding="UTF-8"{standalone}?>\n'.encode() + etree.tostring(root)


def child(element: Any, name: str) -> Any:
    """The child of this name; LookupError without it."""
    found = element.find(f"{MAIN}{name}")
    if found is None:
        raise LookupError(f"no {name} in {element.tag}")
    return found


def place_of(reference: str) -> tuple[int, int]:
    """Row and column from 0 of « B2 »; those of the first cell for what is no reference."""
    found = _CELL.fullmatch(reference)
    if not found:
        return 0, 0
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    return int(found[2]) - 1, column - 1


class Parts:
    """The parts by name. A relation is found by its kind (`comments`), a part is added with its content type."""

    def __init__(self, contents: dict[str, bytes]) -> None:
        self.contents = contents

    @property
    def strings(self) -> str:
        """The part of shared strings, or ""."""
        return self.related(WORKBOOK, "sharedStrings")

    def sheets(self) -> Iterator[tuple[str, str]]:
        """Part and name of each worksheet, in the order of the tabs."""
        targets = {relation.get("Id"): self._target(WORKBOOK, relation) for relation in self._relations(WORKBOOK)}
        for sheet in parsed(self.contents[WORKBOOK]).iter(f"{MAIN}sheet"):
            part = targets.get(sheet.get(f"{RELATED}id"), "")
            if "worksheets/" in part and part in self.contents:
                yield part, sheet.get("name") or ""

    def related(self, part: str, kind: str) -> str:
        """The part that `part` relates to, or ""."""
        return next((target for relation in self._relations(part) if relation.get("Type") == _KINDS + kind
                     and (target := self._target(part, relation)) in self.contents), "")

    def related_as(self, part: str, identity: str) -> str:
        """The part of the relation with this id, or ""."""
        return next((target for relation in self._relations(part) if relation.get("Id") == identity
                     and (target := self._target(part, relation)) in self.contents), "")

    def relate(self, part: str, kind: str, target: str, identity: str) -> None:
        root = self._relations(part)
        etree.SubElement(root, f"{_RELATIONS}Relationship", Id=identity, Type=_KINDS + kind, Target=f"/{target}")
        self.contents[self._relations_part(part)] = serialized(root)

    def unrelate(self, part: str, target: str) -> str:
        """Take off the relation to a part; its id."""
        root = self._relations(part)
        found = next(relation for relation in root if self._target(part, relation) == target)
        root.remove(found)
        if len(root):
            self.contents[self._relations_part(part)] = serialized(root)
        else:
            del self.contents[self._relations_part(part)]
        return str(found.get("Id"))

    def add(self, name: str, content: bytes, content_type: str) -> None:
        root = parsed(self.contents[_TYPES_PART])
        etree.SubElement(root, f"{_TYPES}Override", PartName=f"/{name}", ContentType=content_type)
        self.contents[_TYPES_PART] = serialized(root)
        self.contents[name] = content

    def remove(self, name: str) -> None:
        root = parsed(self.contents[_TYPES_PART])
        for override in root.findall(f"{_TYPES}Override"):
            if override.get("PartName") == f"/{name}":
                root.remove(override)
        self.contents[_TYPES_PART] = serialized(root)
        del self.contents[name]

    def _relations(self, part: str) -> Any:
        content = self.contents.get(self._relations_part(part))
        return etree.Element(f"{_RELATIONS}Relationships", nsmap={None: _RELATIONS[1:-1]}) if content is None \
            else parsed(content)

    def _relations_part(self, part: str) -> str:
        folder, name = posixpath.split(part)
        return f"{folder}/_rels/{name}.rels"

    def _target(self, part: str, relation: Any) -> str:
        place = posixpath.join("/", posixpath.dirname(part), relation.get("Target") or "")
        return posixpath.normpath(place).lstrip("/")
