from articles.models.article import Article, Stage, TaggedArticle, Topic
from articles.models.audit import Transition
from articles.models.blocks import FileBlock, PictureBlock, RemarkBlock, TextBlock, VideoBlock
from articles.models.desk import BinnedRow, Hold, Presence, PreviewLink, Restriction, SignOff
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
    Significance,
)
from articles.models.media import File, Picture
from articles.models.meeting import Meeting
from articles.models.snapshot import Snapshot
from articles.models.standing import Boilerplate, Contact, StandingVersion

__all__ = [
    "Article",
    "BinnedRow",
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
    "Hold",
    "Meeting",
    "Picture",
    "PictureBlock",
    "Presence",
    "PreviewLink",
    "Remark",
    "RemarkAppointment",
    "RemarkBlock",
    "RemarkMeeting",
    "Restriction",
    "Reveal",
    "SignOff",
    "Significance",
    "Snapshot",
    "Stage",
    "StandingVersion",
    "TaggedArticle",
    "TextBlock",
    "Topic",
    "Transition",
    "VideoBlock",
]
