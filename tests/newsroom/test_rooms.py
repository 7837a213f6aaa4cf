"""The arrows between the rooms: newsroom imports articles imports people, never the other way."""

import subprocess
import sys

from django.conf import settings


def test_rooms_import_in_one_direction():
    result = subprocess.run(
        [
            sys.executable,
            "-c",
            "from importlinter.cli import lint_imports_command as lint; lint()",
            "--no-cache",
        ],
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert result.returncode == 0, result.stdout
