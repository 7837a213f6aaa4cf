"""A kept text put back into the form, where nothing of it is saved until somebody saves it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.admin.utils import flatten_fieldsets
from django.core.exceptions import PermissionDenied
from django.forms import Media
from django.forms.utils import ErrorDict
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import URLPattern, reverse
from django.utils.translation import gettext as _

from articles import autosave, drafts, snapshots
from articles.admin import formdata
from articles.admin.formdata import Data
from articles.admin.parts import release_or_404, staff
from articles.models import Article, Snapshot
from people.admin.words import moment_in_words

_Admin: Any = object


def urls(model_admin: Any) -> list[URLPattern]:
    return [
        staff(model_admin, "restore", "<int:pk>/restore/", restore_view),
        staff(model_admin, "restore_new", "restore/", restore_new_view),
    ]


class Unsaved(_Admin):
    """For the admin of releases: the form with a text in it that nobody has tried to save yet, so without errors."""

    def filled_form(
        self, request: HttpRequest, data: Data, article: Article | None, form_key: str = ""
    ) -> HttpResponse:
        """The change form of a release, or the form for a new one, with this text in it; and the key of that form."""
        form = formdata.form_of(data, article, request.user)
        form["form_key"] = form_key
        form[autosave.RESTORED_FROM] = getattr(request, "restored_from", "")
        request.POST = form  # type: ignore[assignment]
        request.is_unsaved = True  # type: ignore[attr-defined]
        route, pk = ("change", [article.pk]) if article else ("add", [])
        address = reverse(f"admin:articles_article_{route}", args=pk)
        shown: HttpResponse = self._changeform_view(request, str(article.pk) if article else None, address, None)
        return shown

    @property
    def media(self) -> Media:
        """With the look of a block that is marked as deleted before anybody touched it."""
        return super().media + Media(css={"all": ["admin/articles/unsaved.css"]})

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        return _unvalidated(form) if getattr(request, "is_unsaved", False) else form

    def _create_formsets(self, request: HttpRequest, obj: Any, change: bool) -> Any:
        formsets, inlines = super()._create_formsets(request, obj, change)
        if getattr(request, "is_unsaved", False):
            for formset in formsets:
                formset._errors, formset._non_form_errors = [{} for _form in formset.forms], formset.error_class()
                for form in formset.forms:
                    form._errors, form.cleaned_data = ErrorDict(), {}
        return formsets, inlines


def _unvalidated(form: type[Any]) -> type[Any]:
    class Unvalidated(form):
        def full_clean(self) -> None:
            self._errors = ErrorDict()
            self.cleaned_data: dict[str, Any] = {}

        def is_valid(self) -> bool:
            return False

    return Unvalidated


def restore_view(model_admin: Any, request: HttpRequest, pk: int) -> HttpResponse:
    """Show the form with a kept text of this release. What was typed on an older version goes by way of the merge."""
    article = release_or_404(model_admin, request, pk)
    if not model_admin.has_change_permission(request, article):
        raise PermissionDenied
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    snapshot = _chosen(request, article.snapshots.all())
    if formdata.version_in(request.POST, "version") != article.version:
        messages.error(request, str(drafts.Stale()))
        return HttpResponseRedirect(reverse("admin:articles_article_history", args=[pk]))
    if snapshot.kind != Snapshot.Kind.SAVED and is_behind(article, snapshot):
        return HttpResponseRedirect(reverse("admin:articles_article_refused", args=[pk, snapshot.pk]))
    messages.warning(request, _unsaved(snapshot))
    shown: HttpResponse = model_admin.filled_form(request, text_of(model_admin, request, snapshot, article), article)
    return shown


def restore_new_view(model_admin: Any, request: HttpRequest) -> HttpResponse:
    """The same for what its author typed into a form that was never saved."""
    if not model_admin.has_add_permission(request):
        raise PermissionDenied
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    snapshot = _chosen(request, Snapshot.objects.filter(article=None, created_by=request.user.pk))
    messages.warning(request, _unsaved(snapshot))
    text = text_of(model_admin, request, snapshot, None)
    shown: HttpResponse = model_admin.filled_form(request, text, None, snapshot.form_key)
    return shown


def text_of(model_admin: Any, request: HttpRequest, snapshot: Snapshot, article: Article | None) -> Data:
    """What a snapshot of any kind holds, in the shape of a saved one.

    The request remembers what was never saved, so that saving a form which is filled with it settles that text.
    """
    if snapshot.kind == Snapshot.Kind.SAVED:
        return snapshots.read(snapshot)
    request.restored_from = autosave.sources_of(snapshot)  # type: ignore[attr-defined]
    base = formdata.base_of(article, snapshot.version) if article else None
    carried = flatten_fieldsets(model_admin.get_fieldsets(request, article))
    return formdata.data_of(snapshot.data["typed"], article, request.user, base, carried)


def is_behind(article: Article, snapshot: Snapshot) -> bool:
    """Whether the text was saved anew since this was typed; a mere transition since then takes nothing away."""
    return formdata.base_of(article, snapshot.version) != snapshots.capture(article)


def _chosen(request: HttpRequest, among: Any) -> Snapshot:
    snapshot: Snapshot | None = among.filter(pk=formdata.version_in(request.POST, "snapshot")).first()
    if snapshot is None:
        raise Http404
    return snapshot


def _unsaved(snapshot: Snapshot) -> str:
    message = _("This is the text of %(when)s, not saved yet. Save to keep it.")
    return message % {"when": moment_in_words(snapshot.created_at)}
