"""Deleting is recoverable: drafts and other rows go to the bin, and come back as they were."""

from __future__ import annotations

from datetime import date

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles import bin as kept_rows
from articles.models import Article, BinnedRow, Contact, Meeting, Picture, Restriction, Topic
from people.models import Alias, Appointment, Department, Executive, Post
from tests.articles import factories as make
from tests.articles.desk import LIST, VIEWER, form_of, page_of, said, signed_in, staff, texts_of
from tests.articles.factories import LONG_AGO, when
from tests.people.making import controls

pytestmark = pytest.mark.django_db

BIN = f"{LIST}bin/"


@pytest.fixture(autouse=True)
def _morning():
    with when(8):
        yield


@pytest.fixture
def desk():
    return signed_in(staff("Administrator"))


def delete(client, row):
    meta = row._meta
    return client.post(f"/admin/{meta.app_label}/{meta.model_name}/{row.pk}/delete/", {"post": "yes"})


def values_of(row):
    """All that is stored of a row, and what it is linked to."""
    stored = type(row)._base_manager.get(pk=row.pk)
    links = {field.name: set(getattr(stored, field.name).all()) for field in row._meta.many_to_many}
    return {field.name: str(field.value_from_object(stored)) for field in row._meta.concrete_fields} | links


def lines(client):
    answer = client.get(BIN)
    assert answer.status_code == 200
    return {line.name: line for line in [*answer.context["release_lines"], *answer.context["row_lines"]]}


def take_out(client, name):
    line = lines(client)[name]
    return client.post(BIN, {line.field: line.key, "version": line.version}, follow=True)


# Drafts


def test_a_draft_that_is_deleted_goes_to_the_bin(desk):
    article = make.article("A draft")
    answer = desk.post(page_of(article, "delete"), {"version": article.version}, follow=True)
    assert "is in the bin" in " ".join(said(answer))
    assert desk.get(page_of(article)).status_code == 302
    line = lines(desk)["A draft"]
    assert (str(line.by), line.kind, line.may_restore) == ("administrator", "Release", True)


def test_and_comes_out_again_as_it_was(desk):
    article = make.article("A draft")
    desk.post(page_of(article, "delete"), {"version": article.version})
    answer = take_out(desk, "A draft")
    assert "out of the bin" in " ".join(said(answer))
    assert lines(desk) == {}
    assert desk.get(page_of(article)).status_code == 200


def test_asking_alone_deletes_nothing(desk):
    article = make.article("A draft")
    html = texts_of(desk.get(page_of(article, "delete")))
    assert f'name="version" value="{article.version}"' in html
    assert Article.objects.get().binned_at is None


@pytest.mark.parametrize("version", ["", "0", "x", None])
def test_a_draft_that_was_changed_meanwhile_stays(desk, version):
    article = make.article("A draft")
    sent = {} if version is None else {"version": version}
    answer = desk.post(page_of(article, "delete"), sent)
    assert answer.status_code == 409
    assert "nothing was done" in texts_of(answer)
    assert Article.objects.get().binned_at is None


def test_what_is_on_the_record_stays_and_the_page_says_why(desk):
    article = make.release("Published")
    for answer in (
        desk.get(page_of(article, "delete")),
        desk.post(page_of(article, "delete"), {"version": article.version}),
    ):
        assert "it stays on the record" in texts_of(answer)
        assert 'name="version"' not in texts_of(answer)
    assert Article.objects.get().binned_at is None


def test_several_drafts_go_at_once_and_the_others_are_named(desk):
    chosen = [make.article("One"), make.article("Two"), make.release("Live")]
    question = desk.post(LIST, {"action": "bin_selected", "_selected_action": [row.pk for row in chosen]})
    assert "“Live” has been published" in texts_of(question)
    assert not Article.objects.exclude(binned_at=None).exists()
    sent = {"action": "bin_selected", "confirmed": "yes", "_selected_action": [row.pk for row in chosen]}
    versions = {f"version-{row.pk}": row.version for row in chosen}
    answer = desk.post(LIST, sent | versions, follow=True)
    assert {row.headline for row in Article.objects.exclude(binned_at=None)} == {"One", "Two"}
    assert "stays on the record" in " ".join(said(answer))


def test_of_several_one_that_was_changed_meanwhile_stays(desk):
    one, two = make.article("One"), make.article("Two")
    versions = {f"version-{one.pk}": one.version, f"version-{two.pk}": two.version}
    make.save(two)
    sent = {"action": "bin_selected", "confirmed": "yes", "_selected_action": [one.pk, two.pk]}
    answer = desk.post(LIST, sent | versions, follow=True)
    assert "“Two” was changed meanwhile" in " ".join(said(answer))
    assert [row.headline for row in Article.objects.exclude(binned_at=None)] == ["One"]


