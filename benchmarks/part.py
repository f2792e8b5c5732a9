"""One part of the measured promises in a process of its own: python -m benchmarks.part NAME."""

import argparse
import importlib
import os
import sys


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("name")
    parser.add_argument("--rows", type=int, required=True)
    parser.add_argument("--full", action="store_true")
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "workbench.settings")
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    part = importlib.import_module(f"benchmarks.{options.name}")
    for held in part.measure(options.rows, full=options.full):
        print(held.as_json(), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
