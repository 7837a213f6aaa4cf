"""Who may see a release: the page that restricts it to named people and groups, and the line that says so."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, reverse
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import workflow
from articles.admin.parts import release_or_404, staff
from articles.discretion import has_been_live, name_of, named, restriction_of
from articles.models import Article
from articles.status import Status

Account = get_user_model()


def urls(model_admin: Any) -> list[URLPattern]:
    return [staff(model_admin, "restrict", "<int:pk>/restrict/", restrict_view)]


def panel(model_admin: Any, request: HttpRequest, article: Article, status: Status) -> dict[str, Any]:
    """For the page of a release: who alone may see it, or that this could be settled."""
    been_live = has_been_live(article)
    return {
        "restricted_to": "" if been_live else named(article),
        "may_restrict": not been_live and model_admin.has_change_permission(request, article),
    }


class PersonField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return name_of(obj)


class RestrictForm(forms.Form):
    """Restrict to whom is ticked."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    people = PersonField(
        Account._default_manager.none(),
        label=gettext_lazy("People"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    groups = forms.ModelMultipleChoiceField(
        Group.objects.order_by("name"),
        label=gettext_lazy("Groups"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, data: Any, *, article: Article, by: Any) -> None:
        restriction = restriction_of(article)
        chosen = restriction.users.all() if restriction else [by]
        groups = restriction.groups.all() if restriction else []
        super().__init__(data, initial={"version": article.version, "people": chosen, "groups": groups})
        field: Any = self.fields["people"]
        field.queryset = Account._default_manager.filter(is_active=True, is_staff=True).order_by(
            "last_name", "first_name", "username"
        )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and not cleaned["people"] and not cleaned["groups"]:
            self.add_error(None, _("Tick at least yourself, or a group that you are in."))
        return cleaned


class LiftForm(forms.Form):
    """Let everybody see it again, whatever is ticked."""

    version = forms.IntegerField(widget=forms.HiddenInput)


def restrict_view(model_admin: Any, request: HttpRequest, pk: int) -> HttpResponse:
    """Choose who may see a release. GET changes nothing."""
    article = release_or_404(model_admin, request, pk)
    if not model_admin.has_change_permission(request, article):
        raise PermissionDenied
    posted = request.POST if request.method == "POST" else None
    form = RestrictForm(posted, article=article, by=request.user)
    lifting = LiftForm(posted) if posted is not None and "lift" in posted else None
    stale = False
    if posted is not None and (lifting or form).is_valid():
        try:
            done = _restrict(article, request.user, form) if lifting is None else _lift(article, request.user, lifting)
        except workflow.Stale:
            stale = True
            article = release_or_404(model_admin, request, pk)
            form = RestrictForm(None, article=article, by=request.user)
        except workflow.Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, done)
            return HttpResponseRedirect(reverse("admin:articles_article_change", args=[pk]))
    context = {
        **model_admin._page(request, _("Who may see this"), article),
        "form": form,
        "stale": stale,
        "been_live": has_been_live(article),
        "restricted_to": named(article),
        "languages": _languages(article),
    }
    return TemplateResponse(request, "admin/articles/article/restrict.html", context, status=409 if stale else 200)


def _restrict(article: Article, by: Any, form: RestrictForm) -> str:
    chosen = form.cleaned_data
    workflow.restrict(
        article, by=by, version=chosen["version"], users=list(chosen["people"]), groups=list(chosen["groups"])
    )
    return _("From now on only %(who)s may see this release.") % {"who": named(article)}


def _lift(article: Article, by: Any, form: LiftForm) -> str:
    workflow.restrict(article, by=by, version=form.cleaned_data["version"])
    return _("Everybody on the desk may see this release again.")


def _languages(article: Article) -> str:
    """The other languages that the restriction is about too, if there are any."""
    others = Article.objects.filter(translation_key=article.translation_key, binned_at__isnull=True)
    return get_text_list([str(other.get_language_display()) for other in others.exclude(pk=article.pk)], _("and"))