def test_the_confirmation_carries_what_the_answer_needs(desk):
    article = make.article("One")
    question = desk.post(LIST, {"action": "bin_selected", "_selected_action": [article.pk]})
    html = texts_of(question)
    assert f'name="version-{article.pk}" value="{article.version}"' in html
    assert f'name="_selected_action" value="{article.pk}"' in html


def test_who_may_not_delete_neither_bins_nor_takes_out():
    article = make.article("A draft")
    author = signed_in(staff("Author"))
    assert author.post(page_of(article, "delete"), {"version": article.version}).status_code == 403
    sent = {"action": "bin_selected", "confirmed": "yes", "_selected_action": [article.pk]}
    author.post(LIST, sent | {f"version-{article.pk}": article.version})
    article.refresh_from_db()
    assert article.binned_at is None
    editor = signed_in(staff("Editor"))
    editor.post(page_of(article, "delete"), {"version": article.version})
    assert lines(author)["A draft"].may_restore is False
    article.refresh_from_db()
    sent = {"release": article.pk, "version": article.version}
    assert author.post(BIN, sent).status_code == 403
    article.refresh_from_db()
    assert article.binned_at is not None


def test_a_restricted_draft_is_in_nobody_elses_bin(desk):
    editor = staff("Editor")
    article = make.article("Secret")
    Restriction.objects.create(translation_key=article.translation_key).users.add(editor)
    signed_in(editor).post(page_of(article, "delete"), {"version": article.version})
    article.refresh_from_db()
    assert lines(desk) == {}
    assert desk.post(BIN, {"release": article.pk, "version": article.version}).status_code == 404
    assert set(lines(signed_in(editor))) == {"Secret"}


def test_a_draft_whose_language_is_taken_meanwhile_says_so(desk):
    article = make.article("First")
    desk.post(page_of(article, "delete"), {"version": article.version})
    make.article("Second", translation_key=article.translation_key)
    assert "another version in this language" in " ".join(said(take_out(desk, "First")))


# Other rows


KINDS = ["contact", "file", "picture", "topic", "meeting", "department", "post", "executive", "appointment"]


def rows():
    power = make.department("Power")
    return {
        "contact": Contact.objects.create(name={"en": "Press", "zh-hans": "新闻"}, email="press@example.org"),
        "file": make.file("Report"),
        "picture": make.picture("Hall", {"en": "A hall", "zh-hans": "厅"}),
        "topic": Topic.objects.create(name="Grid", title={"en": "The grid"}),
        "meeting": make.meeting("Summary", date(2026, 5, 4), hosts=[power], city={"en": "Oslo"}),
        "department": make.department("Sales", parent=power),
        "post": make.post("Chair", department=power),
        "executive": make.executive("Anna Berg"),
        "appointment": make.appointment(
            make.executive("Bo Ek"), make.post("Clerk"), date(2020, 1, 1), date(2021, 1, 1)
        ),
    }


@pytest.mark.parametrize("kind", KINDS)
def test_a_row_that_is_deleted_comes_back_as_it_was(desk, kind):
    row = rows()[kind]
    before, name = values_of(row), str(row)
    assert delete(desk, row).status_code == 302
    assert not type(row)._base_manager.filter(pk=row.pk).exists()
    assert str(lines(desk)[name].by) == "administrator"
    assert "out of the bin" in " ".join(said(take_out(desk, name)))
    after = values_of(row)
    changing = {"slug", "slug_opens_at"} if before.get("slug") == "None" else set()
    assert {n: v for n, v in after.items() if n not in changing} == {
        n: v for n, v in before.items() if n not in changing
    }
    assert name not in lines(desk)


def test_what_belongs_to_a_row_goes_and_comes_with_it(desk):
    anna = make.executive("Anna Berg")
    Alias.objects.create(executive=anna, text="A. Berg", public=True)
    delete(desk, anna)
    assert not Alias.objects.exists()
    take_out(desk, "Anna Berg")
    assert [alias.text for alias in Executive.objects.get().aliases.all()] == ["A. Berg"]
    assert Executive.objects.search("a. berg").exists()


def test_readers_find_a_row_that_came_back_at_its_address(desk):
    anna = make.executive("Anna Berg")
    slug = Executive.objects.get().slug
    delete(desk, anna)
    assert desk.get(f"/people/{slug}/").status_code == 404
    take_out(desk, "Anna Berg")
    assert Executive.objects.get().slug == slug
    assert desk.get(f"/people/{slug}/").status_code == 200


def test_several_rows_deleted_at_once_are_kept_each(desk):
    chosen = [Contact.objects.create(name={"en": name}).pk for name in ("Press", "Investors")]
    sent = {"action": "delete_selected", "_selected_action": chosen, "post": "yes"}
    desk.post("/admin/articles/contact/", sent)
    assert not Contact.objects.exists()
    assert set(lines(desk)) == {"Press", "Investors"}


