"""The form of a block: it says which block it is, so that one that is put back remains the one it was."""

from __future__ import annotations

from typing import Any

from django import forms


class KeyField(forms.CharField):
    """A block's key. Of a stored block it is for information only."""

    widget = forms.HiddenInput

    def __init__(self) -> None:
        super().__init__(required=False, label="", max_length=16)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return False


class KeyedForm(forms.ModelForm):
    """By its key a quotation keeps its address for readers, also when its block was deleted and comes back.

    Which keys a form may claim was checked before it was made: see ``formdata.checked_keys``.
    """

    block_key = KeyField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["block_key"] = self.instance.key if self.instance.pk else ""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.instance.pk and cleaned.get("block_key"):
            self.instance.key = cleaned["block_key"]
        return cleaned
