"""Anybody can recompute the published figures from the downloaded files, with pandas alone."""

import io

import pandas as pd
import pytest
from django.test import Client

from reports.compute import compute_figures
from reports.figures import DEFINITIONS
from reports.opendata.datasets import DATASETS
from reports.opendata.release import release_data

OF_PILOTS = ("pilots_by_budget", "partner_budget_planned", "partner_budget_spent")


def download(dataset, name) -> pd.DataFrame:
    release = Client().get(f"/api/v1/datasets/{dataset}/").json()["releases"][0]
    url = next(file["url"] for file in release["files"] if file["name"] == f"{name}.csv")
    answer = Client().get(url)
    assert answer.status_code == 200
    return pd.read_csv(
        io.BytesIO(b"".join(answer.streaming_content)), dtype={"district": str, "code": str}
    )


downloaded: dict[str, pd.DataFrame] = {}


@pytest.fixture
def files(life):
    """Downloaded once; every test reads the same life from them."""
    if not downloaded:
        release_data(run=compute_figures())
        for published in DATASETS:
            for file in published.files:
                downloaded[file.name] = download(published.slug, file.name)
    return downloaded


def test_a_stranger_recomputes_every_figure_of_the_whole_city(files):
    figures = files["figures"]
    whole = figures[figures.cut.isna()].set_index("key")

    for definition in DEFINITIONS:
        if definition.key not in whole.index:
            continue
        published = whole.value[definition.key]
        if pd.isna(published):
            continue
        mine = eval(definition.pandas, {"pd": pd, **files})
        assert mine == pytest.approx(published, abs=1e-6), definition.key


def test_a_stranger_recomputes_what_has_no_value_for_the_whole_city(files):
    """States, steps, channels: the expression gives a value for each group."""
    figures = files["figures"]
    by_group = [d for d in DEFINITIONS if () not in d.cuts]
    assert len(by_group) > 5

    for definition in by_group:
        (cut,) = definition.cuts[0]
        rows = figures[(figures.key == definition.key) & (figures.cut == cut)]
        published = rows.dropna(subset="value").set_index(cut).value
        if published.empty:
            # Too few to be shown, or money of pilots, of which this city has none.
            assert definition.people or definition.key in OF_PILOTS, definition.key
            continue
        mine = eval(definition.pandas, {"pd": pd, **files})
        pd.testing.assert_series_equal(
            mine[published.index].astype(float), published, check_names=False, atol=1e-6,
            obj=definition.key,
        )  # fmt: skip


def test_a_stranger_recomputes_the_shares_by_category_and_month(files):
    figures, proposals = files["figures"], files["proposals"]

    for cut in ("category", "month", "district"):
        mine = proposals.groupby(cut).answered_in_time.apply(
            lambda told: 100 * (told == True).sum() / max(told.notna().sum(), 1)  # noqa: E712
        )
        rows = figures[(figures.key == "answered_in_time") & (figures.cut == cut)]
        published = rows.dropna(subset="value").set_index(cut).value
        assert len(published)
        pd.testing.assert_series_equal(
            mine[published.index], published, check_names=False, check_dtype=False, atol=1e-6
        )


def test_the_cross_table_adds_up_to_the_whole_city(files):
    figures = files["figures"]
    rows = figures[figures.key == "proposals_received"]

    cross = rows[rows.cut == "category,district,month"].value.sum()

    assert cross == rows[rows.cut.isna()].value.iloc[0] == len(files["proposals"])