def test_rows_deleted_on_the_page_of_another_are_kept(desk):
    whole = make.meeting("Whole", date(2026, 5, 4), date(2026, 5, 6))
    session = make.meeting("Session", date(2026, 5, 4), parent=whole, kind="session")
    address = f"/admin/articles/meeting/{whole.pk}/change/"
    form = controls(texts_of(desk.get(address))) | {"sessions-0-DELETE": "on"}
    assert desk.post(address, form).status_code == 302
    assert not Meeting.objects.filter(pk=session.pk).exists()
    take_out(desk, str(session))
    assert Meeting.objects.get(pk=session.pk).parent == whole


def test_so_are_a_persons_other_spellings(desk):
    anna = make.executive("Anna Berg")
    Alias.objects.create(executive=anna, text="A. Berg")
    address = f"/admin/people/executive/{anna.pk}/change/"
    desk.post(address, controls(texts_of(desk.get(address))) | {"aliases-0-DELETE": "on"})
    assert not Alias.objects.exists()
    take_out(desk, "A. Berg")
    assert Alias.objects.get().executive == anna


def test_blocks_of_a_release_are_in_its_history_and_not_in_the_bin(desk):
    article = make.article()
    desk.post(page_of(article), form_of(desk, page_of(article)) | {"articles_textblock_set-0-DELETE": "on"})
    assert not BinnedRow.objects.exists()


def test_a_name_that_is_taken_meanwhile_is_said(desk):
    delete(desk, Topic.objects.create(name="Grid"))
    Topic.objects.create(name="Grid")
    assert "“Grid” stays in the bin" in " ".join(said(take_out(desk, "Grid")))
    assert Topic.objects.count() == 1
    assert BinnedRow.objects.get().restored_at is None


def test_a_topic_that_came_up_in_a_restricted_release_is_not_given_away_by_its_name(desk):
    delete(desk, Topic.objects.create(name="Falcon"))
    insider, secret = staff("Editor"), make.article("Secret")
    Restriction.objects.create(translation_key=secret.translation_key).users.add(insider)
    client = signed_in(insider)
    assert client.post(page_of(secret), form_of(client, page_of(secret)) | {"topics": "Falcon"}).status_code == 302
    confined = Topic.objects.get()
    assert confined.confined
    assert said(take_out(desk, "Falcon")) == ["“Falcon” is out of the bin."]
    topic = Topic.objects.get()
    assert (topic.name, topic.confined, topic.pk != confined.pk) == ("Falcon", False, True)
    assert list(topic.tagged.values_list("content_object", flat=True)) == [secret.pk]


def test_a_topic_that_one_knows_of_stays_as_it_is_when_the_other_cannot_come_back():
    insider, secret = staff("Administrator"), make.article("Secret")
    client = signed_in(insider)
    delete(client, Topic.objects.create(name="Falcon"))
    Restriction.objects.create(translation_key=secret.translation_key).users.add(insider)
    client.post(page_of(secret), form_of(client, page_of(secret)) | {"topics": "Falcon"})
    assert "“Falcon” stays in the bin" in " ".join(said(take_out(client, "Falcon")))
    assert Topic.objects.get().confined


def test_two_holders_of_one_post_are_not_made(desk):
    chair = make.post("Chair", exclusive=True)
    held = make.appointment(make.executive("Anna"), chair, date(2020, 1, 1))
    name = str(held)
    delete(desk, held)
    make.appointment(make.executive("Bo"), chair, date(2021, 1, 1))
    take_out(desk, name)
    assert Appointment.objects.count() == 1


def test_what_a_row_cannot_be_without_comes_first(desk):
    chair, anna = make.post("Chair"), make.executive("Anna")
    held = make.appointment(anna, chair)
    name = str(held)
    delete(desk, held)
    delete(desk, anna)
    assert "Put that back first" in " ".join(said(take_out(desk, name)))
    take_out(desk, "Anna")
    take_out(desk, name)
    assert Appointment.objects.get().executive == anna


def test_a_row_comes_back_once(desk):
    delete(desk, Contact.objects.create(name={"en": "Press"}))
    row, administrator = BinnedRow.objects.get(), BinnedRow.objects.get().binned_by
    kept_rows.put_back(row, may_publish=True, by=administrator)
    with pytest.raises(kept_rows.Refused, match="already"):
        kept_rows.put_back(row, may_publish=True, by=administrator)
    assert desk.post(BIN, {"row": row.pk}).status_code == 404
    assert Contact.objects.count() == 1


def test_a_deletion_that_fails_keeps_nothing(desk):
    post = make.post("Chair")
    make.appointment(make.executive("Anna"), post)
    delete(desk, post)
    assert Post.objects.exists()
    assert not BinnedRow.objects.exists()


