"""What somebody sends after the session has ended is not lost: it waits in the page until they are signed in again.

Nothing of it is stored here. The sign-in page carries it, signed, and once somebody has signed in a page offers to
send it on to where it was going. A form whose CSRF token went out of date, because its owner signed in anew in
another tab, is offered again in the same way, if it came from a page of our own.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import update_wrapper
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth import get_user_model
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.middleware.csrf import get_token
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

from articles.views.errors import permission_denied

SEALED = "kept_post"
"""The hidden field of the sign-in page that carries a whole POST."""
TYPED_BY = "typed_by"
"""The hidden field that says who a form was made for."""
SALT = "newsroom.signin"
ROOM_FOR_SIGNING_IN = 8 * 1024
"""Bytes that the sign-in page sends besides what it carries."""
OF_THE_MACHINE = ("-TOTAL_FORMS", "-INITIAL_FORMS", "-MIN_NUM_FORMS", "-MAX_NUM_FORMS", "-region", "-ordering", "-id")


@dataclass(frozen=True)
class KeptPost:
    """A POST on its way to an address of the admin: its fields in order, without passwords and files."""

    address: str
    fields: list[tuple[str, str]]
    with_files: bool = False

    @classmethod
    def of(cls, request: HttpRequest) -> KeptPost:
        fields = [
            (name, value)
            for name, values in request.POST.lists()
            for value in values
            if name not in {"csrfmiddlewaretoken", SEALED} and "password" not in name
        ]
        return cls(request.get_full_path(), fields, any(file for file in request.FILES.values()))

    @classmethod
    def opened(cls, sealed: str) -> KeptPost | None:
        """What ``seal`` made; None of anything else."""
        try:
            address, fields, with_files = signing.loads(sealed, salt=SALT)
        except signing.BadSignature:
            return None
        return cls(address, [(name, value) for name, value in fields], with_files)

    def seal(self) -> str:
        """One signed text for a hidden field; empty when it would be too long to be sent with the sign-in."""
        sealed = signing.dumps([self.address, self.fields, self.with_files], salt=SALT, compress=True)
        limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        return sealed if limit is None or len(sealed) + ROOM_FOR_SIGNING_IN <= limit else ""

    def typed_by(self) -> Any:
        """The user whom the form was made for; None if it does not say."""
        signed = next((value for name, value in self.fields if name == TYPED_BY), "")
        try:
            pk = signing.Signer(salt=TYPED_BY).unsign(signed)
        except signing.BadSignature:
            return None
        return get_user_model()._default_manager.filter(pk=pk).first()

    def readable(self) -> list[tuple[str, str]]:
        """What a person typed, under names that a person can read."""
        return [
            (name.rpartition("-")[2].replace("_", " "), value)
            for name, value in self.fields
            if len(value.strip()) > 2
            and name not in {TYPED_BY, "form_key", "based_on"}
            and "__prefix__" not in name
            and not name.startswith("_")
            and not name.endswith(OF_THE_MACHINE)
        ]


class KeepsPosts(admin.AdminSite):
    """For the admin site: a POST by somebody who is not signed in any more waits for them to sign in."""

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        guarded = super().admin_view(view, cacheable)

        def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            if request.method != "POST" or self.has_permission(request):
                return guarded(request, *args, **kwargs)
            if wants_json(request):
                return signed_out()
            kept = KeptPost.of(request)
            if not kept.fields or request.path == reverse("admin:logout"):
                return guarded(request, *args, **kwargs)
            return self.ask_to_sign_in(request, kept)

        return update_wrapper(inner, guarded)

    def login(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """Carries a kept POST through failed attempts, and offers to send it on after the one that succeeds."""
        sealed = request.POST.get(SEALED, "") if request.method == "POST" else ""
        kept = KeptPost.opened(sealed) if sealed else None
        if kept is None:
            return super().login(request, extra_context)
        response = super().login(request, {**(extra_context or {}), **_carried(kept, sealed)})
        if response.status_code == 302 and self.has_permission(request):
            return self.offer_to_send(request, kept, _("You are signed in again"))
        return response

    def ask_to_sign_in(self, request: HttpRequest, kept: KeptPost) -> HttpResponse:
        """The sign-in page, with what was sent."""
        context = {
            **self.each_context(request),
            **_carried(kept, kept.seal()),
            "title": _("Log in"),
            "subtitle": None,
            "app_path": reverse("admin:login"),
            "next": reverse("admin:index"),
            "username": request.user.get_username(),
            "form": AdminAuthenticationForm(request),
        }
        request.current_app = self.name
        return _uncached(TemplateResponse(request, "admin/login.html", context, status=403))

    def offer_to_send(self, request: HttpRequest, kept: KeptPost, title: str, status: int = 200) -> HttpResponse:
        """What was typed, and one button that sends it on. Somebody else's text is named, and not shown."""
        author = kept.typed_by()
        foreign = author is not None and author != request.user
        context = {
            **self.each_context(request),
            "title": title,
            "post": kept,
            "typed": [] if foreign else kept.readable(),
            "author": author if foreign else None,
        }
        request.current_app = self.name
        return _uncached(TemplateResponse(request, "admin/kept_post.html", context, status=status))

    def each_context(self, request: Any) -> dict[str, Any]:
        """With the mark by which a form is known to be somebody's."""
        context = super().each_context(request)
        if request.user.is_authenticated:
            context[TYPED_BY] = signing.Signer(salt=TYPED_BY).sign(str(request.user.pk))
        return context


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Refuse a form without a valid token; one from a page of our own admin is offered again to whoever sent it.

    A page of another site cannot make this: the browser says where a request comes from, and the offer waits for
    a button to be pressed on a page that nobody can frame.
    """
    site: Any = admin.site
    if not request.path.startswith(reverse("admin:index")) or not from_our_pages(request):
        return permission_denied(request, PermissionError(reason))
    here = site.has_permission(request)
    if wants_json(request):
        return _uncached(JsonResponse({"token": get_token(request)}, status=403)) if here else signed_out()
    kept = KeptPost.opened(request.POST.get(SEALED, "")) if _is_sign_in(request) else KeptPost.of(request)
    if kept is None or (not here and not kept.fields):
        return HttpResponseRedirect(reverse("admin:index"))
    if not here:
        return site.ask_to_sign_in(request, kept)
    return site.offer_to_send(request, kept, _("Please send it once more"), 403)


def from_our_pages(request: HttpRequest) -> bool:
    """Whether the browser says that a page of this very site sent the request."""
    ours = f"{request.scheme}://{request.get_host()}"
    if request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
        return False
    origin = request.headers.get("Origin")
    return origin == ours if origin is not None else request.headers.get("Referer", "").startswith(f"{ours}/")


def wants_json(request: HttpRequest) -> bool:
    """Whether a script asks, which has no use for a page."""
    return request.headers.get("Accept", "").startswith("application/json")


def signed_out() -> HttpResponse:
    """What a script is told whose user is not signed in any more."""
    return _uncached(JsonResponse({"signed_out": True}, status=401))


def _is_sign_in(request: HttpRequest) -> bool:
    return request.path == reverse("admin:login")


def _carried(kept: KeptPost, sealed: str) -> dict[str, Any]:
    return {"kept_post": sealed, "kept_too_long": not sealed, "kept_files": kept.with_files, "kept_field": SEALED}


def _uncached(response: Any) -> Any:
    add_never_cache_headers(response)
    return response
