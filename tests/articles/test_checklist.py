"""What to mend and what to look at before a release goes out, each with the place in the form that it is about."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from i18nfield.strings import LazyI18nString

from articles import checklist, snapshots, workflow
from articles.checklist import Finding, disclosure_errors
from articles.hyperlinks import LIMIT
from articles.models import Article, Boilerplate, Restriction
from articles.publishing import compose
from people import clock
from tests.articles import factories as make
from tests.articles.factories import at, when

pytestmark = pytest.mark.django_db

TODAY = date(2026, 5, 4)


@pytest.fixture(autouse=True)
def _noon():
    with when(12):
        yield


def errors(article: Article) -> list[Finding]:
    return checklist.errors_of(article, compose(article, snapshots.capture(article), clock.now()))


def warnings(article: Article, opens: object = None) -> list[Finding]:
    composition = compose(article, snapshots.capture(article), clock.now())
    return checklist.warnings_of(article, composition, opens)  # type: ignore[arg-type]


def good(text: str = "<p>The plant is in operation.</p>", **fields: object) -> Article:
    """A release with which nothing is amiss."""
    return make.article(**{"standfirst": "In short.", "text": text, **fields})  # type: ignore[arg-type]


def places(found: list[Finding]) -> list[tuple[str, str]]:
    return [(str(finding), finding.where) for finding in found]


def test_nothing_is_said_of_a_release_with_which_nothing_is_amiss():
    speaker, _held = make.holding("managing director", "Anna Berg")
    article = good(meetings=[make.meeting()], dateline_date=TODAY)
    make.add_remark(article, speaker)
    make.add_picture(article, make.picture(credit="Per Holm"))
    make.save(article)
    assert (errors(article), warnings(article)) == ([], [])


# What must be mended


def test_a_release_without_headline_or_text_is_none():
    assert places(errors(make.article("  ", text=""))) == [
        ("The release has no headline.", "id_headline"),
        ("The release has no text.", ""),
    ]


def test_a_remark_without_words_must_be_mended():
    article = good()
    make.add_remark(article, make.executive("Berit"))
    make.add_remark(article, make.executive("Anna"), " \r\n ")
    assert places(errors(article)) == [("The remark of Anna has no words.", "articles_remarkblock_set-1")]


def test_a_picture_without_alternative_text_must_be_mended():
    article = good()
    make.add_picture(article, make.picture(alternative=LazyI18nString({"en": ""})))
    sentence = "A picture has no alternative text in the release's language."
    assert places(errors(article)) == [(sentence, "articles_pictureblock_set-0")]


def test_an_alternative_text_in_another_language_stands_in_for_one():
    article = good(language="zh-hans")
    make.add_picture(article, make.picture(alternative=LazyI18nString({"en": "A hall"})))
    assert errors(article) == []


def test_a_file_that_is_missing_from_the_store_must_be_mended():
    article, report = good(), make.file()
    make.add_file(article, report, "Report")
    report.file.storage.delete(report.file.name)
    assert places(errors(article)) == [("The file “Report” cannot be read.", "articles_fileblock_set-0")]


@pytest.mark.parametrize(
    "address",
    ["/admin/", "/admin/articles/article/7/change/", "http://testserver/admin/", "/preview/abcdefghijkmnpqr/"],
)
def test_a_link_to_the_desk_must_be_mended(address):
    article = good()
    make.add_text(article, f'<p>See <a href="{address}">there</a>.</p>')
    assert places(errors(article)) == [
        (f"The link to {address} leads to the desk, where readers have no business.", "articles_textblock_set-1")
    ]
    with pytest.raises(workflow.Refused):
        make.publish(article, at(12))


def test_a_link_to_the_desk_is_known_by_our_own_address_alone():
    assert errors(good('<p><a href="https://other.example/admin/">there</a></p>')) == []


def test_results_carry_a_caution():
    assert [finding.where for finding in disclosure_errors(good(type="results"))] == ["id_forward_looking"]
    caution = Boilerplate.objects.create(kind="forward-looking", title="Caution", text="Perhaps not.")
    article = good(type="regulatory", forward_looking=caution)
    assert disclosure_errors(article) == []
    assert disclosure_errors(article, filed_first=False) == ["Confirm that the exchange is told first."]
    assert disclosure_errors(good()) == []


# The head


def test_a_release_without_standfirst_is_worth_a_look():
    sentence = "There is no standfirst; lists will show the headline alone."
    assert places(warnings(good(standfirst=" "))) == [(sentence, "id_standfirst")]


def test_a_long_headline_is_worth_a_look():
    assert warnings(good(headline="x" * 110)) == []
    sentence = "The headline is longer than 110 characters; others will cut it."
    assert places(warnings(good(headline="x" * 111))) == [(sentence, "id_headline")]


@pytest.mark.parametrize(
    ("headline", "shouted"),
    [("TURBINES FOR THE NORTH", True), ("Turbines for the NORTH", False), ("EU, UN, IEA", False), ("水轮机", False)],
)
def test_a_headline_in_capitals_is_worth_a_look(headline, shouted):
    assert ["capitals" in finding for finding in warnings(good(headline=headline))] == [True] * shouted


# Dates and speakers


def test_a_report_on_a_meeting_is_dated():
    assert warnings(good(dateline_date=None)) == []
    found = warnings(good(meetings=[make.meeting()]))
    assert places(found) == [("The release reports on a meeting and has no dateline date.", "id_dateline_date")]


@pytest.mark.parametrize(("days", "far"), [(-32, True), (-31, False), (0, False), (33, False), (34, True)])
def test_a_dateline_far_from_the_meeting_is_worth_a_look(days, far):
    """The meeting lasts three days; what counts is the nearest of them."""
    held = make.meeting(starts_on=TODAY, ends_on=TODAY + timedelta(days=2))
    found = warnings(good(meetings=[held], dateline_date=TODAY + timedelta(days=days)))
    assert ["more than a month away" in finding for finding in found] == [True] * far


def test_a_dateline_near_one_of_several_meetings_is_right():
    meetings = [make.meeting("First", date(2020, 1, 1)), make.meeting("Last", TODAY)]
    assert warnings(good(meetings=meetings, dateline_date=TODAY)) == []


def test_a_remark_without_post_or_meeting_is_worth_a_look():
    article = good()
    make.add_remark(article, make.executive("Anna"))
    assert places(warnings(article)) == [
        ("No post is recorded for Anna's remark.", "articles_remarkblock_set-0"),
        ("No meeting is recorded for Anna's remark.", "articles_remarkblock_set-0"),
    ]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Anna Ångström", "Said Anna Ångström, the director"),
        ("Anna Ångström", "ANNA  ANGSTROM'S plan"),
        ("Tong Laiming", "Tong Laiming."),
        (LazyI18nString({"en": "Tong Laiming", "zh-hans": "童来明"}), "由童来明主持"),
    ],
)
def test_somebody_named_and_not_linked_is_worth_a_look(name, text):
    make.executive(name)
    found = warnings(good(f"<p>{text}</p>"))
    assert [finding.endswith("is named, and neither speaks in a remark nor is linked.") for finding in found] == [True]


@pytest.mark.parametrize("text", ["Johanna Ångström spoke", "Anna Ångströmsson spoke", "Anna and Ångström", "Anna"])
def test_part_of_a_name_is_no_name(text):
    make.executive("Anna Ångström")
    make.executive("Anna")
    assert warnings(good(f"<p>{text}</p>")) == []


def test_who_is_linked_or_speaks_is_not_told_of():
    speaker, linked = make.holding("managing director", "Anna Berg")[0], make.executive("Berit Holm")
    article = good(
        f'<p>Anna Berg and <a href="/people/{linked.slug}/">Berit Holm</a> met.</p>',
        meetings=[make.meeting()],
        dateline_date=TODAY,
    )
    make.add_remark(article, speaker)
    make.save(article)
    assert warnings(article) == []


def test_who_is_named_is_told_of_with_the_first_place():
    make.executive("Anna Ångström")
    article = good()
    make.add_text(article, "<p>By Anna <strong>Ångström</strong>.</p>")
    assert [finding.where for finding in warnings(article)] == ["articles_textblock_set-1"]
    assert [finding.where for finding in warnings(good(standfirst="Anna Ångström leaves."))] == [""]


def test_a_name_of_symbols_alone_is_none():
    make.executive("- -")
    assert warnings(good("<p>One - - two</p>")) == []


def test_of_many_people_named_some_are_told_of():
    people = [f"Anna Berg{chr(97 + n)}" for n in range(12)]
    for name in people:
        make.executive(name)
    assert len(warnings(good(f"<p>{', '.join(people)}</p>"))) == checklist.UNLINKED_NAMES


# Blocks


def test_a_text_without_words_is_worth_a_look():
    article = good()
    make.add_text(article, "<p> </p><p><br></p>")
    sentence = "A text is empty; nothing of it will be printed."
    assert places(warnings(article)) == [(sentence, "articles_textblock_set-1")]


def test_a_picture_without_a_credit_is_worth_a_look():
    article = good()
    make.add_picture(article, make.picture())
    assert places(warnings(article)) == [("A picture does not say whom it is by.", "articles_pictureblock_set-0")]


# Links


def trouble(address: str, opens: object = None, **fields: object) -> list[str]:
    return [str(finding) for finding in warnings(good(f'<p><a href="{address}">x</a></p>', **fields), opens)]


def nowhere(address: str) -> list[str]:
    return [f"The link to {address} leads to nothing that readers can see by then."]


@pytest.mark.parametrize(
    "address",
    ["/", "/news/", "/news/?q=x", "/zh-hans/news/", "https://other.example/x", "mailto:a@b.example", "/static/x.css"],
)
def test_links_that_lead_somewhere_are_right(address):
    assert trouble(address) == []


@pytest.mark.parametrize("address", ["/nothing/", "/news/absent/", "/people/absent/", "http://testserver/meetings/x/"])
def test_a_link_that_leads_nowhere_is_worth_a_look(address):
    assert trouble(address) == nowhere(address)


def test_a_link_that_is_not_encrypted_is_worth_a_look():
    assert trouble("http://other.example/") == ["The link to http://other.example/ is not encrypted; try https."]


def test_a_link_to_a_release_is_right_once_that_is_live():
    make.release("First", at(9))
    make.schedule(make.article("Second"), at(15), decided=at(9))
    assert trouble("/news/first/") == trouble("/news/first/history/") == trouble("/news/first.json") == []
    assert trouble("/zh-hans/news/first/") == nowhere("/zh-hans/news/first/")
    assert trouble("/news/second/") == nowhere("/news/second/")
    assert trouble("/news/second/", at(14)) == nowhere("/news/second/")
    assert trouble("/news/second/", at(15)) == []


def test_a_link_tells_nothing_of_a_release_that_is_restricted_to_others():
    secret = make.article("Merger")
    Restriction.objects.create(translation_key=secret.translation_key)
    make.schedule(secret, at(15), decided=at(9))
    assert trouble("/news/merger/", at(16)) == nowhere("/news/merger/")


def test_a_withdrawn_release_is_nowhere_and_a_renamed_one_is_found():
    renamed = make.release("First", at(8))
    make.save(renamed, wanted_slug="new")
    make.publish(renamed, at(9))
    gone = make.release("Gone", at(8))
    make.withdraw(gone, at(9))
    assert trouble("/news/first/") == []
    assert trouble("/news/gone/") == nowhere("/news/gone/")


def test_a_link_to_a_hidden_meeting_is_right_where_the_release_opens_it():
    hidden = make.meeting("Congress", hidden=True)
    assert trouble("/meetings/congress/") == nowhere("/meetings/congress/")
    assert trouble("/meetings/congress/", meetings=[hidden], dateline_date=TODAY) == []


def test_a_link_to_a_picture_is_right_where_that_is_printed():
    shown, other = make.picture(credit="A"), make.picture(credit="B")
    article = good(f'<p><a href="/media/pictures/{shown.public_id}">x</a></p>')
    make.add_picture(article, shown)
    assert warnings(article) == []
    assert trouble(f"/media/pictures/{other.public_id}") == nowhere(f"/media/pictures/{other.public_id}")


def test_a_link_within_the_release_leads_to_one_of_its_quotations():
    speaker, _held = make.holding("managing director", "Anna Berg")
    text = '<p><a href="#r1">a</a> <a href="#r1-p2">b</a> <a href="#r2">c</a> <a href="#r1-p3">d</a></p>'
    article = good(text, meetings=[make.meeting()], dateline_date=TODAY)
    make.add_remark(article, speaker, points=["One.", "Two."])
    make.save(article)
    assert warnings(article) == [*nowhere("#r2"), *nowhere("#r1-p3")]


# Translations


def saved(article: Article, day: int) -> None:
    """Let the working copy have been saved on a day of April."""
    article.snapshots.update(created_at=at(9, day=day, month=4))


def pair(english: int, chinese: int) -> tuple[Article, Article]:
    first = good()
    second = good(headline="第一", language="zh-hans", translation_key=first.translation_key)
    saved(first, english)
    saved(second, chinese)
    return first, second


def test_a_version_that_was_changed_since_in_the_other_language_lags_behind():
    english, chinese = pair(1, 3)
    assert warnings(english) == ["The version in 简体中文 has been changed since this one was."]
    assert warnings(chinese) == []


def test_versions_saved_on_one_day_are_alike():
    english, chinese = pair(2, 2)
    assert warnings(english) == warnings(chinese) == []


def test_a_version_published_since_is_newer():
    english, chinese = pair(2, 2)
    make.publish(chinese, at(10))
    assert ["has been changed since" in finding for finding in warnings(english)] == [True]


def test_a_live_version_that_this_one_leaves_behind_is_told_of():
    english, chinese = pair(5, 1)
    assert warnings(english) == []
    make.publish(chinese, at(9, day=1, month=4))
    saved(chinese, 1)
    assert warnings(english) == ["The version in 简体中文 lags behind this one."]


def test_a_version_in_the_bin_is_none():
    english, chinese = pair(1, 3)
    Article.objects.filter(pk=chinese.pk).update(binned_at=timezone.now())
    assert warnings(english) == []


# Disclosure


def test_inside_information_is_printed_by_some_types_alone(settings):
    settings.NEWSROOM_ISIN = ("NO0010063308",)
    found = warnings(good(inside_information=True))
    assert places(found) == [
        ("The release is marked as inside information, which its type does not print.", "id_inside_information")
    ]
    assert warnings(good(inside_information=True, type="results")) == []


def test_a_newsroom_without_identifiers_is_told_so(settings):
    settings.NEWSROOM_ISIN = ()
    assert warnings(good(type="results")) == ["No ISIN is set up, so none will be printed."]
    assert warnings(good()) == []


# What it costs


def count(article: Article) -> int:
    composition = compose(article, snapshots.capture(article), clock.now())
    with CaptureQueriesContext(connection) as captured:
        checklist.errors_of(article, composition)
        checklist.warnings_of(article, composition)
    return len(captured)


def grown(size: int) -> Article:
    article = good()
    for number in range(size):
        speaker, held = make.holding(f"director {size} {number}", f"Anna {size} {number}")
        make.add_remark(article, speaker, meetings=[make.meeting(f"{size} {number}")], appointments=[held])
        make.add_picture(article, make.picture())
        make.add_text(article, "<p>Text.</p>")
    return article


def test_the_same_number_of_queries_for_a_long_release_as_for_a_short_one():
    assert count(grown(1)) == count(grown(12)) <= 4


def test_links_are_looked_up_to_a_limit():
    few = "".join(f'<a href="/news/absent-{n}/">x</a>' for n in range(LIMIT))
    many = few + "".join(f'<a href="/news/further-{n}/">x</a>' for n in range(300))
    assert count(good(f"<p>{many}</p>")) == count(good(f"<p>{few}</p>")) <= 2 * LIMIT + 4
