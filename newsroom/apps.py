"""Puts the newsroom's own admin site in the place of Django's."""

from django.contrib.admin.apps import AdminConfig


class NewsroomAdminConfig(AdminConfig):
    """`django.contrib.admin.site` is then the newsroom's, and every `@admin.register` goes there."""

    default_site = "newsroom.admin.NewsroomAdminSite"
