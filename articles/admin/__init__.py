"""The newsroom's desk: Django's admin for releases, meetings and what they are made of."""

from articles.admin import article, library, meeting, standing

__all__ = ["article", "library", "meeting", "standing"]
