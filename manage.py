#!/usr/bin/env python3
"""Runs the newsroom's management commands."""

import os
import sys


def main() -> None:
    """Hand the command line to Django; a wrong setting ends with one line instead of a traceback."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    from django.core.management import execute_from_command_line  # noqa: PLC0415

    from newsroom.environment import SettingError  # noqa: PLC0415

    try:
        execute_from_command_line(sys.argv)
    except SettingError as error:
        sys.exit(f"The newsroom cannot start. {error}")


if __name__ == "__main__":
    main()
