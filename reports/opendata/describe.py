"""What the columns of a file mean, for people and for programs, in files beside the rows.

A dictionary as CSV, a Table Schema (Frictionless), CSV on the Web metadata (W3C), and one data
package for each dataset.
"""

from typing import Any

from reports.extract.columns import DATE, FLAG, INT, NUMBER, TEXT, TIME, Column, c
from reports.opendata.codes import codes_of
from reports.opendata.datasets import File, Published

DICTIONARY = (
    c("name", TEXT, "항목명", "column"),
    c("type", TEXT, "형식", "type"),
    c("label_ko", TEXT, "한글 항목명", "name in Korean"),
    c("label_en", TEXT, "영문 항목명", "name in English"),
    c("unit_ko", TEXT, "단위", "unit in Korean"),
    c("unit_en", TEXT, "단위(영문)", "unit in English"),
    c("meaning_ko", TEXT, "설명", "meaning in Korean"),
    c("meaning_en", TEXT, "설명(영문)", "meaning in English"),
    c("values_ko", TEXT, "허용값", "allowed values in Korean"),
    c("values_en", TEXT, "허용값(영문)", "allowed values in English"),
)
# Our kind: (Table Schema, CSV on the Web)
TYPES = {
    TEXT: ("string", "string"), INT: ("integer", "integer"), NUMBER: ("number", "double"),
    FLAG: ("boolean", "boolean"), TIME: ("datetime", "dateTime"), DATE: ("date", "date"),
}  # fmt: skip


def dictionary(file: File, columns: tuple[Column, ...]) -> list[tuple]:
    return [
        (
            column.name, column.kind, column.label.get("ko"), column.label.get("en"),
            column.unit.get("ko"), column.unit.get("en"),
            column.meaning.get("ko"), column.meaning.get("en"),
            values(file, column, "ko"), values(file, column, "en"),
        )
        for column in columns
    ]  # fmt: skip


def values(file: File, column: Column, language: str) -> str:
    """received 접수; in_review 검토 중; …"""
    return "; ".join(
        f"{code} {label.get(language)}" for code, label in codes_of(file.name, column.name)
    )


def table_schema(file: File, columns: tuple[Column, ...]) -> dict[str, Any]:
    schema = {
        "$schema": "https://datapackage.org/profiles/2.0/tableschema.json",
        "fields": [_field(file, column) for column in columns],
        "missingValues": [""],
    }
    first = columns[0].name
    return schema | ({"primaryKey": [first]} if first in ("id", "code") else {})


def _field(file: File, column: Column) -> dict[str, Any]:
    field: dict[str, Any] = {
        "name": column.name,
        "type": TYPES[column.kind][0],
        "title": column.label.get("ko"),
        "title_en": column.label.get("en"),
    }
    if column.kind == TIME:
        field["format"] = "%Y-%m-%dT%H:%M:%S%z"
    if column.meaning:
        field |= {
            "description": column.meaning.get("ko"), "description_en": column.meaning.get("en"),
        }  # fmt: skip
    if column.unit:
        field |= {"unit": column.unit.get("ko"), "unit_en": column.unit.get("en")}
    if codes := codes_of(file.name, column.name):
        field["categories"] = [
            {"value": code, "label": label.get("ko"), "label_en": label.get("en")}
            for code, label in codes
        ]
    return field


def csv_on_the_web(
    file: File, columns: tuple[Column, ...], licence: str, notes: dict[str, str]
) -> dict[str, Any]:
    """Found by programs under the name of the CSV file with -metadata.json behind it."""
    schema: dict[str, Any] = {"columns": [_described(column) for column in columns]}
    if columns[0].name in ("id", "code"):
        schema["primaryKey"] = columns[0].name
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "ko"}],
        "url": f"{file.name}.csv",
        "dc:title": _both(file.title),
        "dc:license": {"@id": licence},
        "dc:date": notes["as_of"],
        **({"dc:description": notes["mark"]} if "mark" in notes else {}),
        "dialect": {"encoding": "utf-8", "header": True, "lineTerminators": ["\r\n"]},
        "tableSchema": schema,
    }


def _described(column: Column) -> dict[str, Any]:
    described: dict[str, Any] = {
        "name": column.name,
        "titles": [column.name],
        "datatype": TYPES[column.kind][1],
        "null": "",
        "rdfs:label": _both(column.label),
    }
    if column.meaning:
        described["dc:description"] = _both(column.meaning)
    if column.unit:
        described["schema:unitText"] = _both(column.unit)
    return described


def _both(said: Any) -> list[dict[str, str]]:
    return [
        {"@value": said[language], "@language": language}
        for language in ("ko", "en")
        if said.get(language)
    ]


def data_package(
    published: Published, schemas: dict[str, Any], licence: tuple[str, str], notes: dict[str, str]
) -> dict[str, Any]:
    name, path = licence
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": published.slug,
        "title": published.title.get("ko"),
        "title_en": published.title.get("en"),
        "description": published.description.get("ko"),
        "description_en": published.description.get("en"),
        "created": notes["as_of"],
        "licenses": [{"name": name, "path": path}],
        **({"mark": notes["mark"]} if "mark" in notes else {}),
        "resources": [
            {
                "name": file.name.replace("_", "-"),
                "path": f"{file.name}.csv",
                "title": file.title.get("ko"),
                "title_en": file.title.get("en"),
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "schema": schemas[file.name],
            }
            for file in published.files
        ],
    }
