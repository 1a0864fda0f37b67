"""The one writer of files of figures: values only, nothing that a spreadsheet would run, marked and traceable
(safety.md 12).
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape

from django.http import HttpResponse

Value = str | int | float | None
RUNS = ("=", "+", "-", "@", "\t", "\r")  # a cell that begins so may be taken as a formula
MARKING = "OFFICIAL-SENSITIVE"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def safe(value: Value) -> Value:
    """The value as it may stand in a cell: what a spreadsheet would run gets an apostrophe before it."""
    if isinstance(value, str) and value.lstrip(" ").startswith(RUNS):
        return f"'{value}"
    return value


def table_file(
    kind: str,
    name: str,
    headings: Sequence[str],
    rows: Iterable[Sequence[Value]],
    about: Sequence[tuple[str, str]],
) -> HttpResponse:
    """A download of one table, `kind` csv or xlsx. `about` are pairs that say what it is, under the rows."""
    lines: list[Sequence[Value]] = [headings, *rows, [], ("Marking", MARKING), *about]
    made = [[safe(value) for value in line] for line in lines]
    body, content = (_xlsx(made), XLSX) if kind == "xlsx" else (_csv(made), "text/csv; charset=utf-8")
    response = HttpResponse(body, content_type=content)
    response["Content-Disposition"] = f'attachment; filename="{MARKING}-{name}.{kind}"'
    return response


def _csv(lines: Iterable[Sequence[Value]]) -> bytes:
    written = io.StringIO()
    csv.writer(written).writerows(["" if value is None else value for value in line] for line in lines)
    return written.getvalue().encode("utf-8-sig")  # the mark makes spreadsheets read it as UTF-8


_TYPES = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>
<Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>
</Types>"""  # noqa: E501  # names that the format fixes
_RELATIONS = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" Target="{target}"/></Relationships>"""  # noqa: E501  # names that the format fixes
_BOOK = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Figures" sheetId="1" r:id="rId1"/></sheets></workbook>"""  # noqa: E501  # names that the format fixes
_SHEET = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{rows}</sheetData></worksheet>"""


def _xlsx(lines: Iterable[Sequence[Value]]) -> bytes:
    """A fresh workbook of one sheet: numbers as numbers, words as words, no formula, macro or link."""
    rows = "".join(f"<row>{''.join(map(_cell, line))}</row>" for line in lines)
    parts = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _RELATIONS.format(kind="officeDocument", target="xl/workbook.xml"),
        "xl/workbook.xml": _BOOK,
        "xl/_rels/workbook.xml.rels": _RELATIONS.format(kind="worksheet", target="worksheets/sheet1.xml"),
        "xl/worksheets/sheet1.xml": _SHEET.format(rows=rows),
    }
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as book:
        for name, text in parts.items():
            book.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), text)
    return written.getvalue()


def _cell(value: Value) -> str:
    if value is None:
        return "<c/>"
    if isinstance(value, str):
        return f'<c t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'
    return f"<c><v>{value}</v></c>"
