"""The form of a release's head."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from taggit.forms import TagField

from articles import topics
from articles.models import Article, TextBlock, Topic
from articles.models.article import restricted
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

    user: Any
    """Who edits, as given by the admin: what the form offers and what its errors name depends on it."""

    based_on = forms.IntegerField(widget=forms.HiddenInput, required=False)
    translation_of = forms.ModelChoiceField(
        label=gettext_lazy("Translation of"),
        queryset=Article.objects.none(),
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
        known = Article.objects.visible_to(self.user)
        if self.instance.pk and "translation_of" not in self.initial:
            siblings = known.filter(translation_key=self.instance.translation_key).exclude(pk=self.instance.pk)
            self.initial["translation_of"] = siblings.order_by("pk").first()
        if "translation_of" in self.fields:
            # The autocomplete of any field that leads to a release finds releases; this one is a block's.
            to_release = TextBlock._meta.get_field("parent")
            field: Any = self.fields["translation_of"]
            field.queryset = known
            field.widget = KnownSelect(to_release, admin.site)
            field.widget.choices = field.choices
            field.label_from_instance = in_its_language

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
        if key != self.instance.translation_key and self._would_restrict_anew(key):
            message = _(
                "One of the two is restricted. Let everybody see it, or begin the translation as a new release."
            )
            self.add_error("translation_of", message)
            return
        versions = Article.objects.visible_to(self.user).filter(translation_key=key, language=language)
        same = versions.exclude(pk=self.instance.pk).first()
        if same is not None:
            message = _("There is a version in this language already: “%(headline)s”.") % {"headline": same.headline}
            self.add_error("translation_of", message)
            return
        self.instance.translation_key = key

    def _would_restrict_anew(self, key: str) -> bool:
        """Whether leaving or joining translations would show a stored release to others, or keep it from them."""
        concerned = Article.objects.filter(translation_key__in=[key, self.instance.translation_key])
        return self.instance.pk is not None and concerned.filter(restricted()).exists()

    def _save_m2m(self) -> None:
        with topics.typed(self.instance, self.cleaned_data.get("topics") or [], self.user):
            super()._save_m2m()  # type: ignore[misc]


def in_its_language(article: Article) -> str:
    """A release among others: its headline and language."""
    return f"{article.headline} ({article.get_language_display()})"
