"""A way out for a restricted release that nobody is left to open."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from articles import workflow
from articles.discretion import named
from articles.models import Article
from articles.models.article import restricted


class Command(BaseCommand):
    help = (
        "Without an argument: list the restricted releases, on this console only. "
        "With a public id: let everybody on the desk see that release again, which its log tells."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("public_id", nargs="?", help="of the release, as the list gives it")

    def handle(self, *args: Any, **options: Any) -> None:
        found = Article.objects.filter(restricted()).order_by("headline", "pk")
        if options["public_id"] is None:
            for article in found:
                self.stdout.write(f"{article.public_id}  {article.language}  {article.headline}  [{named(article)}]")
            return
        chosen = found.filter(public_id=options["public_id"]).first()
        if chosen is None:
            raise CommandError("There is no restricted release with this public id.")
        workflow.restrict(chosen, by=None, version=chosen.version)
        self.stdout.write(f"Everybody on the desk may see “{chosen.headline}” again.")
