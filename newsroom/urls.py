"""Every address of the newsroom: staff without a language, readers with one unless it is the default."""

from importlib.util import find_spec

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [path("admin/", admin.site.urls)]

if find_spec("articles.urls"):
    urlpatterns += i18n_patterns(path("", include("articles.urls")), prefix_default_language=False)
if find_spec("articles.views") and find_spec("articles.views.errors"):
    handler400 = "articles.views.errors.bad_request"
    handler403 = "articles.views.errors.permission_denied"
    handler404 = "articles.views.errors.not_found"
    handler500 = "articles.views.errors.server_error"
