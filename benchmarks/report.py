"""The table that `./dev bench` prints."""

from __future__ import annotations

from typing import Any


def table(results: dict[str, Any]) -> str:
    parts = []
    if "pages" in results:
        parts.append(_pages(results["pages"]))
    for name in ("queries", "sweep", "catchup", "mail", "reading", "figures"):
        parts += [_plain(row) for row in results.get(name, [])]
    return "\n".join(parts)


def _pages(rows: list[dict[str, Any]]) -> str:
    heading = ("what", "cases", "times bare", "goal", "wall", "web ms", "database ms", "p95 ms", "growth")
    lines: list[tuple[str, ...]] = [(*heading, "processor p95", "growth")]
    smallest: dict[str, dict[str, Any]] = {}
    for row in rows:
        first = smallest.setdefault(row["page"], row)
        lines.append(
            (
                row["page"],
                f"{row['cases']:,}",
                f"{row['ratio_cpu']:.2f}",
                f"{row['goal']:.1f}",
                f"{row['ratio_wall']:.2f}",
                f"{row['web_ms']:.1f}",
                f"{row['database_ms']:.1f}",
                f"{row['p95_ms']:.1f}",
                f"{row['p95_ms'] / first['p95_ms']:.2f}",
                f"{row['cpu_p95_ms']:.1f}",
                f"{row['cpu_p95_ms'] / first['cpu_p95_ms']:.2f}",
            )
        )
    widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if column == 0 else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(line, widths, strict=True))
        )
        for line in lines
    )


def _plain(row: dict[str, Any]) -> str:
    return f"{row['what']}: {row['figure']} (goal: {row['goal']}; {row['detail']})"
