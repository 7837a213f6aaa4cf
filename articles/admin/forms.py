"""The form of a release's head."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from taggit.forms import TagField

from articles.models import Article, TextBlock, Topic
from people.admin.fields import KnownSelect
from people.publicid import new_public_id

TOPIC_LENGTH = Topic._meta.get_field("name").max_length or 0


class TopicsField(TagField):
    """Topics between commas, Chinese ones too; a name that is too long is refused here, not by the database."""

    def clean(self, value: Any) -> list[str]:
        topics: list[str] = super().clean((value or "").replace("，", ",").replace("、", ","))
        for topic in topics:
            if len(topic) > TOPIC_LENGTH:
                raise ValidationError(
                    _("The topic “%(topic)s…” is longer than %(limit)d characters."),
                    params={"topic": topic[:40], "limit": TOPIC_LENGTH},
                )
        return topics


class ArticleForm(forms.ModelForm):
    """Carries in ``based_on`` the version that the editor saw, by which a save that comes too late is noticed."""

    based_on = forms.IntegerField(widget=forms.HiddenInput, required=False)
    translation_of = forms.ModelChoiceField(
        label=gettext_lazy("Translation of"),
        queryset=Article.objects.all(),
        required=False,
        help_text=gettext_lazy("The same release in another language; readers can then change between them."),
    )

    class Meta:
        model = Article
        fields = "__all__"
        field_classes = {"topics": TopicsField}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["based_on"] = self.instance.version
        self.siblings = Article.objects.filter(translation_key=self.instance.translation_key).exclude(
            pk=self.instance.pk
        )
        if self.instance.pk and "translation_of" not in self.initial:
            self.initial["translation_of"] = self.siblings.order_by("pk").first()
        if "translation_of" in self.fields:
            # The autocomplete of any field that leads to a release finds releases; this one is a block's.
            to_release = TextBlock._meta.get_field("parent")
            field = self.fields["translation_of"]
            field.widget = KnownSelect(to_release, admin.site)
            field.widget.choices = field.choices  # type: ignore[attr-defined]
            field.label_from_instance = in_its_language  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if "translation_of" in self.fields and "translation_of" not in self.errors:
            self._join(cleaned.get("translation_of"), cleaned.get("language"))
        return cleaned

    def _join(self, other: Article | None, language: str | None) -> None:
        """Bind the release to its translations, or set it free of them."""
        if other is not None and other.pk == self.instance.pk:
            self.add_error("translation_of", _("A release is not a translation of itself."))
            return
        key = self.instance.translation_key
        if other is not None:
            key = other.translation_key
        elif self.initial.get("translation_of"):
            key = new_public_id()
        same = Article.objects.filter(translation_key=key, language=language).exclude(pk=self.instance.pk).first()
        if same is not None:
            message = _("There is a version in this language already: “%(headline)s”.") % {"headline": same.headline}
            self.add_error("translation_of", message)
            return
        self.instance.translation_key = key


def in_its_language(article: Article) -> str:
    """A release among others: its headline and language."""
    return f"{article.headline} ({article.get_language_display()})"
