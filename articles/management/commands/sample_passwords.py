from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from articles.sample import accounts


class Command(BaseCommand):
    help = "Give the sample newsroom's sign-ins new random passwords, and print them."

    def handle(self, *args: Any, **options: Any) -> None:
        with transaction.atomic():
            passwords = accounts.renew()
        if not passwords:
            raise CommandError("There are no sample sign-ins here. load_sample makes them together with the sample.")
        self.stdout.write("New passwords, shown this once:")
        self.stdout.write(accounts.listed(passwords))
