"""The staff's site: Django's admin under the organisation's name, with telling autocompletes."""

from __future__ import annotations

from typing import Any, cast

from django.conf import settings
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.core.exceptions import PermissionDenied
from django.db.models import Case, IntegerField, Model, QuerySet, When
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from articles.discretion import entries_known_to
from articles.models import Hold
from newsroom.signin import KeepsPosts
from people.names import Named, fold


class LabelledAutocomplete(AutocompleteJsonView):
    """Two people of one name are told apart by what their admin says of them, such as the post and its years.

    A model admin that has `autocomplete_label(obj) -> str` decides on the words; others show `str(obj)`.
    """

    def process_request(self, request: HttpRequest) -> Any:
        """Raises PermissionDenied for what is no field but the way back along one, which nobody's widget asks for.

        No name holds a NUL, and PostgreSQL refuses to look for one.
        """
        found = super().process_request(request)
        term, _model_admin, source, _to_field = found
        if not source.concrete:
            raise PermissionDenied
        return (term.replace("\0", ""), *found[1:])

    def get_queryset(self) -> QuerySet[Any]:
        """Names that begin with what was typed come first: who types "secretary" rarely means the deputy."""
        found = super().get_queryset()
        if not self.term or not issubclass(found.model, Named):
            return found
        begins = When(search_key__startswith=fold(self.term), then=0)
        return found.order_by(Case(begins, default=1, output_field=IntegerField()), *(found.model._meta.ordering or ()))

    def serialize_result(self, obj: Model, to_field_name: str) -> dict[str, str]:
        """One row of the drop-down list, as Select2 wants it."""
        result: dict[str, str] = super().serialize_result(obj, to_field_name)
        label = getattr(self.model_admin, "autocomplete_label", None)
        if label is not None:
            result["text"] = str(label(obj))
        return result


class NewsroomAdminSite(KeepsPosts):
    """Django's admin site, plain but for its names and its autocompletes."""

    site_header = settings.NEWSROOM_ORGANISATION
    site_title = settings.NEWSROOM_ORGANISATION
    index_title = _("Today")
    enable_nav_sidebar = True

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        """Answer an autocomplete with labels; rights are checked by Django's own view, as ever."""
        return cast(HttpResponse, LabelledAutocomplete.as_view(admin_site=self)(request))

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """“View site” leads to the front page in the default language. While there is a hold, each page says so."""
        context = {**super().each_context(request), "site_url": "/"}
        return context | {"hold": Hold.current() if context["has_permission"] else None}

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        """Today: what waits for whoever signed in, above the list of everything."""
        from articles.admin import today  # noqa: PLC0415 - registers with this site, which has to be there first

        return super().index(request, {**today.context(request), **(extra_context or {})})

    def get_log_entries(self, request: HttpRequest) -> Any:
        """“Recent actions” forget what does not exist any more for whoever did it. Only the front page asks."""
        entries = super().get_log_entries(request)
        return SimpleLazyObject(lambda: entries_known_to(request.user, entries))
