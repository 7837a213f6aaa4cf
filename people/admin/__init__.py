"""The staff's pages for people, posts and departments: plain Django admin, made good."""

from people.admin import appointment, department, executive, post

__all__ = ["appointment", "department", "executive", "post"]
