"""Checks that DuckDB, pandas and polars read the tables of a study, and that their figures equal its summary.

Usage: tables.py DIR
"""

import json
import pathlib
import sys

import duckdb
import pandas
import polars

folder = pathlib.Path(sys.argv[1])
summary = json.loads((folder / "summary.json").read_text())
means = {
    setting["name"]: {figure["measure"]: figure["estimate"]["value"] for figure in setting["figures"]}
    for setting in summary["settings"]
}
COUNTS = ["won", "attempted", "failed", "canceled", "abandoned", "cut_short", "duration_ms"]


def judge(reader, table, found):
    """Compares a reader's means by setting with the summary's."""
    assert len(found) == len(means), f"{reader}, {table}: {sorted(found)}"
    for setting, (rows, waits, *values) in found.items():
        assert rows == summary["runs"], f"{reader}, {table}, {setting}: {rows} rows"
        assert waits == round(means[setting]["won"] * rows), f"{reader}, {table}, {setting}: {waits} waits"
        for count, value in zip(COUNTS, values, strict=True):
            expected = means[setting][count]
            assert abs(value - expected) <= 1e-9 * max(1, expected), f"{reader}, {table}, {setting}: {count} is {value}"
    print(f"{reader} reads {table}: {len(found)} settings of {summary['runs']} runs")


for table in ["runs.csv", "runs.parquet"]:
    path = str(folder / table)
    averages = ", ".join(f"avg({count})" for count in COUNTS)
    query = f"select setting, count(*), count(wait_ms), {averages} from '{path}' group by setting"
    judge("DuckDB", table, {row[0]: row[1:] for row in duckdb.sql(query).fetchall()})

    frame = pandas.read_csv(path) if table.endswith("csv") else pandas.read_parquet(path)
    groups = frame.groupby("setting")
    judge("pandas", table, {
        setting: (len(rows), rows["wait_ms"].count(), *(rows[count].mean() for count in COUNTS))
        for setting, rows in groups
    })

    frame = polars.read_csv(path) if table.endswith("csv") else polars.read_parquet(path)
    means_of_counts = [polars.col(count).mean() for count in COUNTS]
    columns = [polars.len(), polars.col("wait_ms").count().alias("waits"), *means_of_counts]
    rows = frame.group_by("setting").agg(columns).rows()
    judge("polars", table, {row[0]: row[1:] for row in rows})
