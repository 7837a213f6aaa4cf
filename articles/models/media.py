from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.files.base import File as DjangoFile
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from i18nfield.fields import I18nCharField

from people.names import Named, NamedQuerySet
from people.pictures import PrivateImageField
from people.publicid import new_public_id

DOCUMENT_SIGNATURES = {"pdf": (b"%PDF-", "application/pdf")}
MAX_DOCUMENT_BYTES = 50 * 1024 * 1024


def private_name(instance: models.Model, filename: str) -> str:
    """A name that nobody can guess and that says nothing about other files."""
    return f"files/{new_public_id()}{new_public_id()}.{filename.rpartition('.')[2].lower()}"


def validate_document(upload: DjangoFile) -> None:
    """Take only documents whose content is what their name says. Raises ValidationError."""
    extension = (upload.name or "").rpartition(".")[2].lower()
    signature = DOCUMENT_SIGNATURES.get(extension)
    if signature is None:
        raise ValidationError(_("Only PDF documents can be published."))
    if upload.size > MAX_DOCUMENT_BYTES:
        raise ValidationError(_("This file is larger than 50 MB."))
    upload.seek(0)
    head = upload.read(len(signature[0]))
    upload.seek(0)
    if head != signature[0]:
        raise ValidationError(_("This file's content is not a PDF document."))


def refuse_new_content(row: models.Model, field: str) -> None:
    """An edition prints the content that it was published with. Raises ValidationError when it would change."""
    stored = type(row)._default_manager.filter(pk=row.pk).values_list(field, flat=True).first()
    file = getattr(row, field)
    changed = stored is not None and (file.name != stored or not file._committed)
    if changed and row.editions.exists():  # type: ignore[attr-defined]
        raise ValidationError(
            {field: _("A release has been published with this file. Add the new one as a new entry.")}
        )


class Picture(Named):
    """A picture that a release may print. It is public exactly while an edition that prints it is live."""

    KEY_SOURCES = ("title",)

    public_id = models.CharField(max_length=16, unique=True, editable=False, default=new_public_id)
    title = I18nCharField(gettext_lazy("title"))
    image = PrivateImageField(
        gettext_lazy("picture"),
        folder="pictures",
        width_field="width",
        height_field="height",
        help_text=gettext_lazy("JPEG, PNG or WebP, at most 20 MB. What the camera wrote into it is removed."),
    )
    width = models.PositiveIntegerField(editable=False, default=0)
    height = models.PositiveIntegerField(editable=False, default=0)
    alternative = I18nCharField(
        gettext_lazy("alternative text"), help_text=gettext_lazy("What the picture shows, for those who cannot see it.")
    )
    credit = models.CharField(gettext_lazy("credit"), max_length=200, blank=True)

    objects = NamedQuerySet.as_manager()

    class Meta:
        ordering = ["sort_key", "public_id"]
        verbose_name = gettext_lazy("picture")
        verbose_name_plural = gettext_lazy("pictures")

    def __str__(self) -> str:
        return str(self.title)

    def clean(self) -> None:
        super().clean()
        refuse_new_content(self, "image")


class File(Named):
    """A document that a release may offer. It is public exactly while an edition that offers it is live."""

    KEY_SOURCES = ("title",)

    public_id = models.CharField(max_length=16, unique=True, editable=False, default=new_public_id)
    title = I18nCharField(gettext_lazy("title"))
    file = models.FileField(
        gettext_lazy("file"), upload_to=private_name, max_length=200, validators=[validate_document]
    )

    objects = NamedQuerySet.as_manager()

    class Meta:
        ordering = ["sort_key", "public_id"]
        verbose_name = gettext_lazy("file")
        verbose_name_plural = gettext_lazy("files")

    def __str__(self) -> str:
        return str(self.title)

    def clean(self) -> None:
        super().clean()
        refuse_new_content(self, "file")
