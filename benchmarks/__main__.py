"""`./dev bench [name] [--sizes 10000,100000,1000000]`: measures side by side in one run, as ratios."""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from pathlib import Path

import django

RESULTS = Path(__file__).resolve().parent / "results"
DEFAULT_SIZES = "10000,100000,1000000"
SEED_CASES = 10_000
NAMES = ["all", "pages", "queries", "sweep", "catchup", "mail", "reading", "figures"]


def main() -> int:
    parser = argparse.ArgumentParser(prog="./dev bench", description=__doc__)
    parser.add_argument("name", nargs="?", default="all", choices=NAMES)
    parser.add_argument("--sizes", default=DEFAULT_SIZES)
    parser.add_argument("--rounds", type=int, default=60)
    parser.add_argument("--plans", type=int, default=100_000)
    parser.add_argument("--letters", type=int, default=10_000)
    parser.add_argument("--mail-rounds", type=int, default=3)
    parser.add_argument("--refill", action="store_true", help="fill the databases anew")
    asked = parser.parse_args()
    django.setup()
    from benchmarks import catchup, databases, figures, mail, pages, queries, reading, report, sweep

    sizes = [int(size) for size in asked.sizes.split(",")]
    results: dict[str, object] = {}
    if asked.name in ("all", "pages", "queries", "figures"):
        filled = databases.of_sizes(sizes, SEED_CASES, refill=asked.refill)
        if asked.name in ("all", "pages"):
            results["pages"] = pages.measure(filled, asked.rounds)
        if asked.name in ("all", "queries"):
            results["queries"] = queries.measure(filled)
        if asked.name in ("all", "figures"):
            results["figures"] = figures.measure(filled)
    if asked.name in ("all", "sweep"):
        results["sweep"] = sweep.measure(asked.plans, SEED_CASES, refill=asked.refill)
    if asked.name in ("all", "catchup"):
        results["catchup"] = catchup.measure(SEED_CASES, refill=asked.refill)
    if asked.name in ("all", "mail"):
        results["mail"] = mail.measure(asked.letters, asked.mail_rounds, refill=asked.refill)
    if asked.name in ("all", "reading"):
        results["reading"] = reading.measure()
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / f"{asked.name}-{time.strftime('%Y%m%d-%H%M%S')}.json"
    path.write_text(json.dumps({"processors": os.cpu_count(), **results}, indent=1))
    print(report.table(results))
    print(f"\nWritten to benchmarks/results/{path.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
