"""The page that merges two entries for one person, after a confirmation that says what will happen."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from people import clock
from people.admin.fields import KnownSelect
from people.admin.words import moment_in_words
from people.merging import merge, plan
from people.models import Executive


class MergeForm(forms.Form):
    """Whom a duplicate becomes part of."""

    into = forms.ModelChoiceField(Executive.objects.unmerged(), label=gettext_lazy("The entry that stays"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        select = KnownSelect(Executive._meta.get_field("merged_into"), admin.site)
        select.is_required = True
        select.choices = self.fields["into"].choices  # type: ignore[attr-defined]
        self.fields["into"].widget = select


class MergeView(View):
    """GET asks for the entry that stays, then what will happen; POST does it."""

    model_admin: Any = None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Only for those with the right to merge; a merged duplicate has no page."""
        if not self.model_admin.has_merge_permission(request):
            raise PermissionDenied
        self.duplicate = get_object_or_404(Executive.objects.unmerged(), pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = MergeForm(request.GET if "into" in request.GET else None)
        return self._page(request, form, form.cleaned_data["into"] if form.is_valid() else None)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = MergeForm(request.POST)
        if not form.is_valid():
            return self._page(request, form)
        into = form.cleaned_data["into"]
        try:
            merge(self.duplicate, into, request.user)
        except ValidationError as error:
            return self._page(request, form, into, error.messages)
        message = _("“%(duplicate)s” is now part of “%(into)s”.") % {"duplicate": self.duplicate, "into": into}
        self.model_admin.message_user(request, message, messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:people_executive_change", args=[into.pk]))

    def _page(
        self, request: HttpRequest, form: MergeForm, into: Executive | None = None, problems: list[str] | None = None
    ) -> HttpResponse:
        planned = plan(self.duplicate, into, request.user) if into else None
        context = {
            **self.model_admin.admin_site.each_context(request),
            "title": _("Merge executives"),
            "opts": Executive._meta,
            "duplicate": self.duplicate,
            "into": into,
            "form": form,
            "plan": planned,
            "problems": problems or (planned.problems if planned else []),
            "opens": self._opens(planned, into),
            "media": self.model_admin.media + form.media,
        }
        return TemplateResponse(request, "admin/people/executive/merge.html", context)

    def _opens(self, planned: Any, into: Executive | None) -> str:
        """When readers will see the remaining entry, if the merge changes that; else nothing."""
        if planned is None or into is None or planned.opens is None or planned.opens == into.first_public():
            return ""
        return _("at once") if planned.opens <= clock.now() else moment_in_words(planned.opens)
