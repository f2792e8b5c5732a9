#!/usr/bin/env python
"""Commands of the workbench; a wrong setting is a sentence here, not a traceback."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "workbench.settings")
    try:
        from django.core.exceptions import ImproperlyConfigured
        from django.core.management import execute_from_command_line
        from django.db import OperationalError
    except ImportError:
        sys.exit(
            "Django is not installed for this Python. Run 'make setup', then .venv/bin/python."
        )
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        if "--traceback" in sys.argv:
            raise
        sys.exit(f"{error}")
    except OperationalError as error:
        if "--traceback" in sys.argv:
            raise
        reason = str(error).strip().splitlines()[0] if str(error).strip() else "no reason given"
        sys.exit(
            f"The database did not do what was asked: {reason}. Check DATABASE_URL and that the "
            "database runs; 'manage.py migrate' brings its tables up to date."
        )


if __name__ == "__main__":
    main()
