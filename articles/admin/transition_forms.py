"""What each transition asks of the editor."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.admin.moments import MomentForm
from articles.models import Article
from articles.status import Status, in_words

CANCEL, REBUILD = "cancel", "rebuild"


class TransitionForm(forms.Form):
    """Carries the version of the release that the editor was shown."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, article: Article, status: Status, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["version"] = article.version
        self.status = status


class _Printing(TransitionForm):
    """A transition that makes an edition. A later one may tell readers what changed."""

    change_note = forms.CharField(
        label=gettext_lazy("What changed"),
        required=False,
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Readers see this above the release and in its history."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.status.number:
            del self.fields["change_note"]


class PublishForm(_Printing):
    waiting = forms.ChoiceField(widget=forms.RadioSelect)
    """What becomes of the edition that waits; asked only when there is one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.status.pending is None:
            del self.fields["waiting"]
            return
        when = {"when": in_words(self.status.pending.opens_at)}
        waiting: Any = self.fields["waiting"]
        waiting.label = _("An edition is scheduled for %(when)s") % when
        waiting.choices = [
            (CANCEL, _("Publish this text now, and cancel the scheduled edition")),
            (
                REBUILD,
                _("Publish nothing now; put this text in the scheduled edition's place, still for %(when)s") % when,
            ),
        ]


class ScheduleForm(MomentForm, _Printing):
    replace = forms.BooleanField()
    field_order = ("day", "time", "zone", "reading", "change_note", "replace", "version")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.status.pending is None:
            del self.fields["replace"]
            return
        label = _("Give up the edition scheduled for %(when)s; this one takes its place")
        self.fields["replace"].label = label % {"when": in_words(self.status.pending.opens_at)}


class RescheduleForm(MomentForm, TransitionForm):
    pass


class WithdrawForm(TransitionForm):
    reason = forms.CharField(
        label=gettext_lazy("Public reason"),
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Readers who come to the address of the release see this in its place."),
    )
