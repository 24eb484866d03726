#!/usr/bin/env python
"""Django's command line. `./dev manage` calls it with everything in place."""

import os
import sys
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent / "src"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "normi.config.settings")

    from django.core.management import execute_from_command_line

    from normi.config.postgres import database_for_command

    with database_for_command(sys.argv[1:]):
        execute_from_command_line(sys.argv)
