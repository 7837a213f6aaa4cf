from __future__ import annotations

import os
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from articles.sample import SAMPLE, accounts
from articles.sample.loading import NotLoaded, load

PASSWORD_VARIABLE = "NEWSROOM_SAMPLE_PASSWORD"  # noqa: S105 - the name of a variable
"""Where it is set, all sign-ins get this password, which is then not printed."""


class Command(BaseCommand):
    help = (
        "Load the sample newsroom of an invented manufacturer, with a sign-in for each role. "
        "Running it again changes nothing."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        given = os.environ.get(PASSWORD_VARIABLE, "").strip()
        try:
            with transaction.atomic():
                passwords = accounts.create(given)
                loaded = load(SAMPLE, accounts.people(passwords))
        except NotLoaded as reason:
            self.stdout.write(str(reason))
            return
        self.stdout.write(str(loaded))
        if not passwords:
            return
        if given:
            self.stdout.write(f"{', '.join(passwords)} sign in with the password in {PASSWORD_VARIABLE}.")
        else:
            self.stdout.write("Sign-ins; their passwords are shown this once, and sample_passwords sets new ones:")
            self.stdout.write(accounts.listed(passwords))
