from __future__ import annotations

from datetime import datetime
from typing import Any, Self

from content_editor.models import Region
from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, Min, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from i18nfield.fields import I18nCharField
from taggit.managers import TaggableManager
from taggit.models import ItemBase

from articles.models.kinds import DISCLOSING, ReleaseType
from articles.models.meeting import Meeting
from articles.models.standing import Boilerplate, Contact
from people import names
from people.models import Department
from people.names import Named, NamedQuerySet
from people.publicid import new_public_id
from people.slugs import Addressed
from people.visibility import PublicFace, PublicQuerySet, public_q


def languages() -> list[tuple[str, str]]:
    """The languages that the organisation publishes in, as choices."""
    return list(settings.LANGUAGES)


def default_language() -> str:
    return settings.LANGUAGE_CODE


class TopicQuerySet(NamedQuerySet, PublicQuerySet):
    def visible_to(self, user: Any) -> Self:
        """What exists for somebody on the desk: one that came up in a restricted release is as secret as that."""
        carried = apps.get_model("articles", "TaggedArticle")._default_manager.filter(tag=OuterRef("pk"))
        return self.filter(Q(confined=False) | public_q() | Exists(carried.filter(open_to(user, "content_object__"))))


class Topic(Named, PublicFace):
    """A tag. Case-exact; public from the first release that carries it."""

    KEY_SOURCES = ("name", "title")

    name = models.CharField(gettext_lazy("name"), max_length=100, unique=True)
    title = I18nCharField(
        gettext_lazy("name in each language"), blank=True, help_text=gettext_lazy("Where it differs from the name.")
    )

    confined = models.BooleanField(default=False, editable=False)
    """Typed first in a restricted release. Exists for those who may see one that carries it, until one does for all."""

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


class ArticleQuerySet(NamedQuerySet):
    def visible_to(self, user: Any) -> Self:
        """What exists for somebody on the desk: not what lies in the bin, and not what is restricted to others.

        A restriction holds for a release in all its languages, and ends when one of them has been live.
        """
        return self.filter(binned_at__isnull=True).filter(open_to(user))

    def binned(self, user: Any) -> Self:
        """What somebody may take out of the bin."""
        return self.filter(binned_at__isnull=False).filter(open_to(user))


def open_to(user: Any, prefix: str = "") -> Any:
    """Releases that are not restricted to others; ``prefix`` reaches them through a relation (``"article__"``).

    The one predicate behind everything that the desk shows. No right overrides it, a superuser's neither. One whose
    people and groups are all gone stays closed to everybody.
    """
    restrictions = _restrictions(prefix)
    named = restrictions.filter(Q(users=user.pk) | Q(groups__user=user.pk)) if user.pk else restrictions.none()
    return ~restricted(prefix) | Exists(named)


def restricted(prefix: str = "") -> Any:
    """Releases whose restriction is in force, since in no language they have been live."""
    key = OuterRef(f"{prefix}translation_key")
    opened = apps.get_model("articles", "Edition")._default_manager.opened().filter(article__translation_key=key)
    return Exists(_restrictions(prefix)) & ~Exists(opened)


def _restrictions(prefix: str) -> Any:
    key = OuterRef(f"{prefix}translation_key")
    return apps.get_model("articles", "Restriction")._default_manager.filter(translation_key=key)


class Stage(models.TextChoices):
    """How far the working copy is. What readers see of the release is said by its editions, not by this."""

    DRAFTING = "drafting", gettext_lazy("Drafting")
    IN_REVIEW = "in-review", gettext_lazy("In review")
    APPROVED = "approved", gettext_lazy("Approved")


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
    inside_information = models.BooleanField(
        gettext_lazy("inside information"),
        default=False,
        help_text=gettext_lazy("Printed on the release, with the identifiers of the security."),
    )
    filing_reference = models.CharField(
        gettext_lazy("filing reference"),
        max_length=100,
        blank=True,
        help_text=gettext_lazy("The number that the exchange or the authority gave to the filing."),
    )
    forward_looking = models.ForeignKey(
        Boilerplate,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        limit_choices_to={"kind": Boilerplate.Kind.FORWARD_LOOKING},
        verbose_name=gettext_lazy("forward-looking statements"),
        help_text=gettext_lazy("The caution that results and regulatory announcements must carry."),
    )
    stage = models.CharField(
        gettext_lazy("stage"), max_length=12, choices=Stage, default=Stage.DRAFTING, editable=False, db_index=True
    )
    version = models.PositiveIntegerField(default=1, editable=False)
    """Raised by every save and every transition; a form or button that carries an older one is refused."""

    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    changed_at = models.DateTimeField(auto_now=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    saved_text = models.CharField(max_length=64, default="", editable=False)
    """The digest of the newest save."""

    printed_text = models.CharField(max_length=64, default="", editable=False)
    """The digest of the text that was published or scheduled last; empty where none was."""

    binned_at = models.DateTimeField(null=True, editable=False)
    """When the draft was put in the bin, from which it can be taken out again."""

    objects = ArticleQuerySet.as_manager()

    class Meta:
        ordering = ["-changed_at", "-pk"]
        verbose_name = gettext_lazy("release")
        verbose_name_plural = gettext_lazy("releases")
        permissions = [
            ("review_article", "Can approve releases, and send them back"),
            ("sign_off_legal", "Can sign off releases for the legal department"),
            ("sign_off_investor_relations", "Can sign off releases for investor relations"),
            ("publish_article", "Can publish, schedule, cancel and withdraw releases"),
            ("force_article", "Can publish releases that nobody approved, with a reason"),
            ("hold_article", "Can put everything that is to be published on hold"),
        ]
        indexes = [
            models.Index(
                fields=["-changed_at"], condition=~Q(saved_text=F("printed_text")), name="article_unprinted_text"
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["language", "slug"], name="article_slug_once_per_language"),
            models.UniqueConstraint(
                fields=["translation_key", "language"],
                condition=Q(binned_at__isnull=True),
                name="article_one_translation_per_language",
                violation_error_message=gettext_lazy("There is a version of this release in this language already."),
            ),
        ]

    def __str__(self) -> str:
        return self.headline

    @property
    def discloses(self) -> bool:
        """Whether the release is of a type that the law on disclosure is about."""
        return self.type in DISCLOSING

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
        return self.editions.filter(held_at__isnull=True).aggregate(first=Min("opens_at"))["first"]

    def slug_language(self) -> str:
        return self.language
