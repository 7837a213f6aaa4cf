from articles.models.article import Article, Boilerplate, Contact, TaggedArticle, Topic
from articles.models.audit import Transition
from articles.models.blocks import FileBlock, PictureBlock, RemarkBlock, TextBlock, VideoBlock
from articles.models.edition import (
    Edition,
    EditionDepartment,
    EditionFile,
    EditionMeeting,
    EditionPicture,
    EditionTopic,
    Remark,
    RemarkAppointment,
    RemarkMeeting,
    Reveal,
)
from articles.models.media import File, Picture
from articles.models.meeting import Meeting
from articles.models.snapshot import Snapshot

__all__ = [
    "Article",
    "Boilerplate",
    "Contact",
    "Edition",
    "EditionDepartment",
    "EditionFile",
    "EditionMeeting",
    "EditionPicture",
    "EditionTopic",
    "File",
    "FileBlock",
    "Meeting",
    "Picture",
    "PictureBlock",
    "Remark",
    "RemarkAppointment",
    "RemarkBlock",
    "RemarkMeeting",
    "Reveal",
    "Snapshot",
    "TaggedArticle",
    "TextBlock",
    "Topic",
    "Transition",
    "VideoBlock",
]
