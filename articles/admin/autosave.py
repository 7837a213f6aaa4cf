"""Keeps what is typed while it is typed, offers it again, and tells who else has the release open."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect, JsonResponse
from django.template.loader import render_to_string
from django.urls import URLPattern, reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from js_asset import ImportMap, Media, Script

from articles import autosave, drafts
from articles.admin.formdata import typed_in, version_in
from articles.admin.parts import release_or_404, staff
from articles.models import Article, Snapshot
from people.publicid import new_public_id

MEDIA = Media(
    css={"all": ["admin/articles/autosave.css"]},
    js=[Script(f"admin/articles/{name}.js", type="module") for name in ("presence", "autosave")],
    importmap=ImportMap({f"newsroom/{name}": f"admin/articles/{name}.js" for name in ("asking", "keeping")}),
)


def urls(model_admin: Any) -> list[URLPattern]:
    return [
        staff(model_admin, "autosave", "<int:pk>/autosave/", autosave_view),
        staff(model_admin, "autosave_new", "autosave/", autosave_view),
        staff(model_admin, "presence", "<int:pk>/presence/", presence_view),
        staff(model_admin, "drop", "drop/", drop_view),
    ]


# On the page of a release


def keeping(model_admin: Any, request: HttpRequest, article: Article | None) -> dict[str, Any]:
    """What the form of a release, new or not, needs to be kept while it is filled in."""
    popup = IS_POPUP_VAR in request.GET or IS_POPUP_VAR in request.POST
    if popup or not _may_write(model_admin, request, article):
        return {"keeping": None, "kept": []}
    form_key = _form_key(request)
    return {
        "keeping": {
            "form_key": form_key,
            "owner": autosave.owner_of(request.user),
            "key": autosave.browser_key(request.user),
            "address": _address(article),
            "unsaved": request.method == "POST",
            "restored_from": request.POST.get(autosave.RESTORED_FROM, ""),
        },
        "kept": offers(request.user, article, form_key) if request.method == "GET" else [],
    }


def saved(request: HttpRequest, article: Article) -> None:
    """A save makes needless what was kept of its form, and what was put back into it. Call in its transaction."""
    sent = request.POST
    autosave.settle(request.user, article, sent.get("form_key", ""), sent.get(autosave.RESTORED_FROM, ""))


def panel(model_admin: Any, request: HttpRequest, article: Article, status: Any) -> dict[str, Any]:
    """Who else has the release open."""
    return {"also_here": here(request, article), "owner": autosave.owner_of(request.user)}


def offers(user: Any, article: Article | None, form_key: str) -> list[dict[str, Any]]:
    """The texts that somebody may take up again on this page."""
    if article is None:
        found = autosave.never_saved(user, but=form_key)
    else:
        found = autosave.unsaved(user, article, but=form_key)
    return [
        {
            "pk": kept.pk,
            "at": words_for(kept.created_at),
            "headline": autosave.headline_of(kept),
            "version": kept.version,
            "form_key": "" if kept.article_id else kept.form_key,
            "article": kept.article_id,
            "refused": kept.kind == Snapshot.Kind.REFUSED,
        }
        for kept in found
    ]


# Of a release that somebody put in the bin while others had it open


def binned(model_admin: Any, request: HttpRequest, pk: str) -> Article | None:
    """A release in the bin that whoever asks may change once it is out again."""
    article = Article.objects.binned(request.user).filter(pk=int(pk)).first() if _is_number(pk) else None
    return article if article is not None and model_admin.has_change_permission(request, article) else None


def keep_for_later(request: HttpRequest, article: Article) -> HttpResponse:
    """Keep a save of a release in the bin whole, and say where it is; it is offered when the release is out again."""
    drafts.refuse(article, request.user, version_in(request.POST), typed_in(request.POST))
    autosave.withdraw(request.user, request.POST.get("form_key", ""))
    kept = _("Your text is kept: it waits in the history of the release, for when that is out of the bin again.")
    messages.warning(request, f"{_in_the_bin(article)} {kept}")
    return HttpResponseRedirect(reverse("admin:articles_article_bin"))


def _in_the_bin(article: Article) -> str:
    return _("“%(headline)s” is in the bin.") % {"headline": article}


# While somebody types


def autosave_view(model_admin: Any, request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Keep the form. The answer is given once it is stored, and says what happened to the release meanwhile."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    article = None
    if pk is not None:
        article = binned(model_admin, request, str(pk)) or release_or_404(model_admin, request, pk)
    if not _may_write(model_admin, request, article):
        raise PermissionDenied
    try:
        sent = _sent(request)
    except ValueError:
        return _answer({"problem": "This cannot be read."}, 400)
    if sent["owner"] != autosave.owner_of(request.user):
        return _other_account(request)
    typed, form_key, version = sent["typed"], sent["form_key"], _version(sent["typed"])
    answer: dict[str, Any] = {}
    if sent.get("unchanged"):
        autosave.withdraw(request.user, form_key)
    else:
        kept = autosave.keep(request.user, typed, version=version, form_key=form_key, article=article)
        answer |= {"settled": True} if kept is None else {"kept_at": words_for(kept.created_at)}
    if sent.get("offer_on"):
        offered = {"kept": offers(request.user, article, sent["offer_on"]), "original": article}
        answer["offer"] = render_to_string("admin/articles/article/parts/kept_offers.html", offered, request)
    elif article is not None:
        autosave.arrive(request.user, article)
        answer |= news(request, article, version)
    return _answer(answer)


def presence_view(model_admin: Any, request: HttpRequest, pk: int) -> HttpResponse:
    """Note that somebody has the release open, and say who else has and whether it was saved meanwhile."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    article = release_or_404(model_admin, request, pk)
    if not model_admin.has_view_permission(request, article):
        raise PermissionDenied
    if request.POST.get("owner") != autosave.owner_of(request.user):
        return _other_account(request)
    autosave.arrive(request.user, article)
    version = request.POST.get("based_on", "")
    return _answer(news(request, article, _version({"based_on": [version]})))


