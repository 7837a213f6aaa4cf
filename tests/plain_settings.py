"""The newsroom's settings as they are, but static files need not be collected: they keep their plain names."""

from newsroom.settings import *  # noqa: F403
from newsroom.settings import STORAGES

STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
