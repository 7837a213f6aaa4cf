from __future__ import annotations

from datetime import datetime

from content_editor.models import Region
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Min
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from i18nfield.fields import I18nCharField, I18nTextField
from taggit.managers import TaggableManager
from taggit.models import ItemBase

from articles.models.kinds import ReleaseType
from articles.models.meeting import Meeting
from people import names
from people.models import Department
from people.names import Named, NamedQuerySet
from people.publicid import new_public_id
from people.slugs import Addressed
from people.visibility import PublicFace, PublicQuerySet


def languages() -> list[tuple[str, str]]:
    """The languages that the organisation publishes in, as choices."""
    return list(settings.LANGUAGES)


def default_language() -> str:
    return settings.LANGUAGE_CODE


class TopicQuerySet(NamedQuerySet, PublicQuerySet):
    pass


class Topic(Named, PublicFace):
    """A tag. Case-exact; public from the first release that carries it."""

    KEY_SOURCES = ("name", "title")

    name = models.CharField(gettext_lazy("name"), max_length=100, unique=True)
    title = I18nCharField(
        gettext_lazy("name in each language"), blank=True, help_text=gettext_lazy("Where it differs from the name.")
    )

    objects = TopicQuerySet.as_manager()

    class Meta:
        ordering = ["sort_key", "public_id"]
        verbose_name = gettext_lazy("topic")
        verbose_name_plural = gettext_lazy("topics")

    def __str__(self) -> str:
        return str(self.title) or self.name


class TaggedArticle(ItemBase):
    tag = models.ForeignKey(Topic, models.PROTECT, related_name="tagged")
    content_object = models.ForeignKey("articles.Article", models.CASCADE, related_name="tagged")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tag", "content_object"], name="article_tagged_once")]


class Contact(Named):
    """Whom the press may call about a release."""

    name = I18nCharField(gettext_lazy("name"))
    role = I18nCharField(gettext_lazy("role"), blank=True)
    email = models.EmailField(gettext_lazy("email"), blank=True)
    phone = models.CharField(gettext_lazy("telephone"), max_length=40, blank=True)

    objects = NamedQuerySet.as_manager()

    class Meta:
        ordering = ["sort_key", "pk"]
        verbose_name = gettext_lazy("press contact")
        verbose_name_plural = gettext_lazy("press contacts")

    def __str__(self) -> str:
        return str(self.name)


class Boilerplate(Named):
    """The standing paragraph about the organisation that ends a release."""

    KEY_SOURCES = ("title",)

    title = I18nCharField(gettext_lazy("title"))
    text = I18nTextField(gettext_lazy("text"), help_text=gettext_lazy("Plain text; an empty line begins a paragraph."))

    objects = NamedQuerySet.as_manager()

    class Meta:
        ordering = ["sort_key", "pk"]
        verbose_name = gettext_lazy("boilerplate")
        verbose_name_plural = gettext_lazy("boilerplates")

    def __str__(self) -> str:
        return str(self.title)


class ArticleQuerySet(NamedQuerySet):
    pass


class Article(Named, Addressed):
    """The working copy of a release. Staff see and edit only this; readers see its editions."""

    KEY_SOURCES = ("headline",)
    SLUG_SOURCE = "headline"
    CLAIM = "claimed_slug"

    Type = ReleaseType

    regions = [Region(key="main", title=gettext_lazy("Body"))]

    public_id = models.CharField(max_length=16, unique=True, editable=False, default=new_public_id)
    slug = models.CharField(max_length=100, null=True, editable=False)  # noqa: DJ001
    claimed_slug = models.CharField(max_length=90, blank=True, default="", db_index=True, editable=False)
    """The address wanted when an edition was last made for it. What the working copy wants since then is a secret."""

    language = models.CharField(gettext_lazy("language"), max_length=16, choices=languages, default=default_language)
    translation_key = models.CharField(max_length=16, editable=False, default=new_public_id, db_index=True)
    """Shared by the translations of one release."""

    type = models.CharField(gettext_lazy("type"), max_length=20, choices=ReleaseType, default=ReleaseType.PRESS_RELEASE)
    headline = models.CharField(gettext_lazy("headline"), max_length=300)
    standfirst = models.TextField(
        gettext_lazy("standfirst"),
        blank=True,
        max_length=600,
        help_text=gettext_lazy("One or two sentences that say it all; shown in lists and under the headline."),
    )
    dateline_city = models.CharField(gettext_lazy("dateline city"), max_length=100, blank=True)
    dateline_date = models.DateField(gettext_lazy("dateline date"), null=True, blank=True)
    topics = TaggableManager(
        gettext_lazy("topics"),
        through=TaggedArticle,
        blank=True,
        help_text=gettext_lazy("Separated by commas; letters count as written."),
    )
    departments = models.ManyToManyField(
        Department, blank=True, related_name="+", verbose_name=gettext_lazy("departments")
    )
    meetings = models.ManyToManyField(
        Meeting,
        blank=True,
        related_name="+",
        verbose_name=gettext_lazy("meetings"),
        help_text=gettext_lazy("What the release reports on. A meeting includes its sessions."),
    )
    contact = models.ForeignKey(
        Contact, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=gettext_lazy("press contact")
    )
    boilerplate = models.ForeignKey(
        Boilerplate, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=gettext_lazy("boilerplate")
    )
    version = models.PositiveIntegerField(default=1, editable=False)
    """Raised by every save and every transition; a form or button that carries an older one is refused."""

    changed_at = models.DateTimeField(auto_now=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )

    objects = ArticleQuerySet.as_manager()

    class Meta:
        ordering = ["-changed_at", "-pk"]
        verbose_name = gettext_lazy("release")
        verbose_name_plural = gettext_lazy("releases")
        permissions = [("publish_article", "Can publish, schedule, cancel and withdraw releases")]
        constraints = [
            models.UniqueConstraint(fields=["language", "slug"], name="article_slug_once_per_language"),
            models.UniqueConstraint(
                fields=["translation_key", "language"],
                name="article_one_translation_per_language",
                violation_error_message=gettext_lazy("There is a version of this release in this language already."),
            ),
        ]

    def __str__(self) -> str:
        return self.headline

    def clean(self) -> None:
        super().clean()
        if not names.fold(self.headline):
            raise ValidationError({"headline": _("A release needs a headline.")})
        moved = Article.objects.filter(pk=self.pk).exclude(language=self.language)
        if self.pk and moved.exists() and self.editions.exists():
            raise ValidationError({"language": _("The language of a published release stays as it is.")})

    def make_wanted_slug(self) -> str:
        """Empty until the first edition is made: a headline changes often before that."""
        return ""

    def claim_address(self) -> None:
        """Compete from now on for the address that the editor asked for, or for one made from the headline."""
        if not self.wanted_slug:
            self.wanted_slug = names.slugify(self.headline) or self.public_id
        self.claimed_slug = self.wanted_slug
        self.save(update_fields=["wanted_slug", "claimed_slug"])

    def first_public(self) -> datetime | None:
        return self.editions.aggregate(first=Min("opens_at"))["first"]

    def slug_language(self) -> str:
        return self.language