def drop_view(model_admin: Any, request: HttpRequest) -> HttpResponse:
    """Offer a kept text of one's own no more."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    if not (model_admin.has_add_permission(request) or model_admin.has_change_permission(request)):
        raise PermissionDenied
    number = request.POST.get("snapshot", "")
    dropped = autosave.drop(request.user, int(number)) if _is_number(number) else None
    if dropped is None:
        raise Http404
    messages.info(request, _("The text that was never saved is not offered any more."))
    if dropped.article_id:
        return HttpResponseRedirect(reverse("admin:articles_article_change", args=[dropped.article_id]))
    return HttpResponseRedirect(reverse("admin:articles_article_add"))


# In words


def news(request: HttpRequest, article: Article, version: int) -> dict[str, str]:
    """What a page that was made for ``version`` does not know yet."""
    return {"here": here(request, article), "meanwhile": meanwhile(request.user, article, version)}


def here(request: HttpRequest, article: Article) -> str:
    """Who else has the release open, in one sentence; empty if nobody."""
    names = [
        _("%(name)s (typing, %(time)s)") % {"name": other.name, "time": words_for(other.typed_at)}
        if other.typed_at
        else other.name
        for other in autosave.companions(request.user, article)
    ]
    return _("Also here: %(names)s") % {"names": ", ".join(names)} if names else ""


def meanwhile(user: Any, article: Article, version: int) -> str:
    """Whether a save based on ``version`` would come too late, and because of whom."""
    if article.binned_at is not None:
        return _in_the_bin(article)
    if not version or article.version <= version:
        return ""
    saved = autosave.saved_since(article, version)
    time = words_for(saved.created_at if saved else article.changed_at)
    if saved is None or saved.created_by is None:
        return _("This release was changed at %(time)s. When you save, you will see both texts.") % {"time": time}
    if saved.created_by == user:
        words = _("You saved this in another window at %(time)s. When you save here, you will see both texts.")
        return words % {"time": time}
    return _("%(name)s saved this at %(time)s. When you save, you will see both texts.") % {
        "name": autosave.name_of(saved.created_by),
        "time": time,
    }


def words_for(instant: datetime) -> str:
    """A time of day in the newsroom's time zone, with the day unless it is today."""
    local = timezone.localtime(instant)
    pattern = "H:i" if local.date() == timezone.localdate() else "j F, H:i"
    return str(formats.date_format(local, pattern))


def _may_write(model_admin: Any, request: HttpRequest, article: Article | None) -> bool:
    if article is None:
        return bool(model_admin.has_add_permission(request))
    return bool(model_admin.has_change_permission(request, article))


def _address(article: Article | None) -> str:
    if article is None:
        return reverse("admin:articles_article_autosave_new")
    return reverse("admin:articles_article_autosave", args=[article.pk])


def _form_key(request: HttpRequest) -> str:
    """That of the form which was sent, or from which a kept text is being restored, or a new one."""
    sent = [request.POST.get("form_key", ""), request.GET.get("form_key", "")] if request.method == "POST" else []
    return next((key for key in sent if autosave.is_form_key(key)), "") or new_public_id()


def _sent(request: HttpRequest) -> dict[str, Any]:
    """What the script sends. Raises ValueError when it is anything else."""
    if request.content_type != "application/json":
        raise ValueError
    try:
        sent = json.loads(request.body)
        typed, known = sent["typed"], isinstance(sent["owner"], str) and autosave.is_form_key(sent["form_key"])
        values = [value for each in typed.values() for value in each]
        known = known and ("offer_on" not in sent or autosave.is_form_key(sent["offer_on"]))
        shaped = known and all(isinstance(each, list) for each in typed.values())
    except (AttributeError, KeyError, RecursionError, TypeError) as error:
        raise ValueError from error
    if not shaped or not all(isinstance(value, str) for value in values):
        raise ValueError
    if len(values) > settings.DATA_UPLOAD_MAX_NUMBER_FIELDS:
        raise ValueError
    return dict(sent)


def _other_account(request: HttpRequest) -> JsonResponse:
    """Somebody else signed in in this browser; nothing that the page holds is taken for theirs."""
    return _answer({"account": autosave.name_of(request.user)}, 409)


def _version(typed: autosave.Typed) -> int:
    value = next(iter(typed.get("based_on", [])), "")
    return int(value) if _is_number(value) and len(value) < 10 else 0


def _is_number(value: str) -> bool:
    return value.isascii() and value.isdecimal() and len(value) < 19


def _answer(data: dict[str, Any], status: int = 200) -> JsonResponse:
    response = JsonResponse(data, status=status)
    response.headers["Cache-Control"] = "private, no-store"
    return response
