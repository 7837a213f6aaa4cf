"""Puts the newsroom's own admin site in the place of Django's."""

from django.contrib.admin.apps import AdminConfig


class NewsroomAdminConfig(AdminConfig):
    """`django.contrib.admin.site` is then the newsroom's, and every `@admin.register` goes there."""

    default_site = "newsroom.admin.NewsroomAdminSite"

    def ready(self) -> None:
        """Accounts and groups take the place of Django's once those are there."""
        super().ready()
        from newsroom import accounts  # noqa: PLC0415 - models are not loaded before

        accounts.register()
