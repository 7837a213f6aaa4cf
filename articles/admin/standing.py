"""What is edited once and printed on many releases: press contacts and boilerplates."""

from __future__ import annotations

from django.contrib import admin

from articles.admin.base import DeskAdmin
from articles.models import Boilerplate, Contact


@admin.register(Contact)
class ContactAdmin(DeskAdmin):
    list_display = ("name", "role", "email", "phone")
    fields = ("name", "role", "email", "phone")


@admin.register(Boilerplate)
class BoilerplateAdmin(DeskAdmin):
    list_display = ("title",)
    fields = ("title", "text")
