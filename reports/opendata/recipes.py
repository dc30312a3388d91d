"""How to recompute a figure from the downloaded files, as lines to paste into Python."""

import re
from dataclasses import dataclass

from city.words import Words
from reports.figures import DEFINITIONS, Definition
from reports.opendata.datasets import DATASETS

# Codes such as 4115051000 are names, not numbers.
READ = '{name} = pd.read_csv("{address}", dtype={{"district": str, "code": str}})'


@dataclass(frozen=True)
class Recipe:
    key: str
    name: Words
    code: str


def files_used(d: Definition) -> list[tuple[str, str]]:
    """(dataset, file) of every file whose name the recipe mentions, in the datasets' order."""
    return [
        (published.slug, file.name)
        for published in DATASETS
        for file in published.files
        if re.search(rf"(?<![.\w]){file.name}\b", d.pandas)
    ]


def recipe_of(d: Definition, release: str, site: str) -> Recipe:
    lines = ["import pandas as pd", ""]
    for dataset, name in files_used(d):
        address = f"{site}/data/{dataset}/{release}/{name}.csv"
        lines.append(READ.format(name=name, address=address))
    return Recipe(d.key, d.name, "\n".join([*lines, d.pandas]))


def recipes(dataset: str, release: str, site: str) -> list[Recipe]:
    """The figures that start from this dataset."""
    return [
        recipe_of(d, release, site)
        for d in DEFINITIONS
        if (used := files_used(d)) and used[0][0] == dataset
    ]
