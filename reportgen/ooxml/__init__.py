"""The only door to Office packages: bytes -> Package (checked, never changed) -> Draft -> bytes.

A template is read once and shared; every document is a Draft of it, in which unchanged parts stay
compressed as they were. Same inputs give the same bytes. Files are replaced whole or not at all.
"""

from reportgen.ooxml.archive import PackageError
from reportgen.ooxml.draft import Draft
from reportgen.ooxml.files import write_file, write_files
from reportgen.ooxml.markup import Xml, clean_text, document, el, escape, join
from reportgen.ooxml.package import Package, parse_xml, read_package
from reportgen.ooxml.relationships import Relationship
from reportgen.ooxml.workbook import DataSheet, workbook_bytes

__all__ = [
    "DataSheet",
    "Draft",
    "Package",
    "PackageError",
    "Relationship",
    "Xml",
    "clean_text",
    "document",
    "el",
    "escape",
    "join",
    "parse_xml",
    "read_package",
    "workbook_bytes",
    "write_file",
    "write_files",
]
