"""The switch that holds everything, and what it stops."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import agenda, workflow
from articles.admin import openings
from articles.admin.parts import staff
from articles.models import Hold
from people import clock

LOOK = "articles.view_hold"
EARLIER = 20
"""Holds that the page remembers; the log has all of them."""


class HoldForm(forms.Form):
    """No second step: who presses this is in a hurry."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("All of the desk reads it at the top of each page, and the log keeps it."),
    )


def urls(model_admin: Any) -> list[URLPattern]:
    return [staff(model_admin, "hold", "hold/", hold_view)]


def hold_view(model_admin: Any, request: HttpRequest) -> HttpResponse:
    """GET shows the switch and what it stops, as far as that exists for whoever asks. POST throws it."""
    may_hold = request.user.has_perm(workflow.HOLD)
    if not (may_hold or (request.method != "POST" and request.user.has_perm(LOOK))):
        raise PermissionDenied
    form = HoldForm(request.POST if "hold" in request.POST else None)
    refusal = ""
    if request.method == "POST":
        try:
            done = _throw(request, form)
        except workflow.Refused as refused:
            refusal = str(refused)
        else:
            if done:
                messages.success(request, done)
                return HttpResponseRedirect(reverse("admin:articles_article_hold"))
    context = _context(model_admin, request) | {"form": form, "refusal": refusal, "may_hold": may_hold}
    return TemplateResponse(request, "admin/articles/hold.html", context, status=409 if refusal else 200)


def _throw(request: HttpRequest, form: HoldForm) -> str:
    """Hold or lift, and say so; empty where the form has to be mended first. Raises Refused."""
    number = request.POST.get("lift", "")
    if number.isascii() and number.isdigit() and len(number) < 19:
        workflow.lift(by=request.user, number=int(number))
        return _("The hold is lifted.")
    if "hold" in request.POST and form.is_valid():
        workflow.hold(by=request.user, reason=form.cleaned_data["reason"])
        return _("Everything is on hold.")
    return ""


def _context(model_admin: Any, request: HttpRequest) -> dict[str, Any]:
    waiting = list(agenda.told(agenda.going_out(request.user)))
    return {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "title": _("Hold everything"),
        "coming": [going for going in waiting if not going.missed],
        "missed": [going for going in waiting if going.missed],
        "openings": openings.between(model_admin.admin_site, request, clock.now(), None),
        "earlier": Hold.objects.filter(active=False).select_related("held_by", "lifted_by")[:EARLIER],
        "zone": timezone.get_current_timezone_name(),
    }
