"""What each move asks of the editor."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.admin import choices
from articles.admin.case import Case
from articles.admin.moments import QUESTIONS, MomentForm
from articles.models import Significance
from articles.publishing import Terms
from articles.status import in_words
from people import clock

CANCEL, REBUILD = "cancel", "rebuild"
SHORT = {"rows": 3}


class TransitionForm(forms.Form):
    """Carries the version of the release that the editor was shown."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    next = forms.CharField(widget=forms.HiddenInput, required=False)
    asks_again: tuple[str, ...] = ()
    """What somebody has to say anew when the release has changed meanwhile."""

    has_button = True
    only_asks = False

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["version"] = case.article.version
        self.case = case

    def posted_version(self) -> int | None:
        """The version that the editor was shown; None for what is no version."""
        try:
            shown: int | None = self.fields["version"].clean(self.data.get(self.add_prefix("version")))
        except forms.ValidationError:
            return None
        return shown

    def is_outdated(self) -> bool:
        """Whether the release has moved on: then what else the form holds answers other questions than it asks now."""
        return self.posted_version() not in {None, self.case.article.version}

    def typed(self) -> dict[str, Any]:
        """What was filled in, as it was, for a form that is based on the release as it is now."""
        return {
            name: field.widget.value_from_datadict(self.data, self.files, self.add_prefix(name))
            for name, field in self.fields.items()
            if name != "version" and name not in self.asks_again
        }


class _Printing(TransitionForm):
    """A move that makes an edition. A later one may tell readers what changed."""

    reveals: Any
    asks_again = ("filed_first",)
    significance = forms.ChoiceField(
        label=gettext_lazy("What kind of change it is"), choices=Significance.choices, widget=forms.RadioSelect
    )
    change_note = forms.CharField(
        label=gettext_lazy("What changed"),
        required=False,
        max_length=600,
        widget=forms.Textarea(attrs=SHORT),
        help_text=gettext_lazy("Readers find this in the history of the release, and a correction above its text."),
    )
    keeps_former = forms.BooleanField(
        label=gettext_lazy("Leave the text that readers know now readable in the history"), required=False
    )
    filed_first = forms.BooleanField(
        error_messages={"required": gettext_lazy("Confirm that the exchange is told first.")}
    )
    forced_because = forms.CharField(
        label=gettext_lazy("Why it cannot wait for the approval"),
        max_length=600,
        widget=forms.Textarea(attrs=SHORT),
        help_text=gettext_lazy("The log keeps it, and shows it until somebody else approves the edition afterwards."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("significance", Significance.MINOR)
        case, proposal = self.case, self.case.proposal
        self._keep("significance", case.status.number > 0)
        self._keep("change_note", case.status.number > 0)
        self._keep("keeps_former", case.status.live is not None)
        self._keep("filed_first", case.article.discloses)
        self._keep("forced_because", case.may_force)
        self._offer("reveals", proposal.reveals, choices.revealed, _("Becomes public with it"))
        self._offer("endings", proposal.endings, choices.ending, _("Ends that readers do not know of yet"))
        self._offer("further", proposal.further, choices.beginning, _("Also hidden so far"))
        if "reveals" in self.fields:
            self.initial.setdefault("reveals", list(self.fields["reveals"].rows))  # type: ignore[attr-defined]
        for name in {"endings", "further"} & set(self.fields):
            self.fields[name].help_text = _("Stays hidden unless you tick it.")
        self.has_button = case.is_approved or case.may_force

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("significance") == Significance.MAJOR and not cleaned.get("change_note", "").strip():
            self.add_error("change_note", _("Say what was wrong; readers see it in the box on the release."))
        return cleaned

    def terms(self) -> Terms:
        """What was decided besides the text."""
        names = ("change_note", "significance", "keeps_former", "filed_first", "forced_because", "endings", "further")
        given = {name: self.cleaned_data[name] for name in names if name in self.fields}
        return Terms(reveals=self.cleaned_data.get("reveals", []), **given)

    def _keep(self, name: str, needed: bool) -> None:
        if not needed:
            del self.fields[name]

    def _offer(self, name: str, rows: list[Any], describe: Any, label: str) -> None:
        if rows:
            self.fields[name] = choices.RowsField(rows, describe, label=label)


class PublishForm(_Printing):
    waiting = forms.ChoiceField(widget=forms.RadioSelect)
    """What becomes of the edition that waits; asked only when there is one."""

    field_order = (
        "waiting",
        "reveals",
        "endings",
        "further",
        "significance",
        "change_note",
        "keeps_former",
        "filed_first",
        "forced_because",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "filed_first" in self.fields:
            self.fields["filed_first"].label = _("This has been filed with the exchange first")
        pending = self.case.status.pending
        if pending is None:
            del self.fields["waiting"]
        else:
            when = {"when": in_words(pending.opens_at, self.case.status.zones)}
            waiting: Any = self.fields["waiting"]
            waiting.label = _("An edition is scheduled for %(when)s") % when
            waiting.choices = [(CANCEL, _("Publish this text now, and cancel the scheduled edition"))]
            if pending.opens_at > clock.now():
                rebuild = _("Publish nothing now; put this text in the scheduled edition's place, still for %(when)s")
                waiting.choices = [*waiting.choices, (REBUILD, rebuild % when)]
        self.order_fields(self.field_order)


class _Choosing(MomentForm, TransitionForm):
    """Asks for an instant. Pressing ``look`` only shows it as clocks elsewhere do."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.only_asks = "look" in self.data

    def full_clean(self) -> None:
        super().full_clean()
        if self.only_asks:
            for name in set(self.errors) - set(QUESTIONS):
                del self.errors[name]


class ScheduleForm(_Choosing, _Printing):
    replace = forms.BooleanField()
    field_order = (*QUESTIONS, "replace", *PublishForm.field_order[1:])

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        pending = case.status.pending
        planned = pending.opens_at if pending is not None else None
        super().__init__(*args, case=case, moment=planned, meetings=case.proposal.meetings, **kwargs)
        if "filed_first" in self.fields:
            self.fields["filed_first"].label = _("This will have been filed with the exchange before it goes out")
        if pending is None:
            del self.fields["replace"]
        else:
            label = _("Give up the edition scheduled for %(when)s; this one takes its place")
            self.fields["replace"].label = label % {"when": in_words(pending.opens_at, case.status.zones)}
        self.order_fields(self.field_order)


class RescheduleForm(_Choosing):
    field_order = QUESTIONS

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        pending = case.status.pending
        if pending is not None:
            meetings = list(pending.meetings.order_by("starts_on", "public_id"))
            kwargs |= {"moment": pending.opens_at, "meetings": meetings}
        super().__init__(*args, case=case, **kwargs)


class WithdrawForm(TransitionForm):
    reason = forms.CharField(
        label=gettext_lazy("Public reason"),
        max_length=600,
        widget=forms.Textarea(attrs=SHORT),
        help_text=gettext_lazy("Readers who come to the address of the release see this in its place, with the day."),
    )


class NoteForm(TransitionForm):
    note = forms.CharField(
        label=gettext_lazy("Note"),
        required=False,
        max_length=600,
        widget=forms.Textarea(attrs=SHORT),
        help_text=gettext_lazy("For colleagues; the log keeps it. You can leave it empty."),
    )


class SendBackForm(TransitionForm):
    reason = forms.CharField(
        label=gettext_lazy("What is to be done"),
        max_length=600,
        widget=forms.Textarea(attrs=SHORT),
        help_text=gettext_lazy("The author sees this first when opening the release."),
    )
