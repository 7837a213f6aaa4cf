"""From a snapshot to an edition: what is printed, and what it is found by.

The *record* is everything that a release prints, names and boilerplate included, as JSON:
``{"blocks": [...], "boilerplate": {"title", "paragraphs", "version"} | None, "forward_looking": the same,
"contact": {"name", "role", "email", "phone", "version"} | None, "disclosure": {"inside_information",
"filing_reference", "isin", "tickers"} | None, "meetings": [public id], "departments": [public id],
"topics": [public id]}``; old records lack "forward_looking", "disclosure" and "version". It is made once and
never changed, so that history prints what was printed. Rows with pages of their own are given by public id as well as
by printed name, so that a page can show what they are called and where they are found today.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.conf import settings

from articles import rendering, snapshots, standing
from articles.capacity import in_printed_order
from articles.models import (
    Article,
    Boilerplate,
    Contact,
    Edition,
    EditionDepartment,
    EditionFile,
    EditionMeeting,
    EditionPicture,
    EditionTopic,
    File,
    Meeting,
    Picture,
    Remark,
    RemarkAppointment,
    RemarkMeeting,
    Significance,
    Snapshot,
    Topic,
)
from articles.models.kinds import DISCLOSING
from articles.numbering import Numbering
from articles.richtext import plain, safe_address, sanitise
from articles.texts import split_paragraphs, split_points
from people import names
from people.models import Appointment, Department, Executive


@dataclass(frozen=True)
class Terms:
    """On what terms an edition goes out: what its publisher says and decides besides the text."""

    change_note: str = ""
    significance: str = Significance.MINOR
    keeps_former: bool = False
    filed_first: bool = False
    """The publisher confirms that the exchange is told first."""

    forced_because: str = ""
    reveals: Collection[Any] | None = None
    """Which of the hidden rows that the release names may become public with it; None: all of them."""

    further: Collection[Any] = ()
    """Hidden rows that it does not name and that become public with it all the same."""

    endings: Collection[Any] = ()
    """Appointments and departments whose end becomes public with it."""


@dataclass
class PrintedRemark:
    """A remark ready to be stored: its part of the record, and the rows that it refers to."""

    block: dict[str, Any]
    key: str
    speaker: Executive
    meetings: list[Meeting]
    appointments: list[Appointment]


@dataclass
class Composition:
    """A snapshot with everything that it refers to looked up."""

    record: dict[str, Any]
    topics: list[Topic]
    departments: list[Department]
    meetings: list[Meeting]
    remarks: list[PrintedRemark] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    files: list[File] = field(default_factory=list)


def compose(article: Article, data: dict[str, Any], moment: datetime) -> Composition:
    """Look up what a snapshot refers to and number its quotations. ``data`` is in the present schema."""
    head = data["article"]
    language = head["language"]
    reported = _rows(Meeting, head["meetings"], "parent")
    composition = Composition(
        record={"blocks": []},
        topics=list(Topic.objects.filter(name__in=head["topics"]).order_by("name")),
        departments=_rows(Department, head["departments"]),
        meetings=list(reported),
    )
    blocks = data["blocks"]
    numbering = Numbering.of(article, moment)
    speakers = _by_key(Executive, (b["speaker_id"] for b in blocks if b["kind"] == "remark"))
    pictures = _by_key(Picture, (b["picture_id"] for b in blocks if b["kind"] == "picture"))
    files = _by_key(File, (b["file_id"] for b in blocks if b["kind"] == "file"))
    spoken_at = _by_key(Meeting, (key for b in blocks if b["kind"] == "remark" for key in b["meetings"]), "parent")
    held = _by_key(
        Appointment, (key for b in blocks if b["kind"] == "remark" for key in b["appointments"]), "post__department"
    )
    for block in blocks:
        if block["kind"] == "text":
            printed: dict[str, Any] = {"kind": "text", "html": sanitise(block["html"])}
        elif block["kind"] == "remark":
            meetings = _in_order(spoken_at[key] for key in block["meetings"] if key in spoken_at) or reported
            posts = [held[key] for key in block["appointments"] if key in held]
            remark = _compose_remark(block, speakers[block["speaker_id"]], meetings, posts, language, numbering)
            composition.remarks.append(remark)
            composition.meetings += [m for m in remark.meetings if m not in composition.meetings]
            printed = remark.block
        elif block["kind"] == "picture":
            picture = pictures[block["picture_id"]]
            composition.pictures.append(picture)
            printed = {
                "kind": "picture",
                "id": picture.public_id,
                "alt": plain(names.in_language(picture.alternative, language)),
                "caption": plain(block["caption"]),
                "credit": plain(picture.credit),
                "width": picture.width,
                "height": picture.height,
            }
        elif block["kind"] == "file":
            file = files[block["file_id"]]
            composition.files.append(file)
            title = plain(block["title"] or names.in_language(file.title, language))
            printed = {
                "kind": "file",
                "id": file.public_id,
                "title": title,
                "type": "PDF",
                "bytes": _size(file),
            }
        else:
            printed = {"kind": "video", "title": plain(block["title"]), "url": safe_address(plain(block["url"])) or ""}
        composition.record["blocks"].append(printed)
    for facet in ("meetings", "departments", "topics"):
        composition.record[facet] = [row.public_id for row in getattr(composition, facet)]
    composition.record["boilerplate"] = _boilerplate(head["boilerplate_id"], language)
    composition.record["contact"] = _contact(head["contact_id"], language)
    composition.record["forward_looking"] = _boilerplate(head["forward_looking_id"], language)
    composition.record["disclosure"] = _disclosure(head)
    return composition


def render(article: Article, data: dict[str, Any], composition: Composition) -> Edition:
    """An edition with its record and finished HTML, not saved: what ``publish`` stores and preview shows."""
    head = data["article"]
    edition = Edition(
        article=article,
        language=head["language"],
        translation_key=head["translation_key"],
        type=head["type"],
        headline=" ".join(plain(head["headline"]).split()),
        standfirst=" ".join(plain(head["standfirst"]).split()),
        dateline_city=plain(head["dateline_city"]),
        dateline_date=date.fromisoformat(head["dateline_date"]) if head["dateline_date"] else None,
        record=composition.record,
    )
    rerender(edition)
    return edition


def rerender(edition: Edition) -> None:
    """Make the finished HTML of an edition from its record; the record itself stays."""
    edition.body_html = rendering.render_body(edition.record, edition.language)
    edition.card_html = rendering.render_card(edition)
    edition.plain_text = rendering.plain_text(edition.record)
    edition.search_text = rendering.search_text(edition, edition.plain_text)
    edition.rendering_version = rendering.version()


def printed_digest(edition: Edition) -> str:
    """SHA-256 over all that an edition prints, by which an approval holds for it and for nothing else.

    Without the numbers of quotations, which follow from what went live meanwhile.
    """
    record = {**edition.record, "blocks": [_unnumbered(block) for block in edition.record["blocks"]]}
    printed = [
        edition.type,
        edition.language,
        edition.headline,
        edition.standfirst,
        edition.dateline_city,
        edition.dateline_date.isoformat() if edition.dateline_date else "",
        record,
        _contents(edition.record),
    ]
    canonical = json.dumps(printed, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def _contents(record: dict[str, Any]) -> list[str]:
    """What pictures and files are made of: each upload is stored under a new name, so it stands for the content."""
    names_of: list[str] = []
    for kind, model, column in (("picture", Picture, "image"), ("file", File, "file")):
        shown = {block["id"] for block in record["blocks"] if block["kind"] == kind}
        if shown:
            rows: Any = model._default_manager.filter(public_id__in=shown).order_by("public_id")
            names_of += rows.values_list(column, flat=True)
    return names_of


def _unnumbered(block: dict[str, Any]) -> dict[str, Any]:
    if block["kind"] != "remark":
        return block
    return {**block, "anchor": 0, "points": [point["text"] for point in block["points"]]}


def print_edition(
    article: Article, snapshot: Snapshot, opens_at: datetime, terms: Terms, moment: datetime
) -> tuple[Edition, Composition]:
    """Store an edition made from a snapshot. It is not live yet: ``retime`` gives it its bounds."""
    data = snapshots.read(snapshot)
    composition = compose(article, data, moment)
    edition = render(article, data, composition)
    edition.source = snapshot
    edition.opens_at = opens_at
    edition.pending = opens_at > moment
    edition.change_note = plain(terms.change_note).strip()
    edition.significance = terms.significance
    edition.keeps_former = terms.keeps_former
    edition.save()
    EditionMeeting.objects.bulk_create(EditionMeeting(edition=edition, meeting=m) for m in composition.meetings)
    EditionDepartment.objects.bulk_create(
        EditionDepartment(edition=edition, department=d) for d in composition.departments
    )
    EditionTopic.objects.bulk_create(EditionTopic(edition=edition, topic=t) for t in composition.topics)
    EditionPicture.objects.bulk_create(
        EditionPicture(edition=edition, picture=p) for p in dict.fromkeys(composition.pictures)
    )
    EditionFile.objects.bulk_create(EditionFile(edition=edition, file=f) for f in dict.fromkeys(composition.files))
    for position, printed in enumerate(composition.remarks):
        _store_remark(edition, position, printed)
    return edition, composition


def _store_remark(edition: Edition, position: int, printed: PrintedRemark) -> None:
    remark = Remark.objects.create(
        edition=edition,
        block_key=printed.key,
        anchor=printed.block["anchor"],
        position=position,
        speaker=printed.speaker,
        speaker_name=printed.block["name"],
        capacity=printed.block["capacity"],
        text=printed.block["text"],
        points=printed.block["points"],
    )
    RemarkMeeting.objects.bulk_create(RemarkMeeting(remark=remark, meeting=m) for m in printed.meetings)
    RemarkAppointment.objects.bulk_create(
        RemarkAppointment(remark=remark, appointment=a, position=place) for place, a in enumerate(printed.appointments)
    )


def _compose_remark(
    block: dict[str, Any],
    speaker: Executive,
    meetings: list[Meeting],
    posts: list[Appointment],
    language: str,
    numbering: Numbering,
) -> PrintedRemark:
    capacity = " ".join(plain(block["capacity"]).split())
    appointments = in_printed_order(posts, capacity, language)
    quotation = (block["key"], speaker.pk)
    printed = {
        "kind": "remark",
        "anchor": numbering.anchor(quotation),
        "speaker": speaker.public_id,
        "name": plain(names.in_language(speaker.name, language)),
        "capacity": capacity,
        "meetings": [
            {"id": m.public_id, "name": plain(names.in_language(m.name, language))}
            for m in meetings
            if block["meetings"]
        ],
        "events": [meeting.public_id for meeting in meetings],
        "posts": [appointment.post.public_id for appointment in appointments],
        "text": "\n\n".join(split_paragraphs(plain(block["text"]))),
        "points": numbering.number_points(quotation, split_points(plain(block["points"]))),
    }
    return PrintedRemark(printed, block["key"], speaker, meetings, appointments)


def _size(file: File) -> int | None:
    """Bytes; None for a file that is missing from storage, which ``errors_of`` refuses."""
    try:
        return int(file.file.size)
    except OSError:
        return None


def _boilerplate(pk: int | None, language: str) -> dict[str, Any] | None:
    row = Boilerplate.objects.filter(pk=pk).first() if pk else None
    if row is None:
        return None
    text = plain(names.in_language(row.text, language))
    return {
        "title": plain(names.in_language(row.title, language)),
        "paragraphs": split_paragraphs(text),
        "version": standing.number_of(row),
    }


def _disclosure(head: dict[str, Any]) -> dict[str, Any] | None:
    """What the law on disclosure wants to be read on results and regulatory announcements."""
    if head["type"] not in DISCLOSING:
        return None
    return {
        "inside_information": head["inside_information"],
        "filing_reference": plain(head["filing_reference"]).strip(),
        "isin": list(settings.NEWSROOM_ISIN),
        "tickers": list(settings.NEWSROOM_TICKERS),
    }


def _contact(pk: int | None, language: str) -> dict[str, Any] | None:
    row = Contact.objects.filter(pk=pk).first() if pk else None
    if row is None:
        return None
    return {
        "name": plain(names.in_language(row.name, language)),
        "role": plain(names.in_language(row.role, language)),
        "email": plain(row.email),
        "phone": plain(row.phone),
        "version": standing.number_of(row),
    }


def _rows(model: Any, keys: Iterable[int], *related: str) -> list[Any]:
    return _in_order(_by_key(model, keys, *related).values())


def _in_order(rows: Iterable[Any]) -> list[Any]:
    """Rows in printed order: by day and name. Keys would tell which was drafted first."""
    return sorted(rows, key=lambda row: (getattr(row, "starts_on", None) or date.min, row.sort_key, row.public_id))


def _by_key(model: Any, keys: Iterable[int], *related: str) -> dict[int, Any]:
    rows = model._default_manager.select_related(*related) if related else model._default_manager
    found: dict[int, Any] = rows.in_bulk(list(set(keys)))
    return found
