"""Collect the static files while an image is built: `python -m tooling.collect`. Needs no service."""

import os
import sys

from tooling.places import ROOT
from tooling.services import bare_env


def main() -> None:
    os.chdir(ROOT)
    argv = [sys.executable, "manage.py", "collectstatic", "--noinput", "-v", "0"]
    os.execve(sys.executable, argv, bare_env())


if __name__ == "__main__":
    main()
