from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from articles import corpus
from articles.models import Article


class Command(BaseCommand):
    """For benchmarks: two runs with one seed make the same newsroom."""

    help = "Fill an empty newsroom with N invented releases."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("count", type=int, metavar="N")
        parser.add_argument("--seed", type=int, default=1)

    def handle(self, *args: Any, **options: Any) -> None:
        """Refuses where there are releases already, which it would bury."""
        if options["count"] < 1:
            raise CommandError("N is at least 1.")
        if Article.objects.exists():
            raise CommandError("There are releases in this newsroom. Give DATABASE_URL an empty one.")
        for done in corpus.make(options["count"], options["seed"]):
            if options["verbosity"] > 1:
                self.stdout.write(f"{done}")
        self.stdout.write(f"{options['count']} releases.")
