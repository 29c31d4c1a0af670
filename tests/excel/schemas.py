"""The official schemas: ISO/IEC 29500-4 transitional, the package's own, and Microsoft's ribbon."""

from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any, cast
from zipfile import ZipFile

import pytest
from lxml import etree

from excel.package import Fault

ROOT = Path(__file__).parents[2]
SCHEMAS = ROOT.parent / "shared" / "corpus" / "ooxml-xsd"

_OFFICE = "http://schemas.openxmlformats.org"
_SCHEMA_BY_NAMESPACE = {
    f"{_OFFICE}/spreadsheetml/2006/main": "sml.xsd",
    f"{_OFFICE}/package/2006/content-types": "opc-xsd/opc-contentTypes.xsd",
    f"{_OFFICE}/package/2006/relationships": "opc-xsd/opc-relationships.xsd",
    f"{_OFFICE}/drawingml/2006/main": "dml-main.xsd",
    f"{_OFFICE}/drawingml/2006/chart": "dml-chart.xsd",
    f"{_OFFICE}/drawingml/2006/spreadsheetDrawing": "dml-spreadsheetDrawing.xsd",
    f"{_OFFICE}/officeDocument/2006/extended-properties": "shared-documentPropertiesExtended.xsd",
    f"{_OFFICE}/officeDocument/2006/custom-properties": "shared-documentPropertiesCustom.xsd",
    "http://schemas.microsoft.com/office/2006/01/customui": "customUI.xsd",
    "http://schemas.microsoft.com/office/2009/07/customui": "customui14.xsd",
}
_XSD = "{http://www.w3.org/2001/XMLSchema}"
_XML = "{http://www.w3.org/XML/1998/namespace}"
_COMPATIBILITY = f"{{{_OFFICE}/markup-compatibility/2006}}"


def check(path: Path) -> list[Fault]:
    """What in a workbook the schemas do not allow: the member and the reason.

    Skips the test that asks where the schemas are not at hand. A member in a namespace without
    a schema is passed over.
    """
    found = []
    with ZipFile(path) as archive:
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):
                found += [(name, fault) for fault in faults_of(archive.read(name))]
    return found


def faults_of(content: bytes) -> list[str]:
    """What in one member the schema of its namespace does not allow."""
    try:
        root = etree.fromstring(content)
    except etree.XMLSyntaxError as error:
        return [str(error)]
    file_name = _SCHEMA_BY_NAMESPACE.get(etree.QName(root).namespace or "")
    if file_name is None:
        return []
    schema = _schema(file_name)
    schema.validate(_as_understood(root))
    # What the stubs of lxml do not know: the log is a sequence.
    return [str(entry.message) for entry in cast("list[Any]", schema.error_log)]


def _as_understood(root: etree._Element) -> etree._Element:
    """The tree as a reader that knows no extensions takes it (ISO/IEC 29500-3)."""
    ignorable = {
        root.nsmap[prefix]
        for prefix in root.get(f"{_COMPATIBILITY}Ignorable", "").split()
        if prefix in root.nsmap
    }
    for choice in list(root.iter(f"{_COMPATIBILITY}AlternateContent")):
        fallback = choice.find(f"{_COMPATIBILITY}Fallback")
        for element in [] if fallback is None else list(fallback):
            choice.addprevious(element)
        _remove(choice)
    for element in list(root.iter(etree.Element)):
        if etree.QName(element).namespace in ignorable:
            _remove(element)
        for attribute in map(str, list(element.attrib)):
            # xml:space may stand anywhere, though no schema says so.
            extension = etree.QName(attribute).namespace in ignorable
            if extension or attribute.startswith((_COMPATIBILITY, _XML)):
                del element.attrib[attribute]
    return etree.fromstring(etree.tostring(root))


def _remove(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


@cache
def _schema(file_name: str) -> etree.XMLSchema:
    if not SCHEMAS.is_dir():
        pytest.skip("the official schemas are not beside this checkout")
    document = etree.parse(str(SCHEMAS / file_name))
    _name_attributes_once(document.getroot())
    return etree.XMLSchema(document)


def _name_attributes_once(schema: etree._Element) -> None:
    """Keep the first of the attributes that Microsoft's ribbon schemas give a type twice.

    They come by a group and again by the base or by another group, which libxml2 refuses.
    """
    named = {
        str(element.get("name")): element
        for element in schema.iterchildren(f"{_XSD}complexType", f"{_XSD}attributeGroup")
    }
    for holder in schema.iter(f"{_XSD}extension", f"{_XSD}restriction", f"{_XSD}complexType"):
        base = named.get(holder.get("base", ""))
        inherits = holder.tag == f"{_XSD}extension" and base is not None
        seen = set(_attributes(base, named)) if inherits and base is not None else set()
        for use in list(holder.iterchildren(f"{_XSD}attribute", f"{_XSD}attributeGroup")):
            own = _use(use, named)
            if seen & own.keys():
                for name in own.keys() - seen:
                    use.addprevious(deepcopy(own[name]))
                holder.remove(use)
            seen |= own.keys()


def _use(use: etree._Element, named: dict[str, etree._Element]) -> dict[str, etree._Element]:
    if use.tag == f"{_XSD}attribute":
        return {str(use.get("name")): use}
    return _attributes(named[use.get("ref", "")], named)


def _attributes(
    holder: etree._Element, named: dict[str, etree._Element]
) -> dict[str, etree._Element]:
    """The attributes of a type, a group or an extension, those of its base included."""
    found: dict[str, etree._Element] = {}
    for part in holder:
        if part.tag in {f"{_XSD}attribute", f"{_XSD}attributeGroup"}:
            found = _use(part, named) | found
        elif part.tag == f"{_XSD}complexContent":
            for derived in part:
                base = named.get(derived.get("base", ""))
                inherited = {} if base is None else _attributes(base, named)
                found |= inherited | _attributes(derived, named)
    return found
