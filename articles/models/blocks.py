"""The parts of a release's body, in order, as staff edit them. Readers never see these rows, only their editions."""

from __future__ import annotations

from typing import Any

from content_editor.models import create_plugin_base
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models.article import Article
from articles.models.media import File, Picture
from articles.models.meeting import Meeting
from articles.richtext import RichTextField
from people.models import Appointment, Executive
from people.publicid import new_public_id

ArticlePlugin: Any = create_plugin_base(Article)


class Block(ArticlePlugin):
    """``key`` stays with a block through edits and restores; by it, a quotation keeps its address."""

    key = models.CharField(max_length=16, editable=False, default=new_public_id)

    class Meta:
        abstract = True
        ordering = ["ordering", "pk"]


class TextBlock(Block):
    html = RichTextField(gettext_lazy("text"))

    class Meta(Block.Meta):
        verbose_name = gettext_lazy("text")
        verbose_name_plural = gettext_lazy("texts")

    def __str__(self) -> str:
        return str(gettext_lazy("Text"))


class RemarkBlock(Block):
    """What one person said: who, in which post, at which meeting, and the words."""

    speaker = models.ForeignKey(Executive, models.PROTECT, related_name="+", verbose_name=gettext_lazy("speaker"))
    meetings = models.ManyToManyField(
        Meeting,
        blank=True,
        related_name="+",
        verbose_name=gettext_lazy("said at"),
        help_text=gettext_lazy("Left empty: at the meetings that the release reports on."),
    )
    appointments = models.ManyToManyField(
        Appointment,
        blank=True,
        related_name="+",
        verbose_name=gettext_lazy("posts held when speaking"),
        help_text=gettext_lazy("Left empty: those held on the day of the meeting."),
    )
    capacity = models.CharField(
        gettext_lazy("capacity as printed"),
        max_length=300,
        blank=True,
        help_text=gettext_lazy("Left empty: the titles of those posts."),
    )
    text = models.TextField(
        gettext_lazy("words"), blank=True, help_text=gettext_lazy("Plain text; an empty line begins a paragraph.")
    )
    points = models.TextField(
        gettext_lazy("points"),
        blank=True,
        help_text=gettext_lazy("The points that were enumerated, one a line, without numbers."),
    )

    class Meta(Block.Meta):
        verbose_name = gettext_lazy("remark")
        verbose_name_plural = gettext_lazy("remarks")

    def __str__(self) -> str:
        return str(self.speaker)

    def clean(self) -> None:
        super().clean()
        if not self.text.strip() and not self.points.strip():
            raise ValidationError({"text": _("Write the words, the points, or both.")})


class PictureBlock(Block):
    picture = models.ForeignKey(Picture, models.PROTECT, related_name="+", verbose_name=gettext_lazy("picture"))
    caption = models.CharField(gettext_lazy("caption"), max_length=300, blank=True)

    class Meta(Block.Meta):
        verbose_name = gettext_lazy("picture")
        verbose_name_plural = gettext_lazy("pictures")

    def __str__(self) -> str:
        return str(self.picture)


class FileBlock(Block):
    file = models.ForeignKey(File, models.PROTECT, related_name="+", verbose_name=gettext_lazy("file"))
    title = models.CharField(
        gettext_lazy("title"), max_length=300, blank=True, help_text=gettext_lazy("Where it differs from the file's.")
    )

    class Meta(Block.Meta):
        verbose_name = gettext_lazy("file")
        verbose_name_plural = gettext_lazy("files")

    def __str__(self) -> str:
        return self.title or str(self.file)


class VideoBlock(Block):
    """A link to a video elsewhere; nothing of another site is loaded into the page."""

    title = models.CharField(gettext_lazy("title"), max_length=300)
    url = models.URLField(gettext_lazy("address"), max_length=500, validators=[URLValidator(schemes=["https"])])

    class Meta(Block.Meta):
        verbose_name = gettext_lazy("video link")
        verbose_name_plural = gettext_lazy("video links")

    def __str__(self) -> str:
        return self.title

    def clean_fields(self, exclude: Any = None) -> None:
        self.url = self.url.strip()
        super().clean_fields(exclude)


BLOCKS: dict[str, type[Block]] = {
    "text": TextBlock,
    "remark": RemarkBlock,
    "picture": PictureBlock,
    "file": FileBlock,
    "video": VideoBlock,
}
