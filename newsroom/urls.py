"""Every address of the newsroom: staff and reviewers without a language, readers with one unless it is the default.

/healthz and /readyz are answered by newsroom.health before any address is looked up.
"""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("preview/", include("articles.preview.urls")),
    *i18n_patterns(path("", include("articles.urls")), prefix_default_language=False),
]

handler400 = "articles.views.errors.bad_request"
handler403 = "articles.views.errors.permission_denied"
handler404 = "articles.views.errors.not_found"
handler500 = "articles.views.errors.server_error"
