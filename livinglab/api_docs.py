"""The open API explained on a page of our own, from the same schema that machines read."""

from functools import cache

from django.shortcuts import render
from django.utils.translation import get_language
from drf_spectacular.generators import SchemaGenerator

METHODS = ("get", "post", "put", "patch", "delete")


def described(schema: dict) -> list[dict]:
    """One row an address: what it gives and which parameters it takes."""
    return [
        {
            "path": path,
            "method": method.upper(),
            "about": operation.get("description") or operation.get("summary", ""),
            "parameters": [
                {
                    "name": parameter["name"],
                    "about": parameter.get("description", ""),
                    "is_required": parameter.get("required", False),
                    "choices": parameter.get("schema", {}).get("enum", []),
                }
                for parameter in operation.get("parameters", [])
            ],
        }
        for path, methods in schema["paths"].items()
        for method, operation in methods.items()
        if method in METHODS
    ]


class SchemaOfThisCode(SchemaGenerator):
    """What the API offers changes with its code, never between two questions."""

    def get_schema(self, request=None, public=False):
        return _schema(get_language())


@cache
def _schema(language: str) -> dict:
    return SchemaGenerator().get_schema(request=None, public=True)


def docs(request):
    schema = _schema(get_language())
    return render(request, "livinglab/api_docs.html", {"rows": described(schema)})
