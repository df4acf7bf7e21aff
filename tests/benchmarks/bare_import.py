"""Baseline: the same file by csv.DictReader and one SQLite insert a row, then a count by rating.

    python -m tests.benchmarks.bare_import FILE.csv DATABASE

Nothing is checked, hashed, encrypted or kept from doubling. One transaction, synchronous=FULL.
"""

import csv
import json
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import click


def main(file: Path, database: Path) -> None:
    """Take the rows in and print how many gave each rating."""
    with closing(sqlite3.connect(database)) as kept, file.open(encoding="utf-8") as opened:
        kept.execute("PRAGMA synchronous = FULL")
        kept.execute("CREATE TABLE answers (key TEXT, day TEXT, rating TEXT, words TEXT)")
        for row in csv.DictReader(opened):
            values = (row["comment_id"], row["date"], row["rating"], row["comment"])
            kept.execute("INSERT INTO answers VALUES (?, ?, ?, ?)", values)
        kept.commit()
        counts = kept.execute("SELECT rating, count(*) FROM answers GROUP BY rating").fetchall()
    click.echo(json.dumps(dict(counts)))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
