"""The command line of `./dev`."""

import argparse
import os
import sys
from collections.abc import Callable, Sequence

from tooling import check, commands, run
from tooling.places import DataFolder
from tooling.steps import Stop, say

PASSES_ON = {
    "test": (commands.test, "everything needed, then the tests: ./dev test [pytest arguments]"),
    "manage": (commands.manage, "manage.py with the running or embedded services: ./dev manage ARGUMENTS"),
    "bench": (commands.bench, "benchmarks: ./dev bench [name]"),
    "psql": (commands.psql, "the database's own prompt, as superuser: ./dev psql [psql arguments]"),
}


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(
        prog="./dev",
        description="Runs, tests and checks rasso_tracker on a machine with only git and Python.",
        epilog="RASSO_DATA in the environment means the same as --data.",
    )
    data = argparse.ArgumentParser(add_help=False)
    data.add_argument("--data", metavar="DIR", help="data folder (default: .data beside this file)")
    kinds = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    running = kinds.add_parser("run", parents=[data], help="everything, with a demo force; Ctrl-C stops all")
    running.add_argument(
        "--port", type=int, help="port of the web server (default: 8000, or the next free one)"
    )
    running.add_argument("--no-demo", action="store_true", help="start with an empty force, until --fresh")
    running.add_argument("--fresh", action="store_true", help="delete what an earlier run left, then start")
    kinds.add_parser("check", help="format, lint, types, contracts, migrations, generated docs, deploy check")
    for name, (_, text) in PASSES_ON.items():
        # --data must come before the arguments that are passed on.
        passing = kinds.add_parser(name, parents=[data], help=text, add_help=False, prefix_chars="-")
        passing.add_argument("rest", nargs=argparse.REMAINDER)
    return top


def split_data(argv: Sequence[str]) -> tuple[str | None, list[str]]:
    """Take `--data DIR` off the front of arguments that are passed on untouched."""
    rest = list(argv)
    if rest and rest[0] == "--data":
        if len(rest) < 2:
            raise Stop("--data needs a folder.")
        return rest[1], rest[2:]
    if rest and rest[0].startswith("--data="):
        return rest[0].removeprefix("--data="), rest[1:]
    return None, rest


def dispatch(argv: Sequence[str]) -> int:
    # argparse would take options meant for pytest or manage.py as its own, so these go by hand.
    before, own = split_data(argv)
    if own and own[0] in PASSES_ON:
        after, rest = split_data(own[1:])
        action: Callable[[DataFolder, list[str]], int] = PASSES_ON[own[0]][0]
        return action(DataFolder.named(after or before), rest)
    given = parser().parse_args(own)
    if given.command == "check":
        return check.check()
    return run.run(
        DataFolder.named(given.data or before), port=given.port, demo=not given.no_demo, fresh=given.fresh
    )


def main(argv: Sequence[str]) -> int:
    # Where nothing compiled may be kept, each process compiles all of Django and of ours: three seconds.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    try:
        return dispatch(argv)
    except Stop as refusal:
        say(str(refusal))
        return 1
    except KeyboardInterrupt:
        say("Stopped.")
        return 130
    except BrokenPipeError:
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