def test_names_are_for_those_who_may_see_such_rows(desk):
    delete(desk, make.executive("Anna Berg"))
    delete(desk, Contact.objects.create(name={"en": "Press"}))
    viewer = staff(VIEWER)
    viewer.user_permissions.remove(Permission.objects.get(codename="view_executive"))
    client = signed_in(viewer)
    assert set(lines(client)) == {"Press"}
    kept = BinnedRow.objects.get(name="Anna Berg")
    assert client.post(BIN, {"row": kept.pk}).status_code == 404


def test_who_may_not_delete_such_rows_does_not_put_them_back(desk):
    delete(desk, make.executive("Anna Berg"))
    author = signed_in(staff("Author"))
    assert lines(author)["Anna Berg"].may_restore is False
    assert author.post(BIN, {"row": BinnedRow.objects.get().pk}).status_code == 403
    assert not Executive.objects.exists()


def test_what_readers_could_see_is_put_back_by_who_may_publish():
    editor = signed_in(staff("Editor"))
    open_one, hidden = make.meeting("Open"), make.meeting("Hidden", hidden=True)
    for row in (open_one, hidden):
        assert delete(editor, row).status_code == 302
    assert "Who may publish" in " ".join(said(take_out(editor, str(open_one))))
    take_out(editor, str(hidden))
    assert [str(row) for row in Meeting.objects.all()] == [str(hidden)]


def test_taking_out_is_logged(desk):
    contact = Contact.objects.create(name={"en": "Press"})
    delete(desk, contact)
    take_out(desk, "Press")
    assert LogEntry.objects.filter(object_id=str(contact.pk)).order_by("-pk").first().is_addition()


def test_looking_into_the_bin_writes_nothing(desk):
    delete(desk, Contact.objects.create(name={"en": "Press"}))
    with CaptureQueriesContext(connection) as captured:
        desk.get(BIN)
    assert not [q["sql"] for q in captured if q["sql"].split(" ", 1)[0] in {"INSERT", "UPDATE", "DELETE"}]


def test_queries_do_not_grow_with_the_bin(desk):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert desk.get(BIN).status_code == 200
        return len(captured)

    def fill(n):
        article = make.article(f"Draft {n}")
        desk.post(page_of(article, "delete"), {"version": article.version})
        for row in (Contact.objects.create(name={"en": f"C{n}"}), make.executive(f"E{n}"), make.file(f"F{n}")):
            delete(desk, row)

    fill(0)
    queries()
    before = queries()
    for n in (1, 2, 3):
        fill(n)
    assert queries() == before


def test_the_question_says_where_a_row_goes(desk):
    contact = Contact.objects.create(name={"en": "Press"})
    assert "goes to the bin" in texts_of(desk.get(f"/admin/articles/contact/{contact.pk}/delete/"))
    assert "goes to the bin" in texts_of(desk.get(f"/admin/people/executive/{make.executive().pk}/delete/"))


def test_the_list_of_releases_leads_to_the_bin(desk):
    assert f'href="{BIN}"' in texts_of(desk.get(LIST))


def test_pictures_keep_their_files(desk):
    picture = make.picture("Hall")
    delete(desk, picture)
    take_out(desk, "Hall")
    back = Picture.objects.get()
    assert back.image.storage.exists(back.image.name)
    assert (back.width, back.height) == (64, 48)


def test_nobody_sees_the_list_of_what_would_go_with_internal_rows(desk):
    meeting = make.meeting("Named")
    make.article(meetings=[meeting])
    assert "relationship" not in texts_of(desk.get(f"/admin/articles/meeting/{meeting.pk}/delete/"))


def test_a_department_comes_back_with_its_successors(desk):
    heir = make.department("Heir")
    old = make.department(
        "Old", closed_on=date(2020, 1, 1), closure=Department.Closure.MERGED, end_public_from=LONG_AGO
    )
    old.successors.add(heir)
    delete(desk, old)
    take_out(desk, "Old")
    assert list(Department.objects.get(pk=old.pk).successors.all()) == [heir]


def test_drafts_name_again_what_came_back(desk):
    there, post = make.meeting(hidden=True), make.post()
    speaker = make.executive()
    held = make.appointment(speaker, post, date(2020, 1, 1))
    draft = make.article("Meeting in Narvik", meetings=[there])
    block = make.add_remark(draft, speaker, meetings=[there], appointments=[held])
    delete(desk, there)
    delete(desk, held)
    assert not draft.meetings.exists()
    take_out(desk, str(there))
    take_out(desk, str(held))
    assert list(draft.meetings.all()) == [there] == list(block.meetings.all())
    assert list(block.appointments.all()) == [held]
