from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from articles import rendering
from articles.models import Edition
from articles.publishing import rerender

RENDERED = ("body_html", "card_html", "plain_text", "search_text", "rendering_version")


class Command(BaseCommand):
    """Needed after an upgrade that changes the templates of a release's body or card, or the sanitiser."""

    help = "Make the finished HTML of editions anew from their records, where templates or the sanitiser have changed."

    def handle(self, *args: Any, **options: Any) -> None:
        """Safe to run while serving, to kill, and to run again: each edition is rendered in one write."""
        stale = Edition.objects.exclude(rendering_version=rendering.version()).order_by("-opens_at")
        done = 0
        for key in list(stale.values_list("pk", flat=True)):
            with transaction.atomic():
                edition = Edition.objects.select_for_update().filter(pk=key).first()
                if edition is None:
                    continue
                rerender(edition)
                edition.save(update_fields=RENDERED)
                done += 1
        self.stdout.write(f"{done} editions rendered anew.")
